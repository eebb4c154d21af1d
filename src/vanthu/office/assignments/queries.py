"""What is assigned to whom, and what of it is late."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments.models import Assignment, Task
from vanthu.office.assignments.states import MOVES, TaskRole, TaskState
from vanthu.office.documents.states import Urgency
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

OPEN = frozenset(TaskState.values) - MOVES.final


@dataclass(frozen=True)
class TaskRow:
    """One task as a line of a desk; `days_left` is negative when late, None without a deadline."""

    id: UUID
    document_id: UUID
    type_name: str
    code_text: str
    arrival_number: int | None
    """Số đến of the document; None for one that is not in the register."""
    subject: str
    issuer_name: str
    urgency: int
    urgency_label: str
    role: str
    role_label: str
    state: str
    state_label: str
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


@dataclass(frozen=True)
class AssignmentView:
    """A leader's direction with the tasks it made."""

    id: UUID
    by_name: str
    at: datetime
    instruction: str
    due_on: date | None
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True)
class PersonLoad:
    """How much one person of a unit has open; `person_id` None counts what nobody has been given yet."""

    person_id: UUID | None
    name: str
    open: int
    late: int


def visible_to(person: Person, *, at: datetime) -> QuerySet[Task]:
    """Return the tasks a person may see: his own, his unit's, those he gave; clerks and leaders see all."""
    if person.agency_id != current_agency():
        return Task.objects.none()
    duties = access.duties_of(person, at=at)
    if duties & {Duty.CLERK, Duty.LEADER}:
        return _with_names()
    return _with_names().filter(Q(person=person) | Q(unit=person.unit_id) | Q(assignment__by=person))


def task(person: Person, task_id: UUID, *, at: datetime) -> Task:
    """Return a task; raises NotFound when there is none that the person may see."""
    found = visible_to(person, at=at).filter(pk=task_id).first()
    if found is None:
        raise NotFound(what="nhiệm vụ")
    return found


def tasks_of(person: Person, *, at: datetime, open_only: bool = True) -> list[TaskRow]:
    """Return what this person must do himself, the most pressing first."""
    return _rows(_with_names().filter(person=person), at, open_only)


def tasks_of_unit(unit_id: UUID, *, at: datetime, open_only: bool = True) -> list[TaskRow]:
    """Return every task of a unit, given to a person or not, the most pressing first."""
    return _rows(_with_names().filter(unit=unit_id), at, open_only)


def given_by(person: Person, *, at: datetime, open_only: bool = True) -> list[TaskRow]:
    """Return what this person assigned to others, the most pressing first."""
    return _rows(_with_names().filter(assignment__by=person), at, open_only)


def load_of_unit(unit_id: UUID, *, at: datetime) -> list[PersonLoad]:
    """Return the open and late tasks of a unit per person, the busiest first."""
    rows = tasks_of_unit(unit_id, at=at)
    names = {row.person_id: row.person_name or "Chưa giao người" for row in rows}
    number, late = Counter(row.person_id for row in rows), Counter(row.person_id for row in rows if row.late)
    loads = [PersonLoad(person_id, name, number[person_id], late[person_id]) for person_id, name in names.items()]
    return sorted(loads, key=lambda load: (-load.open, load.name))


def assignments_for(document_id: UUID, *, at: datetime) -> list[AssignmentView]:
    """Return the directions given on a document, the earliest first."""
    tasks: dict[UUID, list[Task]] = defaultdict(list)
    for found in _with_names().filter(assignment__document=document_id):
        tasks[found.assignment_id].append(found)
    given = Assignment.objects.filter(document=document_id).select_related("by")
    arrivals = registers.numbers_of([document_id], RegisterKind.INCOMING)
    return [_view(one, tasks[one.pk], arrivals, at) for one in given]


def leads(document_ids: Iterable[UUID]) -> dict[UUID, Task]:
    """Return the task of the lead unit of each document that has one, the latest direction winning."""
    found = _with_names().filter(assignment__document__in=list(document_ids), role=TaskRole.LEAD)
    return {task.assignment.document_id: task for task in found.order_by("assignment__at")}


def concerned_documents(person: Person) -> QuerySet[Task, UUID]:
    """Return the ids of documents with a task of this person or of his unit, for use inside other queries."""
    mine = Q(person=person) | Q(unit=person.unit_id) if person.unit_id else Q(person=person)
    return Task.objects.filter(mine).values_list("assignment__document_id", flat=True)


def documents_of_unit(unit_id: UUID) -> QuerySet[Task, UUID]:
    """Return the ids of documents of which a unit has a part, for use inside other queries."""
    return Task.objects.filter(unit=unit_id).values_list("assignment__document_id", flat=True)


def _with_names() -> QuerySet[Task]:
    return Task.objects.select_related("assignment__document", "assignment__by", "unit", "person")


def _rows(tasks: QuerySet[Task], at: datetime, open_only: bool) -> list[TaskRow]:
    if open_only:
        tasks = tasks.filter(state__in=OPEN)
    found = list(tasks)
    arrivals = registers.numbers_of({task.assignment.document_id for task in found}, RegisterKind.INCOMING)
    return sorted((_row(task, arrivals, at) for task in found), key=_pressing)


def _pressing(row: TaskRow) -> tuple[bool, int, date, datetime]:
    return row.state not in OPEN, -row.urgency, row.due_on or date.max, row.assigned_at


def _row(task: Task, arrivals: Mapping[UUID, int], at: datetime) -> TaskRow:
    assignment, document = task.assignment, task.assignment.document
    days = (task.due_on - at.astimezone(VIETNAM).date()).days if task.due_on else None
    return TaskRow(
        id=task.pk,
        document_id=document.pk,
        type_name=document.type_name,
        code_text=document.code_text,
        arrival_number=arrivals.get(document.pk),
        subject=document.subject,
        issuer_name=document.issuer_name,
        urgency=document.urgency,
        urgency_label=Urgency(document.urgency).label,
        role=task.role,
        role_label=TaskRole(task.role).label,
        state=task.state,
        state_label=TaskState(task.state).label,
        unit_id=task.unit_id,
        unit_name=task.unit.name,
        person_id=task.person_id,
        person_name=task.person.full_name if task.person else "",
        due_on=task.due_on,
        days_left=days,
        late=task.state in OPEN and days is not None and days < 0,
        instruction=assignment.instruction,
        assigned_by=assignment.by.full_name,
        assigned_at=assignment.at,
        result=task.result,
    )


def _view(assignment: Assignment, tasks: list[Task], arrivals: Mapping[UUID, int], at: datetime) -> AssignmentView:
    ordered = sorted(tasks, key=lambda task: (task.role != TaskRole.LEAD, task.unit.ordinal, task.unit.name))
    return AssignmentView(
        id=assignment.pk,
        by_name=assignment.by.full_name,
        at=assignment.at,
        instruction=assignment.instruction,
        due_on=assignment.due_on,
        tasks=tuple(_row(task, arrivals, at) for task in ordered),
    )
