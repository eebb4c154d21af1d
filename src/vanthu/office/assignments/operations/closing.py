"""The lead's task of a document follows the document; its domain calls these with its own moves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.assignments import queries
from vanthu.office.assignments.models import Task
from vanthu.office.assignments.operations.common import doers, fact, tell
from vanthu.office.assignments.operations.doing import require_parts_done, returned
from vanthu.office.assignments.operations.errors import WordsMissing
from vanthu.office.assignments.states import MOVES, OPEN, TaskRole
from vanthu.office.kernel.moves import move
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def start_lead(document_id: UUID, *, by: Person, at: datetime) -> None:
    """Begin the lead unit's task of a document."""
    with write():
        for task in _tasks(document_id).filter(role=TaskRole.LEAD, assignment__parent=None):
            if task.state in MOVES.sources("start"):
                move(task, "start", MOVES, started_at=at)
                fact(task, "start_task", by, at)


def return_lead(document_id: UUID, *, reason: str, by: Person, at: datetime) -> None:
    """Give the document back to whoever directed; raises WordsMissing."""
    lead = queries.leads([document_id])[document_id]
    if not reason.strip():
        raise WordsMissing(what="lý do trả lại")
    with write():
        returned(lead, reason, by, at)


def close(document_id: UUID, *, result: str, by: Person, at: datetime, answer_id: UUID | None = None) -> None:
    """End every open task of a completed document: the lead's is done, what others had not done is withdrawn.

    Raises PartsOpen while a part of the lead's task is open. What was sent to know may still be read.
    """
    lead = queries.leads([document_id]).get(document_id)
    if lead is not None:
        require_parts_done(lead)
    with write():
        for task in _tasks(document_id).filter(state__in=OPEN).exclude(role=TaskRole.INFORM):
            leads = queries.is_on_document(task) and task.state in MOVES.sources("complete")
            verb = "complete" if leads else "withdraw"
            changes: dict[str, Any] = {"result": result, "progress": 100, "answer_id": answer_id} if leads else {}
            move(task, verb, MOVES, done_at=at, **changes)
            fact(task, f"{verb}_task", by, at)
            if leads:
                tell(task, [task.assignment.by], "done", "Đã hoàn thành", by, at, text=result)


def abandon(document_id: UUID, *, why: str, by: Person | None, at: datetime) -> None:
    """Withdraw every open task of a document that is no longer the agency's to handle."""
    with write():
        for task in _tasks(document_id).filter(state__in=OPEN):
            move(task, "withdraw", MOVES, done_at=at, result=why)
            fact(task, "withdraw_task", by, at, why=why)
            tell(task, doers(task, at), "task", "Việc đã rút lại", by, at, text=why)


def _tasks(document_id: UUID) -> QuerySet[Task]:
    names = ("assignment__document", "assignment__by", "unit", "person")
    return Task.objects.filter(assignment__document=document_id).select_related(*names)
