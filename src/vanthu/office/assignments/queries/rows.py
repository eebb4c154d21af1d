"""A task as a line of a desk or a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.assignments.models import Task
from vanthu.office.assignments.states import OPEN, Origin, TaskRole, TaskState
from vanthu.office.documents.states import Urgency
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.runtime.clock import VIETNAM


@dataclass(frozen=True, slots=True)
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


class Bare(NamedTuple):
    """What the database tells of a task for its line, in the order of COLUMNS: no object of any table is made."""

    pk: UUID
    role: str
    state: str
    progress: int
    due_on: date | None
    done_at: datetime | None
    result: str
    unit_id: UUID
    unit_name: str
    person_id: UUID | None
    person_name: str | None
    assignment_id: UUID
    title: str
    origin: str
    origin_text: str
    parent_id: UUID | None
    instruction: str
    given_urgency: int
    given_at: datetime
    given_by: str
    document_id: UUID | None
    type_name: str | None
    number: str | None
    notation: str | None
    subject: str | None
    issuer_name: str | None
    urgency: int | None


_GIVEN = ("title", "origin", "origin_text", "parent_id", "instruction", "document_id")
_DOCUMENT = ("type_name", "number", "notation", "subject", "issuer_name", "urgency")
_OF_OTHERS = {
    "unit_name": "unit__name",
    "person_name": "person__full_name",
    "given_urgency": "assignment__urgency",
    "given_at": "assignment__at",
    "given_by": "assignment__by__full_name",
    **{name: f"assignment__{name}" for name in _GIVEN},
    **{name: f"assignment__document__{name}" for name in _DOCUMENT},
}
COLUMNS = tuple(_OF_OTHERS.get(name, name) for name in Bare._fields)


def lines(found: Sequence[Bare], at: datetime) -> list[TaskRow]:
    """Return what COLUMNS read as lines, in its order, with one query more."""
    ids = {one.document_id for one in found if one.document_id}
    arrivals = registers.numbers_of(ids, RegisterKind.INCOMING) if ids else {}
    today = at.astimezone(VIETNAM).date()
    return [_row(one, arrivals, today) for one in found]


def rows(tasks: Iterable[Task], at: datetime) -> list[TaskRow]:
    """Return tasks from `with_names` as lines, in their order, with one query more."""
    return lines([_bare(task) for task in tasks], at)


def row(task: Task, arrivals: Mapping[UUID, int], at: datetime) -> TaskRow:
    """Return one task from `with_names` as a line."""
    return _row(_bare(task), arrivals, at.astimezone(VIETNAM).date())


def _bare(task: Task) -> Bare:
    return Bare._make(_told(task, path) for path in COLUMNS)


def _told(task: Task, path: str) -> Any:
    value: Any = task
    for name in path.split("__"):
        value = getattr(value, name) if value is not None else None
    return value


_URGENCIES: dict[int, str] = {urgency.value: str(urgency.label) for urgency in Urgency}
_ROLES: dict[str, str] = {role.value: str(role.label) for role in TaskRole}
_STATES: dict[str, str] = {state.value: str(state.label) for state in TaskState}


def _row(one: Bare, arrivals: Mapping[UUID, int], today: date) -> TaskRow:
    days = (one.due_on - today).days if one.due_on else None
    urgency = max(one.given_urgency, one.urgency or 0)
    return TaskRow(
        id=one.pk,
        assignment_id=one.assignment_id,
        document_id=one.document_id,
        type_name=one.type_name if one.type_name is not None else "Nhiệm vụ",
        code_text=f"{one.number}/{one.notation}" if one.number else "",
        arrival_number=arrivals.get(one.document_id) if one.document_id else None,
        subject=one.title or one.subject or "",
        issuer_name=one.issuer_name if one.issuer_name is not None else _origin(one),
        urgency=urgency,
        urgency_label=_URGENCIES[urgency],
        role=one.role,
        role_label=_ROLES[one.role],
        state=one.state,
        state_label=_STATES[one.state],
        progress=one.progress,
        on_document=one.role == TaskRole.LEAD and one.document_id is not None and one.parent_id is None,
        unit_id=one.unit_id,
        unit_name=one.unit_name,
        person_id=one.person_id,
        person_name=one.person_name or "",
        due_on=one.due_on,
        days_left=days,
        late=days is not None and days < 0 and one.state in OPEN and one.role != TaskRole.INFORM,
        instruction=one.instruction,
        assigned_by=one.given_by,
        assigned_at=one.given_at,
        result=one.result,
    )


def is_on_document(task: Task) -> bool:
    """Tell whether a task is the lead's of a document."""
    assignment = task.assignment
    return task.role == TaskRole.LEAD and assignment.document_id is not None and assignment.parent_id is None


def _origin(one: Bare) -> str:
    label = str(Origin(one.origin).label)
    return f"{label}: {one.origin_text}" if one.origin_text else label
