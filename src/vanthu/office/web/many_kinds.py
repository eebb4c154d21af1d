"""The lists in which several lines may be chosen, each with the verbs that make sense for many at once.

A verb whose outcome depends on reading each thing (agreeing to a draft, registering, sealing, issuing) is not here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vanthu.office.assignments import policies as task_policies
from vanthu.office.assignments.operations.common import about
from vanthu.office.incoming import policies as incoming_policies
from vanthu.office.mailbox import policies as mail_policies
from vanthu.office.outgoing import policies as outgoing_policies
from vanthu.office.web.forms.verbs import HandOverForm, NothingForm
from vanthu.office.web.many import Kind
from vanthu.office.web.shown.usual import usual
from vanthu.office.web.undo import Undoable
from vanthu.office.web.verbs import Asked
from vanthu.office.web.views import inbox, incoming, outgoing, task_verbs

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Task
    from vanthu.office.organizations.models import Person


def _at_once(title: Any, do: Any) -> Asked:
    """A verb that asks nothing of one thing asks of many whether they are meant."""

    def each(thing_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> Any:
        return do(thing_id, by)

    return Asked(title, title, NothingForm, each)


def _named_document(row: Any) -> str:
    document = row.document
    return f"{document.code_text} {document.subject}".strip()


def _plain(asked: dict[str, Asked], slug: str, _things: Sequence[Any], data: Any, files: Any) -> forms.Form:
    return asked[slug].form(data, files)


_TASKS = {
    "da-xem": _at_once(gettext_lazy("Đã xem"), task_verbs.AT_ONCE["da-xem"]),
    "bat-dau": _at_once(gettext_lazy("Bắt đầu"), task_verbs.AT_ONCE["bat-dau"]),
    **{slug: task_verbs.ASKED[slug] for slug in ("don-doc", "giao-nguoi", "hoan-thanh", "thoi-giao")},
}


def _task_form(slug: str, things: Sequence[Task], data: Any, files: Any) -> forms.Form:
    if slug == "giao-nguoi":
        return HandOverForm(data, unit_id=things[0].unit_id)
    return _TASKS[slug].form(data, files)


def _of_one_unit(slug: str, things: Sequence[Task]) -> str:
    """Work stays in the unit it was given to, so many tasks go to one person only inside one unit."""
    several = slug == "giao-nguoi" and len({one.unit_id for one in things}) > 1
    return _("các việc đã chọn thuộc nhiều đơn vị") if several else ""


_ARRIVED = {
    "bat-dau": _at_once(gettext_lazy("Bắt đầu xử lý"), incoming.start),
    **{slug: incoming.ASKED[slug] for slug in ("phan-cong", "hoan-thanh", "tra-lai")},
}


def _arrived_form(slug: str, things: Sequence[Any], data: Any, files: Any) -> forms.Form:
    return incoming.direction_form(data) if slug == "phan-cong" else _ARRIVED[slug].form(data, files)


def _usual(slug: str, person: Person, at: datetime) -> dict[str, Any]:
    return {"usual": usual(person, at=at)} if slug == "phan-cong" else {}


def _submit(thing_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> Undoable | str:
    return outgoing.AT_ONCE["trinh"](thing_id, typed, by, at)


_DRAFTS = {
    "trinh": Asked(gettext_lazy("Trình"), gettext_lazy("Trình"), NothingForm, _submit),
    "huy": outgoing.ASKED["huy"],
}
_MAILS = {"khong-phai-van-ban": inbox.ASKED["khong-phai-van-ban"]}

KINDS = {
    "viec": Kind(
        page="tasks",
        visible_to=task_policies.visible_to,
        named=lambda task: about(task.assignment),
        verbs={
            "da-xem": "read",
            "bat-dau": "start",
            "hoan-thanh": "complete",
            "don-doc": "urge",
            "giao-nguoi": "hand_over",
            "thoi-giao": "withdraw",
        },
        labels=task_policies.LABELS,
        may=lambda person, verb, task, at: task_policies.may(person, verb, task, at=at),
        asked=_TASKS,
        make=_task_form,
        why_not=_of_one_unit,
    ),
    "van-ban-den": Kind(
        page="incoming",
        visible_to=incoming_policies.visible_to,
        named=_named_document,
        verbs={"phan-cong": "assign", "bat-dau": "start", "hoan-thanh": "complete", "tra-lai": "return"},
        labels=incoming_policies.LABELS,
        may=lambda person, verb, row, at: incoming_policies.may(person, verb, row, at=at),
        asked=_ARRIVED,
        make=_arrived_form,
        about=_usual,
    ),
    "van-ban-di": Kind(
        page="outgoing",
        visible_to=outgoing_policies.visible_to,
        named=_named_document,
        verbs={"trinh": "submit", "ky-so": "sign", "huy": "withdraw"},
        labels=outgoing_policies.LABELS,
        may=lambda person, verb, row, at: outgoing_policies.may(person, verb, row, at=at),
        asked=_DRAFTS,
        make=partial(_plain, _DRAFTS),
        elsewhere={"ky-so": "web:sign_many"},
    ),
    "thu-den": Kind(
        page="mails",
        visible_to=mail_policies.visible_to,
        named=lambda mail: mail.subject or mail.sender_address,
        verbs={"khong-phai-van-ban": "set_aside"},
        labels=mail_policies.LABELS,
        may=lambda person, verb, mail, at: mail_policies.may(person, verb, mail, at=at),
        asked=_MAILS,
        make=partial(_plain, _MAILS),
    ),
}
