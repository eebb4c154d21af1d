"""The directions given on a document, and what leaders usually decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from vanthu.office.assignments.models import Assignment, Task
from vanthu.office.assignments.queries.finding import tasks_on
from vanthu.office.assignments.queries.rows import TaskRow, row
from vanthu.office.assignments.states import TaskRole
from vanthu.office.kernel.prepared import prepared
from vanthu.office.organizations import queries as organizations
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from vanthu.office.organizations.models import Person
    from vanthu.standards.worktime import WorkCalendar

LOOKED_AT = 400
"""How many of the latest tasks are looked at for what is usual."""
_ROLES = list(TaskRole)


@dataclass(frozen=True)
class AssignmentView:
    """A leader's direction with the tasks it made."""

    id: UUID
    by_name: str
    at: datetime
    instruction: str
    words: str
    due_on: date | None
    urgency: int
    replaced: bool
    """Whether a later direction changed it; its tasks are then that one's."""
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True)
class Decision:
    """Who is to do it and within how many working days: what is the same in many directions."""

    lead_unit_id: UUID
    lead_person_id: UUID | None = None
    cooperating_unit_ids: tuple[UUID, ...] = ()
    inform_unit_ids: tuple[UUID, ...] = ()
    working_days: int | None = None


def assignments_for(document_id: UUID, *, at: datetime) -> list[AssignmentView]:
    """Return the directions given on a document, the earliest first."""
    tasks: dict[UUID, list[Task]] = defaultdict(list)
    for found in tasks_on(document_id):
        tasks[found.assignment_id].append(found)
    arrivals = registers.numbers_of([document_id], RegisterKind.INCOMING)
    return [_view(one, tasks[one.pk], arrivals, at) for one in _given_on(document_id)]


@prepared
def _given_on(document_id: UUID) -> QuerySet[Assignment]:
    given = Assignment.objects.filter(document=document_id, parent=None)
    return given.select_related("by", "replaced_by").order_by("at", "pk")


def usual(person: Person, *, most: int = 5) -> list[Decision]:
    """Return what this person decides most often, then what is most often decided in the agency; each once."""
    directions = Task.objects.filter(assignment__document__isnull=False, assignment__parent=None)
    own = _counted(directions.filter(assignment__by=person).order_by("-assignment__at", "-pk")[:LOOKED_AT])
    found = [decision for decision, _times in own.most_common(most)]
    if len(found) < most:
        others = _counted(directions.order_by("-assignment__at", "-pk")[:LOOKED_AT])
        found += [decision for decision, _times in others.most_common(most * 2) if decision not in found]
    return found[:most]


def working_days(since: date, until: date, calendar: WorkCalendar | None = None) -> int:
    """Return how many working days of the agency (of `calendar`, read before) lie after `since` until `until`."""
    calendar, count, day = calendar or organizations.work_calendar(), 0, since
    while day < until:
        day += timedelta(days=1)
        count += calendar.is_working_day(day)
    return count


def due_after(count: int, *, at: datetime) -> date:
    """Return the day that is so many working days after a moment."""
    return organizations.work_calendar().add_working_days(at.astimezone(VIETNAM).date(), count)


class _Part(NamedTuple):
    """What a decision needs of a task, and of the direction it belongs to."""

    assignment_id: UUID
    role: str
    unit_id: UUID
    person_id: UUID | None
    given_at: datetime
    due_on: date | None


def _counted(tasks: QuerySet[Task]) -> Counter[Decision]:
    made: dict[UUID, list[_Part]] = defaultdict(list)
    columns = ("assignment_id", "role", "unit_id", "person_id", "assignment__at", "assignment__due_on")
    for one in map(_Part._make, tasks.values_list(*columns)):
        made[one.assignment_id].append(one)
    calendar = organizations.work_calendar()
    # With one specialist today and another tomorrow it is still the same decision about the unit.
    found = [decision for parts in made.values() if (decision := _decision(parts, calendar)) is not None]
    named = Counter(found)
    return named + Counter(replace(one, lead_person_id=None) for one in found if one.lead_person_id and named[one] == 1)


def _decision(parts: list[_Part], calendar: WorkCalendar) -> Decision | None:
    lead = next((one for one in parts if one.role == TaskRole.LEAD), None)
    if lead is None:
        return None
    given_on = lead.given_at.astimezone(VIETNAM).date()
    days = working_days(given_on, lead.due_on, calendar) if lead.due_on else None

    def units(role: TaskRole) -> tuple[UUID, ...]:
        return tuple(sorted({one.unit_id for one in parts if one.role == role and one.person_id is None}))

    return Decision(lead.unit_id, lead.person_id, units(TaskRole.COOPERATE), units(TaskRole.INFORM), days)


def _view(assignment: Assignment, tasks: list[Task], arrivals: dict[UUID, int], at: datetime) -> AssignmentView:
    ordered = sorted(tasks, key=lambda one: (_ROLES.index(TaskRole(one.role)), one.unit.ordinal, one.unit.name))
    return AssignmentView(
        id=assignment.pk,
        by_name=assignment.by.full_name,
        at=assignment.at,
        instruction=assignment.instruction,
        words=assignment.words,
        due_on=assignment.due_on,
        urgency=assignment.urgency,
        replaced=hasattr(assignment, "replaced_by"),
        tasks=tuple(row(one, arrivals, at) for one in ordered),
    )
