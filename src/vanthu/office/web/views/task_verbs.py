"""The verbs of a task: what each asks for and what doing it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vanthu.office.assignments import operations, queries
from vanthu.office.incoming import queries as incoming
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.web.forms import tasks as task_forms
from vanthu.office.web.forms.verbs import HandOverForm, OpinionForm, ReasonForm
from vanthu.office.web.undo import Undoable, undoable
from vanthu.office.web.verbs import Asked
from vanthu.office.web.views.directions import decided
from vanthu.runtime import clock

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person


LARGEST = 20 * 1024 * 1024
"""Bytes of a file that goes with what is said."""


def _file(typed: dict[str, Any]) -> operations.File | None:
    sent = typed.get("file")
    if not sent:
        return None
    if sent.size > LARGEST:
        raise operations.FileTooLarge(megabytes=LARGEST // (1024 * 1024))
    sent.seek(0)  # one file may go with several tasks
    return sent.read(), sent.name, sent.content_type or "application/octet-stream"


def _start(task_id: UUID, by: Person) -> str:
    operations.start(task_id, by=by, at=clock.now())
    return _("Đã bắt đầu.")


def _read(task_id: UUID, by: Person) -> Undoable:
    operations.read(task_id, by=by, at=clock.now())
    return undoable(_("Đã ghi nhận là đã xem."), "reopen", task_id)


def _report(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.report(task_id, progress=typed["progress"], text=typed["text"], file=_file(typed), by=by, at=at)
    return _("Đã báo tiến độ.")


def _complete(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> Undoable | str:
    before = queries.task(by, task_id, at=at)
    said = {"result": typed["result"], "answer_code": typed["answer_code"], "file": _file(typed)}
    done = operations.complete(task_id, **said, by=by, at=at)
    sentence = _("Đã hoàn thành; người giao sẽ được báo.")
    return sentence if queries.ended_with(done) else undoable(sentence, "reopen", task_id, str(before.progress))


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


def _split(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> Undoable:
    said = {"title": typed["title"], "instruction": typed["instruction"], "due_on": typed["due_on"]}
    made = operations.split(task_id, person_id=UUID(typed["person"]), **said, by=by, at=at)
    return undoable(_("Đã chia việc."), "stop_giving", queries.tasks_in(made.pk)[0].pk)


def _hand_over(task_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> Undoable:
    before = str(queries.task(by, task_id, at=at).person_id or "")
    given = operations.hand_over(task_id, person_id=UUID(typed["person"]), by=by, at=at)
    sentence = _("Đã giao cho %(who)s.") % {"who": given.person.full_name if given.person else ""}
    return undoable(sentence, "hand_back", task_id, before)


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


AT_ONCE: dict[str, Callable[[UUID, Person], str | Undoable]] = {"bat-dau": _start, "da-xem": _read}
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
