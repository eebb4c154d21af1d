"""The page of a văn bản đến, its registering page and its verbs."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.assignments import operations as assignments
from vanthu.office.assignments import queries as tasks
from vanthu.office.assignments.states import OPEN
from vanthu.office.incoming import operations, queries
from vanthu.office.incoming.states import Channel, IncomingState
from vanthu.office.journeys import answering
from vanthu.office.kernel.permission import NotFound
from vanthu.office.notices import operations as notices
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.by_hand import SAME
from vanthu.office.web.forms.completing import completing
from vanthu.office.web.forms.tasks import DirectionForm
from vanthu.office.web.forms.verbs import AnsweredForm, OpinionForm, ReasonForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.duplicate import of_arrived
from vanthu.office.web.shown.incoming import page
from vanthu.office.web.shown.queue import following
from vanthu.office.web.shown.usual import usual
from vanthu.office.web.verbs import Asked, ask, at_once
from vanthu.office.web.views.directions import decided, decision_of, direction_of
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument
    from vanthu.office.organizations.models import Person


@require_safe
@signed_in
def document(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Show the document with everything about it."""
    return _page(request, document_id)


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """The clerk's split page: the document left, its data right, the verdict on top; Enter registers."""
    at = clock.now()
    error: VanThuError | None = None
    incoming = queries.get(request.person, document_id, at=at)
    form = completing(incoming, request.POST if request.method == "POST" else None, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            return _registered(request, document_id, form.cleaned_data)
        except NotFound:
            raise
        except VanThuError as refused:
            error = refused
    shown = page(request.person, document_id, at=at)
    if error is None and shown.incoming.state != IncomingState.ARRIVED:
        return redirect(_address(document_id))
    queue = _waiting(request.person, IncomingState.ARRIVED, at)
    values = {
        "shown": shown,
        "error": error,
        "form": form,
        "duplicate": of_arrived(shown.incoming) if shown.may_register else None,
        "left": len(queue),
        "place": _place(queue, document_id),
    }
    status = error.http_status if error else 422 if form.errors else 200
    return render(request, "web/incoming/register.html", values, status=status)


def _registered(request: OfficeRequest, document_id: UUID, typed: dict[str, Any]) -> HttpResponse:
    if SAME in request.POST:
        operations.join(document_id, by=request.person, at=clock.now())
        messages.success(request, _("Đã ghép với văn bản đã có."))
    else:
        filled = {name: value for name, value in typed.items() if name != "although"}
        done = operations.register(
            document_id, although=typed.get("although", ""), filled=filled, by=request.person, at=clock.now()
        )
        messages.success(request, _("Đã vào sổ, số đến %(number)02d.") % {"number": done.arrival_number or 0})
    return redirect(_next(request.person, document_id))


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, document_id: UUID, slug: str) -> HttpResponse:
    """Ask for what a verb needs, or do it."""
    if slug in AT_ONCE and request.method == "POST":
        return _at_once(request, document_id, slug)
    asked = ASKED.get(slug)
    if asked is None:
        raise Http404
    incoming = queries.get(request.person, document_id, at=clock.now())
    directing = asked.form is DirectionForm
    return ask(
        request,
        asked,
        document_id,
        make=lambda data: _direction_form(data, incoming) if directing else asked.form(data),
        about={"incoming": incoming, "usual": usual(request.person, at=clock.now()) if directing else ()},
        after=partial(_after, request.person, document_id, slug),
        back=_address(document_id),
    )


def _at_once(request: OfficeRequest, document_id: UUID, slug: str) -> HttpResponse:
    if slug == "tra-loi":
        return _kept_answer(request, document_id)
    return _kept(request, document_id, partial(start, document_id, request.person))


def _kept(request: OfficeRequest, document_id: UUID, do: Any) -> HttpResponse:
    """Do it; an error is shown on top of the document's page."""
    try:
        return at_once(request, do, lambda: _address(document_id))
    except NotFound:
        raise
    except VanThuError as error:
        return _page(request, document_id, error)


def _kept_answer(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    try:
        draft = answering.start_answer(document_id, by=request.person, at=clock.now())
    except NotFound:
        raise
    except VanThuError as error:
        return _page(request, document_id, error)
    messages.success(request, _("Đã tạo dự thảo trả lời, điền sẵn từ văn bản đến."))
    return redirect("web:rewrite", document_id=draft.pk)


def _page(request: OfficeRequest, document_id: UUID, error: VanThuError | None = None) -> HttpResponse:
    at = clock.now()
    notices.read_about(request.person, document_id, at=at)
    shown = page(request.person, document_id, at=at)
    values: dict[str, Any] = {"shown": shown, "error": error}
    if shown.doing.main is not None and shown.doing.main.slug == "phan-cong":
        values |= {"decide": _direction_form(None, shown.incoming), "usual": usual(request.person, at=at)}
        values["last_return"] = _last_return(document_id)
    return render(request, "web/incoming/page.html", values, status=error.http_status if error else 200)


def _next(person: Person, document_id: UUID) -> str:
    """The next document to register, by whatever way it came, else the one just registered."""
    return following(person, document_id, at=clock.now()) or _address(document_id)


def _waiting(person: Person, state: IncomingState, at: datetime) -> list[UUID]:
    return [row.document_id for row in queries.waiting(person, at=at) if row.state == state]


def _place(queue: list[UUID], document_id: UUID) -> int:
    return queue.index(document_id) + 1 if document_id in queue else 1


def _after(person: Person, document_id: UUID, slug: str) -> str:
    """The next document of the same pile, else this one."""
    if slug == "tu-choi":
        return _next(person, document_id)
    pile = _waiting(person, IncomingState.REGISTERED, clock.now()) if slug == "phan-cong" else ()
    return _address(next((one for one in pile if one != document_id), document_id))


def _due(incoming: IncomingDocument) -> date | None:
    return queries.due_of(incoming, queries.news([incoming.pk]).get(incoming.pk, queries.News()))


def _address(document_id: UUID) -> str:
    return reverse("web:incoming_document", kwargs={"document_id": document_id})


def _refuse(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.refuse(document_id, reason=typed["reason"], by=by, at=at)
    return _("Đã từ chối; lý do được gửi về cơ quan gửi.")


def _send_back(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    done = operations.send_back(document_id, reason=typed["reason"], by=by, at=at)
    if done.channel == Channel.EMAIL:
        return _("Đã trả lại; lý do được gửi tới người gửi thư nếu hệ thống gửi được thư.")
    return _("Đã trả lại; hãy in phiếu trả gửi kèm văn bản.")


def direction_form(data: Any, initial: dict[str, Any] | None = None) -> DirectionForm:
    """One click sends a usual decision whole, with the words that were typed beside it."""
    if data is not None and (chosen := decision_of(data.get("decision", ""))) is not None:
        data = data.copy()
        for name, value in chosen.items():
            data.setlist(name, value if isinstance(value, list) else [value])
    return DirectionForm(data, initial=initial)


def _direction_form(data: Any, incoming: IncomingDocument) -> DirectionForm:
    """The decision as it stands, or the deadline of the document."""
    return direction_form(data, _decided(incoming) or {"due_on": _due(incoming)})


def _decided(incoming: IncomingDocument) -> dict[str, Any] | None:
    lead = tasks.leads([incoming.pk]).get(incoming.pk)
    if lead is None or lead.state not in OPEN:
        return None
    return direction_of(lead.assignment)


def _last_return(document_id: UUID) -> Any:
    lead = tasks.leads([document_id]).get(document_id)
    return tasks.last_returns([lead.pk]).get(lead.pk) if lead is not None and lead.state == "returned" else None


def _join(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.join(document_id, by=by, at=at)
    return _("Đã ghép với văn bản đã có.")


def _assign(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.assign(document_id, **decided(typed), by=by, at=at)
    return _("Đã phân công.")


def _redirect(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.redirect(document_id, **decided(typed), by=by, at=at)
    return _("Đã thay đổi ý kiến chỉ đạo; ý kiến trước vẫn được giữ lại để tra cứu.")


def _return(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.give_up(document_id, reason=typed["reason"], by=by, at=at)
    return _("Đã trả lại người phân công kèm lý do.")


def _complete(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    code = typed["answer_code"].strip()
    answered_by_id = assignments.issued(code).pk if code else None
    operations.complete(document_id, result=typed["result"], answered_by_id=answered_by_id, by=by, at=at)
    return _("Đã hoàn thành; bên gửi sẽ được báo.")


def start(document_id: UUID, by: Person) -> str:
    """Begin to work on a document."""
    operations.start(document_id, by=by, at=clock.now())
    return _("Đã bắt đầu xử lý; bên gửi sẽ được báo.")


def _give_back(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.give_back(document_id, opinion=typed["opinion"], by=by, at=at)
    return _("Đã đồng ý trả lại; nội dung văn bản đã được hủy và bên gửi sẽ được báo.")


def _keep_it(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.keep_it(document_id, reason=typed["reason"], by=by, at=at)
    return _("Đã trả lời không trả lại; lý do được gửi về cơ quan gửi.")


def _accept_change(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.accept_change(document_id, opinion=typed["opinion"], by=by, at=at)
    return _("Đã đồng ý; bên gửi sẽ được báo.")


def _refuse_change(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.refuse_change(document_id, reason=typed["reason"], by=by, at=at)
    return _("Đã trả lời không đồng ý; lý do được gửi về cơ quan gửi.")


AT_ONCE = frozenset({"bat-dau", "tra-loi"})
ASKED = {
    "ban-khac": Asked(
        gettext_lazy("Là bản khác của văn bản đã có"),
        gettext_lazy("Ghép"),
        forms.Form,
        _join,
        intro="web/dialogs/join.html",
    ),
    "tu-choi": Asked(
        gettext_lazy("Từ chối, trả lại bên gửi"),
        gettext_lazy("Từ chối"),
        ReasonForm,
        _refuse,
        intro="web/dialogs/refuse.html",
        grave=True,
    ),
    "tra-ben-gui": Asked(
        gettext_lazy("Trả lại bên gửi sau khi vào sổ"),
        gettext_lazy("Trả lại"),
        ReasonForm,
        _send_back,
        intro="web/dialogs/send_back.html",
        grave=True,
    ),
    "phan-cong": Asked(
        gettext_lazy("Phân công xử lý"),
        gettext_lazy("Phân công"),
        DirectionForm,
        _assign,
        intro="web/dialogs/assign.html",
    ),
    "thay-doi": Asked(
        gettext_lazy("Thay đổi, bổ sung ý kiến chỉ đạo"), gettext_lazy("Lưu ý kiến"), DirectionForm, _redirect
    ),
    "tra-lai": Asked(gettext_lazy("Trả lại người phân công"), gettext_lazy("Trả lại"), ReasonForm, _return),
    "hoan-thanh": Asked(gettext_lazy("Hoàn thành xử lý"), gettext_lazy("Hoàn thành"), AnsweredForm, _complete),
    "dong-y-tra-lai": Asked(
        gettext_lazy("Trả lại văn bản và hủy nội dung"),
        gettext_lazy("Đồng ý, hủy nội dung"),
        OpinionForm,
        _give_back,
        intro="web/dialogs/give_back.html",
        grave=True,
    ),
    "dong-y-cap-nhat": Asked(
        gettext_lazy("Đồng ý với cập nhật, thay thế của bên gửi"),
        gettext_lazy("Đồng ý"),
        OpinionForm,
        _accept_change,
        intro="web/dialogs/accept_change.html",
    ),
    "tu-choi-cap-nhat": Asked(
        gettext_lazy("Không đồng ý với cập nhật, thay thế của bên gửi"),
        gettext_lazy("Không đồng ý"),
        ReasonForm,
        _refuse_change,
    ),
    "tu-choi-tra-lai": Asked(
        gettext_lazy("Không trả lại văn bản"), gettext_lazy("Không trả lại"), ReasonForm, _keep_it
    ),
}
