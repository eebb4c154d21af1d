"""The page of a văn bản đi and its verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from vanthu.office.dispatch import queries as dispatched
from vanthu.office.documents.states import LinkKind
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import queries as exchange_queries
from vanthu.office.journeys import signing
from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing import operations, queries
from vanthu.office.signatures.states import Role
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.after_issue import UpdateForm
from vanthu.office.web.forms.verbs import AmendForm, OpinionForm, PinForm, ReasonForm, RecallForm
from vanthu.office.web.forms.ways import IssueForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.comments import comments_shown
from vanthu.office.web.shown.form_check import form_check_shown
from vanthu.office.web.shown.outgoing import page
from vanthu.office.web.undo import Undoable, undoable
from vanthu.office.web.verbs import Asked, ask, at_once
from vanthu.office.web.views.signing import pin_form
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import OutgoingDocument


@require_safe
@signed_in
def document(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Show the document with everything about it."""
    return _page(request, document_id)


@require_GET
@signed_in
def live(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Answer nothing while nothing moved; else the right side anew, or the whole page when the file is another."""
    shown = page(request.person, document_id, at=clock.now())
    if shown.version != request.GET.get("ban", shown.version):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if shown.stamp == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "web/outgoing/aside.html", {"shown": shown, "announce": True})


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, document_id: UUID, slug: str) -> HttpResponse:
    """Ask for what a verb needs, or do it."""
    if slug in AT_ONCE:
        return _at_once(request, document_id, slug)
    asked = ASKED.get(slug)
    if asked is None:
        raise Http404
    outgoing = queries.get(request.person, document_id, at=clock.now())
    return ask(
        request,
        asked,
        document_id,
        make=lambda data: _form(asked, request.person, outgoing, data),
        about={"outgoing": outgoing, **_before_deciding(request.person, outgoing, slug)},
        after=partial(_after, request, document_id, slug),
        back=_address(document_id),
    )


def _before_deciding(person: Person, outgoing: OutgoingDocument, slug: str) -> dict[str, Any]:
    """What whoever agrees or sends back should know: open comments, what the check of form found."""
    if slug not in {"dong-y", "tra-lai"}:
        return {}
    return {"said": comments_shown(person, outgoing, at=clock.now()), "check": form_check_shown(outgoing)}


def _form(asked: Asked, person: Person, outgoing: OutgoingDocument, data: Any) -> Form:
    if asked.form is RecallForm:
        public = dispatched.publication_of(outgoing.pk) is not None
        return RecallForm(data, recipients=_recallable(outgoing.pk), public=public)
    if asked.form is UpdateForm:
        told = [(one.code, f"{one.name} ({one.code})") for one in queries.to_take_back(outgoing.pk)]
        type_code = queries.type_code_of(queries.fields_of(outgoing))
        return UpdateForm(data, recipients=told, type_code=type_code)
    if asked.form is IssueForm:
        return IssueForm(data, ways=queries.ways(outgoing, at=clock.now()))
    initial = {"revision": outgoing.revision}
    if asked.form is PinForm:
        role, slug = (Role.LEADER, "ky-so") if asked is ASKED["ky-so"] else (Role.AGENCY, "cap-so-dong-dau")
        return pin_form(data, person, role, slug, outgoing.pk, initial=initial)
    return asked.form(data, initial=initial)


@require_POST
@signed_in
def transmission(request: OfficeRequest, document_id: UUID, transmission_id: UUID, slug: str) -> HttpResponse:
    """Send again to one recipient, stop trying, or say that somebody saw to it."""
    deeds: dict[str, tuple[Callable[..., None], str]] = {
        "gui-lai": (exchange.retry, _("Đã xếp hàng gửi lại.")),
        "huy-gui": (exchange.cancel, _("Đã thôi gửi tới nơi nhận này.")),
        "da-xu-ly": (exchange.settle, _("Đã ghi nhận.")),
    }
    if slug not in deeds:
        raise Http404
    deed, said = deeds[slug]

    def do() -> str:
        deed(transmission_id, by=request.person, at=clock.now())
        return said

    return _kept(request, document_id, do, lambda: _address(document_id))


def _at_once(request: OfficeRequest, document_id: UUID, slug: str) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    do = partial(AT_ONCE[slug], document_id, {}, request.person, clock.now())
    return _kept(request, document_id, do, lambda: _address(document_id))


def _kept(
    request: OfficeRequest, document_id: UUID, do: Callable[[], str | Undoable], after: Callable[[], str]
) -> HttpResponse:
    """Do it; an error is shown on top of the document's page."""
    try:
        return at_once(request, do, after)
    except NotFound:
        raise
    except VanThuError as error:
        return _page(request, document_id, error)


def _page(request: OfficeRequest, document_id: UUID, error: VanThuError | None = None) -> HttpResponse:
    version = request.GET.get("ban", "")
    shown = page(request.person, document_id, at=clock.now(), version_id=_uuid(version))
    status = error.http_status if error else 200
    return render(request, "web/outgoing/page.html", {"shown": shown, "error": error}, status=status)


def _after(request: OfficeRequest, document_id: UUID, slug: str) -> str:
    """The next document of the same pile, else this one; the draft that was begun."""
    if slug == "van-ban-sau" and (made := queries.begun(document_id, LinkKind(request.POST["kind"]), request.person)):
        return reverse("web:rewrite", kwargs={"document_id": made.pk})
    desk = queries.desk(request.person, at=clock.now())
    pile = {"ky-so": desk.to_sign, "dong-y": desk.to_check, "tra-lai": (*desk.to_check, *desk.to_sign)}.get(slug, ())
    following = next((row.document_id for row in pile if row.document_id != document_id), document_id)
    return _address(following)


def _recallable(document_id: UUID) -> list[tuple[str, str]]:
    unsent = [one for one in exchange_queries.progress(document_id) if one.state in {"waiting", "failed"}]
    return [(one.code, f"{one.name} ({one.code})") for one in (*queries.to_take_back(document_id), *unsent)]


def _address(document_id: UUID) -> str:
    return reverse("web:outgoing_document", kwargs={"document_id": document_id})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _submit(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> Undoable:
    operations.submit(document_id, by=by, at=at)
    return undoable(_("Đã trình."), "take_back", document_id)


def _approve(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.approve(document_id, opinion=typed["opinion"], revision=typed["revision"], by=by, at=at)
    return _("Đã đồng ý và chuyển bước tiếp theo.")


def _return(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    outgoing = operations.return_to_drafter(document_id, reason=typed["reason"], by=by, at=at)
    return _("Đã trả lại cho %(who)s.") % {"who": outgoing.drafter.full_name}


def _withdraw(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.withdraw(document_id, reason=typed["reason"], by=by, at=at)
    return _("Đã hủy dự thảo.")


def _cancel(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.cancel(document_id, reason=typed["reason"], by=by, at=at)
    return _("Đã hủy văn bản; số đã cấp (nếu có) còn trong sổ là số hủy, không dùng lại.")


def _sign(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    done = signing.sign_as_leader(document_id, pin=typed["pin"], revision=typed["revision"], by=by, at=at)
    return _said(done, _("Đã ký số."))


def _seal(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    done = signing.number_and_seal(document_id, pin=typed["pin"], by=by, at=at)
    return _said(done, _("Đã cấp số và đóng dấu."))


def _said(progress: signing.SigningProgress, done: str) -> str:
    return done if progress.done else progress.sentence or f"{progress.label}."


def _issue(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.issue(document_id, ways=typed["ways"], by=by, at=at)
    return _("Đã phát hành. Tình trạng gửi ở từng nơi nhận tự cập nhật bên dưới.")


def _amend(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.start_amendment(document_id, typed["kind"], by=by, at=at)
    return _("Đã tạo dự thảo, điền sẵn từ văn bản đã phát hành; hãy xem lại từng chỗ rồi trình.")


def _update(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.update_issued(document_id, **typed, by=by, at=at)
    return _("Đã cập nhật; gói tin đang được gửi, trả lời của từng nơi nhận tự hiện bên dưới.")


def _recall(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    chosen, take_down = typed.get("recipients", ()), typed.get("take_down", False)
    operations.recall(document_id, reason=typed["reason"], recipients=chosen, take_down=take_down, by=by, at=at)
    return _("Đã gửi yêu cầu lấy lại; trả lời của từng nơi nhận tự cập nhật bên dưới.")


AT_ONCE = {"trinh": _submit}
ASKED = {
    "dong-y": Asked(
        gettext_lazy("Đồng ý với dự thảo"),
        gettext_lazy("Đồng ý"),
        OpinionForm,
        _approve,
        intro="web/drafts/before_deciding.html",
    ),
    "tra-lai": Asked(
        gettext_lazy("Trả lại người soạn thảo"),
        gettext_lazy("Trả lại"),
        ReasonForm,
        _return,
        intro="web/drafts/before_deciding.html",
        grave=True,
    ),
    "huy": Asked(gettext_lazy("Hủy dự thảo"), gettext_lazy("Hủy dự thảo"), ReasonForm, _withdraw, grave=True),
    "huy-van-ban": Asked(
        gettext_lazy("Hủy văn bản chưa phát hành"),
        gettext_lazy("Hủy văn bản"),
        ReasonForm,
        _cancel,
        intro="web/registers/cancel.html",
        grave=True,
    ),
    "ky-so": Asked(gettext_lazy("Ký số văn bản"), gettext_lazy("Ký số"), PinForm, _sign, intro="web/dialogs/sign.html"),
    "cap-so-dong-dau": Asked(
        gettext_lazy("Cấp số và đóng dấu"),
        gettext_lazy("Cấp số và đóng dấu"),
        PinForm,
        _seal,
        intro="web/dialogs/seal.html",
    ),
    "phat-hanh": Asked(
        gettext_lazy("Phát hành văn bản"),
        gettext_lazy("Phát hành"),
        IssueForm,
        _issue,
        intro="web/dialogs/issue.html",
    ),
    "cap-nhat": Asked(
        gettext_lazy("Cập nhật, gửi bổ sung văn bản đã phát hành"),
        gettext_lazy("Cập nhật"),
        UpdateForm,
        _update,
        intro="web/dialogs/update.html",
    ),
    "van-ban-sau": Asked(
        gettext_lazy("Soạn văn bản thay thế, đính chính, sửa đổi hoặc bãi bỏ"),
        gettext_lazy("Tạo dự thảo"),
        AmendForm,
        _amend,
        intro="web/dialogs/amend.html",
    ),
    "thu-hoi": Asked(
        gettext_lazy("Thu hồi văn bản đã phát hành"),
        gettext_lazy("Yêu cầu lấy lại"),
        RecallForm,
        _recall,
        intro="web/dialogs/recall.html",
        grave=True,
    ),
}
