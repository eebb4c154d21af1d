"""Plans of work: who may see them, and the tree of their tasks with what has been done rolled up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments.models import Assignment, Plan
from vanthu.office.assignments.queries.finding import directs_instead
from vanthu.office.assignments.queries.rows import TaskRow, rows, with_names
from vanthu.office.assignments.states import TaskRole, TaskState
from vanthu.office.kernel import paging
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

_ORDER: paging.Order = ("-starts_on", "-pk")
WHOLE = 100


@dataclass(frozen=True)
class Progress:
    """What has come of some tasks; a branch is as far as its parts are on average."""

    percent: int
    tasks: int
    """Tasks without parts: what is really done by somebody."""
    done: int
    late: int


NOTHING = Progress(0, 0, 0, 0)


@dataclass(frozen=True)
class PlanLine:
    """One task of the tree, in the order in which it is read."""

    row: TaskRow
    number: str
    """"2.1" is the first part of the second item."""
    depth: int
    progress: Progress
    branch: bool


def plans_for(person: Person, *, at: datetime) -> QuerySet[Plan]:
    """Return the plans a person may see: the agency's, his unit's; leaders and the office see all."""
    found = Plan.objects.select_related("unit", "document", "by", "copied_from")
    if person.agency_id != current_agency():
        return found.none()
    if access.duties_of(person, at=at) & {Duty.LEADER, Duty.CLERK} or directs_instead(person, at=at):
        return found
    units = {person.unit_id, person.unit.parent_id} - {None} if person.unit else set()
    return found.filter(
        Q(unit=None) | Q(unit__in=units) | Q(unit__parent=person.unit_id) & ~Q(unit__parent=None) | Q(by=person)
    )


def plan(person: Person, plan_id: UUID, *, at: datetime) -> Plan:
    """Return a plan; raises NotFound when there is none that the person may see."""
    found = plans_for(person, at=at).filter(pk=plan_id).first()
    if found is None:
        raise NotFound(what="kế hoạch")
    return found


def plans(
    person: Person, *, at: datetime, before: str = "", after: str = "", size: int = 30
) -> paging.Page[tuple[Plan, Progress]]:
    """Return a page of plans with what has come of each, the latest period first; see `paging.page`."""
    page = paging.page(plans_for(person, at=at), _ORDER, before=before, after=after, size=size)
    trees = _trees([one.pk for one in page.rows], at)
    return paging.with_rows(page, [(one, total(trees.get(one.pk, ()))) for one in page.rows])


def tree(plan_id: UUID, *, at: datetime) -> list[PlanLine]:
    """Return the tasks of a plan as a tree, each item before its parts; one query for all of them."""
    return _trees([plan_id], at).get(plan_id, [])


def total(lines: Sequence[PlanLine]) -> Progress:
    """Return what has come of a whole plan."""
    return _together([line.progress for line in lines if line.depth == 0 and _counts(line.row)])


def items(plan_id: UUID) -> list[Assignment]:
    """Return the directions of a plan that stand, parts of items too, in the order in which they were given."""
    standing = Assignment.objects.filter(plan=plan_id, replaced_by=None).exclude(
        tasks__role=TaskRole.LEAD, tasks__state=TaskState.WITHDRAWN
    )
    return list(standing.select_related("parent__assignment").order_by("at", "pk"))


def _trees(plan_ids: Collection[UUID], at: datetime) -> dict[UUID, list[PlanLine]]:
    if not plan_ids:
        return {}
    leads = with_names().filter(assignment__plan__in=plan_ids, assignment__replaced_by=None, role=TaskRole.LEAD)
    tasks = list(leads.order_by("assignment__at", "pk"))
    shown = {row.id: row for row in rows(tasks, at)}
    below: dict[tuple[UUID | None, UUID | None], list[TaskRow]] = {}
    for task in tasks:
        # A part whose whole is no longer here stands among the items, so that nothing is lost from sight.
        parent = task.assignment.parent_id if task.assignment.parent_id in shown else None
        below.setdefault((task.assignment.plan_id, parent), []).append(shown[task.pk])
    return {plan_id: list(_walk(plan_id, None, below, "", 0)) for plan_id in plan_ids}


def _walk(
    plan_id: UUID,
    parent: UUID | None,
    below: Mapping[tuple[UUID | None, UUID | None], Sequence[TaskRow]],
    prefix: str,
    depth: int,
) -> Iterator[PlanLine]:
    for ordinal, row in enumerate(below.get((plan_id, parent), ()), start=1):
        number = f"{prefix}{ordinal}"
        parts = list(_walk(plan_id, row.id, below, f"{number}.", depth + 1))
        yield PlanLine(
            row, number, depth, _progress(row, [one for one in parts if one.depth == depth + 1]), bool(parts)
        )
        yield from parts


def _progress(row: TaskRow, parts: Iterable[PlanLine]) -> Progress:
    below = _together([one.progress for one in parts if _counts(one.row)])
    done = row.state == TaskState.DONE
    if not below.tasks:
        return Progress(WHOLE if done else row.progress, 1, int(done), int(row.late))
    return Progress(WHOLE if done else below.percent, below.tasks, below.done, below.late + int(row.late))


def _together(found: Sequence[Progress]) -> Progress:
    if not found:
        return NOTHING
    percent = round(sum(one.percent for one in found) / len(found))
    return Progress(
        percent, sum(one.tasks for one in found), sum(one.done for one in found), sum(one.late for one in found)
    )


def _counts(row: TaskRow) -> bool:
    return row.state != TaskState.WITHDRAWN
