"""A task as a line of a desk or a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.assignments.models import Task
from vanthu.office.assignments.states import OPEN, Origin, TaskRole, TaskState
from vanthu.office.documents.states import Urgency
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.runtime.clock import VIETNAM


@dataclass(frozen=True)
class TaskRow:
    """One task as a line of a desk; `days_left` is negative when late, None without a deadline."""

    id: UUID
    assignment_id: UUID
    document_id: UUID | None
    """None for work that is about no document."""
    type_name: str
    code_text: str
    arrival_number: int | None
    """Số đến of the document; None for one that is not in the register."""
    subject: str
    issuer_name: str
    """Who issued the document; or else what the work comes from."""
    urgency: int
    urgency_label: str
    role: str
    role_label: str
    state: str
    state_label: str
    progress: int
    on_document: bool
    """Whether it is begun, returned and ended on the page of the document, whose issuer waits to hear of it."""
    unit_id: UUID
    unit_name: str
    person_id: UUID | None
    person_name: str
    due_on: date | None
    days_left: int | None
    late: bool
    instruction: str
    assigned_by: str
    assigned_at: datetime
    result: str


def with_names() -> QuerySet[Task]:
    """Return the tasks of the agency in force with all that a line shows."""
    return Task.objects.select_related("assignment__document", "assignment__by", "unit", "person")


def rows(tasks: Iterable[Task], at: datetime) -> list[TaskRow]:
    """Return tasks from `with_names` as lines, in their order, with one query more."""
    found = list(tasks)
    ids = {task.assignment.document_id for task in found if task.assignment.document_id}
    arrivals = registers.numbers_of(ids, RegisterKind.INCOMING) if ids else {}
    return [row(task, arrivals, at) for task in found]


def row(task: Task, arrivals: Mapping[UUID, int], at: datetime) -> TaskRow:
    """Return one task as a line."""
    assignment, document = task.assignment, task.assignment.document
    days = (task.due_on - at.astimezone(VIETNAM).date()).days if task.due_on else None
    urgency = max(assignment.urgency, document.urgency if document else 0)
    return TaskRow(
        id=task.pk,
        assignment_id=assignment.pk,
        document_id=document.pk if document else None,
        type_name=document.type_name if document else "Nhiệm vụ",
        code_text=document.code_text if document else "",
        arrival_number=arrivals.get(document.pk) if document else None,
        subject=assignment.title or (document.subject if document else ""),
        issuer_name=document.issuer_name if document else _origin(task),
        urgency=urgency,
        urgency_label=Urgency(urgency).label,
        role=task.role,
        role_label=TaskRole(task.role).label,
        state=task.state,
        state_label=TaskState(task.state).label,
        progress=task.progress,
        on_document=is_on_document(task),
        unit_id=task.unit_id,
        unit_name=task.unit.name,
        person_id=task.person_id,
        person_name=task.person.full_name if task.person else "",
        due_on=task.due_on,
        days_left=days,
        late=days is not None and days < 0 and task.state in OPEN and task.role != TaskRole.INFORM,
        instruction=assignment.instruction,
        assigned_by=assignment.by.full_name,
        assigned_at=assignment.at,
        result=task.result,
    )


def is_on_document(task: Task) -> bool:
    """Tell whether a task is the lead's of a document."""
    assignment = task.assignment
    return task.role == TaskRole.LEAD and assignment.document_id is not None and assignment.parent_id is None


def _origin(task: Task) -> str:
    label, text = Origin(task.assignment.origin).label, task.assignment.origin_text
    return f"{label}: {text}" if text else str(label)
