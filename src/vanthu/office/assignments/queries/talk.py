"""What was said at a task, and which requests wait for whoever gave it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.assignments.models import ExtensionRequest, HandOver, Recurrence, ReminderRule, TaskNote
from vanthu.office.assignments.queries.finding import visible_to
from vanthu.office.kernel.once import asked_once
from vanthu.office.kernel.permission import NotFound

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def notes(task_id: UUID) -> list[TaskNote]:
    """Return everything said at a task, the oldest first."""
    return list(TaskNote.objects.filter(task=task_id).select_related("by", "file"))


def note(person: Person, note_id: UUID, *, at: datetime) -> TaskNote:
    """Return one note at a task that the person may see; raises NotFound."""
    found = TaskNote.objects.filter(pk=note_id, task__in=visible_to(person, at=at)).select_related("file").first()
    if found is None:
        raise NotFound(what="ghi chú")
    return found


def extensions(task_id: UUID) -> list[ExtensionRequest]:
    """Return the requests for more time, the oldest first."""
    return list(ExtensionRequest.objects.filter(task=task_id).select_related("by", "decided_by"))


@asked_once
def open_extension(task_id: UUID) -> ExtensionRequest | None:
    """Return the request for more time that waits for an answer."""
    return ExtensionRequest.objects.filter(task=task_id, decided_at=None).select_related("by").first()


def last_returns(task_ids: Iterable[UUID]) -> dict[UUID, TaskNote]:
    """Return of each of these tasks why it was returned last."""
    found = TaskNote.objects.filter(task__in=list(task_ids), kind="return").select_related("by")
    return {one.task_id: one for one in found.order_by("at")}


def hand_over(hand_over_id: UUID) -> HandOver:
    """Return the record of a hand-over with its lines; raises NotFound."""
    rows = HandOver.objects.select_related("giver__unit", "by")
    names = ("items__task__assignment__document", "items__task__unit", "items__taker")
    found = rows.prefetch_related(*names).filter(pk=hand_over_id).first()
    if found is None:
        raise NotFound(what="biên bản bàn giao")
    return found


def hand_overs(limit: int = 50) -> list[HandOver]:
    """Return the latest hand-overs of the agency in force."""
    return list(HandOver.objects.select_related("giver", "by")[:limit])


def recurrences() -> list[Recurrence]:
    """Return the work of the agency in force that comes again, the next first."""
    return list(Recurrence.objects.filter(ended_at=None).select_related("by"))


def reminder_rules() -> list[ReminderRule]:
    """Return the rules of reminding that are in force."""
    return list(ReminderRule.objects.filter(valid_to=None).select_related("set_by"))
