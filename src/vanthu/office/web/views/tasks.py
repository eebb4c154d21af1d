"""Tasks: my work by deadline, the board, the page of one task with its verbs, new work, hand-overs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.assignments import operations, policies, queries
from vanthu.office.assignments.states import NoteKind
from vanthu.office.files import queries as files
from vanthu.office.incoming import queries as incoming
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.notices import operations as notices
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms import tasks as task_forms
from vanthu.office.web.forms.verbs import HandOverForm, OpinionForm, ReasonForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.searching import words_of
from vanthu.office.web.shown import tasks as shown
from vanthu.office.web.verbs import Asked, ask, at_once
from vanthu.office.web.views.directions import decided, direction_of
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Task
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that goes with what is said."""


@dataclass(frozen=True)
class Tab:
    """One list of tasks, with how many lie in it."""

    key: str
    label: str
    count: int | None
    here: bool
    late: bool = False


_WHEN: dict[str, str | Promise] = {
    "": gettext_lazy("Đang mở"),
    "qua-han": gettext_lazy("Quá hạn"),
    "hom-nay": gettext_lazy("Hôm nay"),
    "tuan-nay": gettext_lazy("Tuần này"),
    "sau": gettext_lazy("Sau đó"),
    "khong-han": gettext_lazy("Không đặt hạn"),
    "cho-quyet-dinh": gettext_lazy("Chờ người giao quyết định"),
    "de-biet": gettext_lazy("Để biết"),
    "da-xong": gettext_lazy("Đã xong"),
}
_WHOSE: dict[str, str | Promise] = {
    "toi": gettext_lazy("Việc của tôi"),
    "don-vi": gettext_lazy("Việc của đơn vị"),
    "da-giao": gettext_lazy("Việc tôi giao"),
    "co-quan": gettext_lazy("Cả cơ quan"),
}


@require_safe
@signed_in
def listing(request: OfficeRequest) -> HttpResponse:
    """Show tasks by deadline: mine unless another list is asked for."""
    at, person = clock.now(), request.person
    chosen = _chosen(request)
    page = queries.work(person, chosen, at=at, before=request.GET.get("truoc", ""), after=request.GET.get("sau", ""))
    counts = queries.counts(person, chosen, at=at)
    unit = organizations.unit(chosen.unit_id) if chosen.unit_id else None
    whom = organizations.person(chosen.person_id) if chosen.person_id else None
    values = {
        "person_shown": whom,
        "may_hand_over": whom is not None and bool(policies.may_hand_all_over(person, whom, at=at)),
        "listing": page,
        "chosen": chosen,
        "whose": [Tab(key, str(label), None, key == chosen.whose) for key, label in _whose(person, at)],
        "when": [
            Tab(key, str(label), counts.get(key), key == chosen.when, key == "qua-han") for key, label in _WHEN.items()
        ],
        "unit": unit,
        "title": f"{_WHOSE[chosen.whose]}: {unit.name}" if unit else _WHOSE[chosen.whose],
        "address": _address(request),
        "may_give": bool(policies.may_give(person, at=at)),
        "board": queries.may_see_board(person, at=at),
    }
    return render(request, "web/tasks/list.html", values)


@require_safe
@signed_in
def board(request: OfficeRequest) -> HttpResponse:
    """Show leaders and the office what is open and late, unit by unit; each number opens its list."""
    at = clock.now()
    if not queries.may_see_board(request.person, at=at):
        raise NotAllowed(verb=_("Bảng theo dõi"), why=_("bảng này dành cho lãnh đạo và văn phòng"))
    return render(request, "web/tasks/board.html", {"lines": queries.board(at=at), "hand_overs": queries.hand_overs(5)})


@require_safe
@signed_in
def task(request: OfficeRequest, task_id: UUID) -> HttpResponse:
    """Show one task with everything about it."""
    return _page(request, task_id)


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, task_id: UUID, slug: str) -> HttpResponse:
    """Ask for what a verb needs, or do it."""
    one = queries.task(request.person, task_id, at=clock.now())
    if slug in AT_ONCE and request.method == "POST":
        return _kept(request, task_id, partial(AT_ONCE[slug], task_id, request.person))
    asked = ASKED.get(slug)
    if asked is None:
        raise Http404
    return ask(
        request,
        asked,
        task_id,
        make=lambda data: _form(slug, asked, one, data, request),
        about={"task": one},
        after=lambda: _back(one, request),
        back=shown.address(task_id),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def give(request: OfficeRequest) -> HttpResponse:
    """Give work that is about no single document."""
    policies.may_give(request.person, at=clock.now()).require(_("Giao việc"))
    made: list[UUID] = []

    def do(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
        names = ("title", "origin", "origin_text", "code")
        work = operations.give(**{name: typed[name] for name in names}, **decided(typed), by=by, at=at)
        made.append(queries.tasks_in(work.pk)[0].pk)
        return _("Đã giao việc.")

    asked = Asked(gettext_lazy("Giao việc"), gettext_lazy("Giao việc"), task_forms.WorkForm, do)
    back = reverse("web:tasks")
    return ask(
        request,
        asked,
        request.person.pk,
        make=task_forms.WorkForm,
        about={},
        after=lambda: shown.address(made[0]),
        back=back,
    )


@require_safe
@signed_in
def note_file(request: OfficeRequest, note_id: UUID) -> HttpResponseBase:
    """Give the file that went with a note at a task."""
    note = queries.note(request.person, note_id, at=clock.now())
    if note.file is None:
        raise Http404
    return FileResponse(files.open_file(note.file.sha256), as_attachment=True, filename=note.file_name)


@require_http_methods(["GET", "POST"])
@signed_in
def hand_over(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """List everything one person has to do, and hand it all over in one deed (ND30-A31.3đ)."""
    at = clock.now()
    giver = organizations.person(person_id)
    policies.may_hand_all_over(request.person, giver, at=at).require(_("Bàn giao công việc"))
    tasks = queries.open_tasks_of(person_id)
    form = task_forms.TakersForm(request.POST if request.method == "POST" else None, tasks=tasks, giver=giver)
    error: VanThuError | None = None
    if request.method == "POST" and form.is_valid():
        takers = {one.pk: UUID(form.cleaned_data[str(one.pk)]) for one in tasks}
        try:
            made = operations.hand_over_all(
                person_id, takers, reason=form.cleaned_data["reason"], by=request.person, at=at
            )
        except VanThuError as refused:
            error = refused
        else:
            messages.success(request, _("Đã bàn giao %(count)s việc.") % {"count": len(takers)})
            return redirect("web:handed_over", hand_over_id=made.pk)
    values = {"giver": giver, "tasks": tasks, "form": form, "error": error}
    status = error.http_status if error else 422 if form.errors else 200
    return render(request, "web/tasks/hand_over.html", values, status=status)


@require_safe
@signed_in
def handed_over(request: OfficeRequest, hand_over_id: UUID) -> HttpResponse:
    """Show the record of a hand-over, to be printed."""
    record = queries.hand_over(hand_over_id)
    concerned = request.person.pk in {record.giver_id, record.by_id, *(one.taker_id for one in record.items.all())}
    if not concerned and not policies.may_hand_all_over(request.person, record.giver, at=clock.now()):
        raise NotFound(what=_("biên bản bàn giao"))
    return render(request, "web/tasks/handed_over.html", {"record": record})


def _page(request: OfficeRequest, task_id: UUID, error: VanThuError | None = None) -> HttpResponse:
    at = clock.now()
    values = {"shown": shown.page(request.person, task_id, at=at), "error": error}
    notices.read_about(request.person, task_id, at=at)
    return render(request, "web/tasks/page.html", values, status=error.http_status if error else 200)


def _kept(request: OfficeRequest, task_id: UUID, do: Callable[[], str]) -> HttpResponse:
    try:
        return at_once(request, do, lambda: shown.address(task_id))
    except NotFound:
        raise
    except VanThuError as error:
        return _page(request, task_id, error)


def _chosen(request: OfficeRequest) -> queries.Filter:
    whose, when = request.GET.get("cua", "toi"), request.GET.get("loc", "")
    unit, person = (_uuid(request.GET.get(name, "")) for name in ("don_vi", "nguoi"))
    return queries.Filter(
        whose if whose in queries.WHOSE else "toi",
        when if when in queries.WHEN else "",
        unit,
        person,
        words_of(request, "q"),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _whose(person: Person, at: datetime) -> list[tuple[str, str | Promise]]:
    wanted = {"toi"}
    wanted |= {"don-vi"} if person.unit_id else set()
    wanted |= {"da-giao"} if policies.may_give(person, at=at) else set()
    wanted |= {"co-quan"} if queries.may_see_board(person, at=at) else set()
    return [(key, label) for key, label in _WHOSE.items() if key in wanted]


def _address(request: OfficeRequest) -> str:
    kept = request.GET.copy()
    for name in ("sau", "truoc"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}&" if kept else "?"


def _back(task: Task, request: OfficeRequest) -> str:
    """The page of the task; of one that changed hands, what can be seen still."""
    try:
        queries.task(request.person, task.pk, at=clock.now())
    except NotFound:
        return reverse("web:tasks")
    return shown.address(task.pk)


def _form(slug: str, asked: Asked, task: Task, data: Any, request: OfficeRequest) -> forms.Form:
    sent = request.FILES if data is not None else None
    if slug == "tra-loi":
        asking = [note for note in queries.notes(task.pk) if note.kind == NoteKind.QUESTION]
        return task_forms.AnswerForm(data, sent, questions=[(str(one.pk), one.text) for one in reversed(asking)])
    if slug == "chia-viec":
        return task_forms.SplitForm(data, unit_id=task.unit_id, initial={"due_on": task.due_on})
    if slug == "giao-nguoi":
        return HandOverForm(data, unit_id=task.unit_id)
    if slug == "thay-doi":
        return task_forms.DirectionForm(data, initial=direction_of(task.assignment))
    if slug == "gia-han":
        wanted = queries.open_extension(task.pk)
        return task_forms.GrantForm(data, initial={"until": wanted.wanted_on if wanted else None})
    if slug == "tien-do":
        return task_forms.ReportForm(data, sent, initial={"progress": task.progress})
    return asked.form(data, sent)


def _file(typed: dict[str, Any]) -> operations.File | None:
    sent = typed.get("file")
    if not sent:
        return None
    if sent.size > LARGEST:
        raise operations.FileTooLarge(megabytes=LARGEST // (1024 * 1024))
    return sent.read(), sent.name, sent.content_type or "application/octet-stream"


def _start(task_id: UUID, by: Person) -> str:
    operations.start(task_id, by=by, at=clock.now())
    return _("Đã bắt đầu.")


def _read(task_id: UUID, by: Person) -> str:
    operations.read(task_id, by=by, at=clock.now())
    return _("Đã ghi nhận là đã xem.")


def _report(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.report(task_id, progress=typed["progress"], text=typed["text"], file=_file(typed), by=by, at=at)
    return _("Đã báo tiến độ.")


def _complete(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    said = {"result": typed["result"], "answer_code": typed["answer_code"], "file": _file(typed)}
    operations.complete(task_id, **said, by=by, at=at)
    return _("Đã hoàn thành; người giao sẽ được báo.")


def _ask(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.ask(task_id, text=typed["text"], file=_file(typed), by=by, at=at)
    return _("Đã gửi câu hỏi.")


def _answer(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    question = UUID(typed["question"])
    operations.answer(task_id, question_id=question, text=typed["text"], file=_file(typed), by=by, at=at)
    return _("Đã trả lời.")


def _urge(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.urge(task_id, text=typed["text"], by=by, at=at)
    return _("Đã đôn đốc; người xử lý và trưởng đơn vị được báo.")


def _give_back(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.give_back(task_id, reason=typed["reason"], by=by, at=at)
    return _("Đã trả lại người giao kèm lý do.")


def _give_again(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.give_again(task_id, text=typed["opinion"], by=by, at=at)
    return _("Đã giao lại.")


def _withdraw(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.withdraw(task_id, reason=typed["reason"], by=by, at=at)
    return _("Đã thôi giao việc này.")


def _change(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    assignment_id = queries.task(by, task_id, at=at).assignment_id
    operations.change(assignment_id, **decided(typed), by=by, at=at)
    return _("Đã thay đổi; nội dung giao trước vẫn được giữ lại.")


def _ask_extension(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.ask_extension(task_id, wanted_on=typed["wanted_on"], reason=typed["reason"], by=by, at=at)
    return _("Đã gửi đề nghị gia hạn tới người giao.")


def _grant(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.grant_extension(task_id, until=typed["until"], opinion=typed["opinion"], by=by, at=at)
    return _("Đã gia hạn.")


def _refuse(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.refuse_extension(task_id, reason=typed["reason"], by=by, at=at)
    return _("Đã trả lời không gia hạn.")


def _split(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    said = {"title": typed["title"], "instruction": typed["instruction"], "due_on": typed["due_on"]}
    operations.split(task_id, person_id=UUID(typed["person"]), **said, by=by, at=at)
    return _("Đã chia việc.")


def _hand_over(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    given = operations.hand_over(task_id, person_id=UUID(typed["person"]), by=by, at=at)
    return _("Đã giao cho %(who)s.") % {"who": given.person.full_name if given.person else ""}


def _link(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.link(task_id, document=_seen(typed["code"], by, at), by=by, at=at)
    return _("Đã gắn văn bản vào việc.")


def _seen(code_text: str, by: Person, at: datetime) -> Document:
    """Return the document with this code among those the person may see; raises DocumentUnknown."""
    number, _slash, notation = code_text.strip().partition("/")
    if number and notation:
        numbers = {number, number.lstrip("0"), number.zfill(2)}
        bears = {"document__number__in": numbers, "document__notation__iexact": notation}
        for domain in (outgoing, incoming):
            found = domain.visible_to(by, at=at).filter(**bears).order_by("-document__created_at").first()
            if found is not None:
                document: Document = found.document
                return document
    raise operations.DocumentUnknown(code_text=code_text.strip())


AT_ONCE: dict[str, Callable[[UUID, Person], str]] = {"bat-dau": _start, "da-xem": _read}
ASKED = {
    "tien-do": Asked(gettext_lazy("Báo tiến độ"), gettext_lazy("Báo"), task_forms.ReportForm, _report),
    "hoan-thanh": Asked(gettext_lazy("Hoàn thành việc"), gettext_lazy("Hoàn thành"), task_forms.DoneForm, _complete),
    "hoi": Asked(gettext_lazy("Hỏi, xin ý kiến"), gettext_lazy("Gửi"), task_forms.AskForm, _ask),
    "tra-loi": Asked(gettext_lazy("Trả lời"), gettext_lazy("Trả lời"), task_forms.AnswerForm, _answer),
    "don-doc": Asked(gettext_lazy("Đôn đốc"), gettext_lazy("Đôn đốc"), task_forms.UrgeForm, _urge),
    "tra-lai": Asked(gettext_lazy("Trả lại người giao"), gettext_lazy("Trả lại"), ReasonForm, _give_back),
    "giao-lai": Asked(gettext_lazy("Giao lại"), gettext_lazy("Giao lại"), OpinionForm, _give_again),
    "thoi-giao": Asked(
        gettext_lazy("Thôi giao việc này"), gettext_lazy("Thôi giao"), ReasonForm, _withdraw, grave=True
    ),
    "thay-doi": Asked(gettext_lazy("Thay đổi, bổ sung"), gettext_lazy("Lưu"), task_forms.DirectionForm, _change),
    "xin-gia-han": Asked(
        gettext_lazy("Xin gia hạn"), gettext_lazy("Gửi đề nghị"), task_forms.ExtensionForm, _ask_extension
    ),
    "gia-han": Asked(gettext_lazy("Đồng ý gia hạn"), gettext_lazy("Gia hạn"), task_forms.GrantForm, _grant),
    "khong-gia-han": Asked(gettext_lazy("Không gia hạn"), gettext_lazy("Không gia hạn"), ReasonForm, _refuse),
    "chia-viec": Asked(gettext_lazy("Chia việc"), gettext_lazy("Giao"), task_forms.SplitForm, _split),
    "giao-nguoi": Asked(gettext_lazy("Giao người xử lý"), gettext_lazy("Giao"), HandOverForm, _hand_over),
    "gan-van-ban": Asked(gettext_lazy("Gắn văn bản vào việc"), gettext_lazy("Gắn"), task_forms.LinkForm, _link),
}
