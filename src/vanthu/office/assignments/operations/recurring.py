"""Work that comes again: each of its days makes one task, however often the worker stops."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.assignments import policies
from vanthu.office.assignments.models import Assignment, Recurrence
from vanthu.office.assignments.operations.errors import DueInThePast, RuleRefused, WordsMissing
from vanthu.office.assignments.operations.giving import Direction, check_reach, make
from vanthu.office.assignments.states import Every, Origin, TaskRole
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}
MOST_DAYS = 120
AT_A_TIME = 50


def repeat(
    *,
    title: str,
    origin: str = Origin.PLAN,
    origin_text: str = "",
    every: str,
    first_on: date,
    due_days: int,
    by: Person,
    at: datetime,
    **direction: Any,
) -> Recurrence:
    """Give work that comes again, from `first_on`; each time it is due so many working days later.

    Raises NotAllowed, WordsMissing, DueInThePast, OutsideYourUnit, RuleRefused.
    """
    policies.may_give(by, at=at).require("Giao việc định kỳ")
    decided = Direction(**direction)
    parts = decided.parts()
    check_reach(parts, by, at)
    if not title.strip():
        raise WordsMissing(what="nội dung công việc")
    if first_on < at.astimezone(VIETNAM).date():
        raise DueInThePast(due_on=first_on)
    if not 0 < due_days <= MOST_DAYS:
        raise RuleRefused(why=f"hạn mỗi lần phải từ 1 đến {MOST_DAYS} ngày làm việc")
    with write():
        made = Recurrence.objects.create(
            title=title.strip(),
            instruction=decided.instruction.strip(),
            origin=Origin(origin),
            origin_text=origin_text.strip(),
            parts=[[role, str(unit_id), str(person_id or "")] for role, unit_id, person_id in parts],
            every=Every(every),
            first_on=first_on,
            next_on=first_on,
            due_days=due_days,
            by=by,
            at=at,
        )
        audit.record(verb="repeat_task", subject=made, by=by, at=at, title=made.title, every=made.every)
        _make_due(made, at)
    return made


def end_recurrence(recurrence_id: UUID, *, by: Person, at: datetime) -> None:
    """Let work come no more; what was made stays. Raises NotFound, NotAllowed."""
    row = Recurrence.objects.filter(pk=recurrence_id, ended_at=None).select_related("by").first()
    if row is None:
        raise NotFound(what="việc định kỳ")
    policies.may_end_recurrence(by, row, at=at).require("Thôi lặp lại")
    with write():
        Recurrence.objects.filter(pk=row.pk).update(ended_at=at)
        audit.record(verb="end_recurrence", subject=row, by=by, at=at, title=row.title)


def recur_due(*, at: datetime) -> int:
    """Make the tasks of every recurrence whose day has come, in every agency; return how many were made."""
    today = at.astimezone(VIETNAM).date()
    waiting = Recurrence.of_all_agencies.filter(ended_at=None, next_on__lte=today).order_by("next_on")
    made = 0
    for row in list(waiting.values_list("pk", "agency_id")[:AT_A_TIME]):
        with agency_in_force(row[1]), write():
            locked = Recurrence.objects.select_for_update().select_related("by").get(pk=row[0])
            made += _make_due(locked, at)
    return made


def occurrence(first_on: date, every: str, number: int) -> date:
    """Return the day of the occurrence with this number, 0 for the first; a month too short ends a day earlier."""
    if every == Every.WEEK:
        return first_on + timedelta(weeks=number)
    months = first_on.month - 1 + number * MONTHS[Every(every)]
    year, month = first_on.year + months // 12, months % 12 + 1
    return date(year, month, min(first_on.day, monthrange(year, month)[1]))


def _make_due(row: Recurrence, at: datetime) -> int:
    """Make what is due, one task for each day (a unique constraint holds it), and move to the next day."""
    today, number, made = at.astimezone(VIETNAM).date(), 0, 0
    while (day := occurrence(row.first_on, row.every, number)) <= today:
        number += 1
        if day < row.next_on or Assignment.objects.filter(recurrence=row, occurs_on=day).exists():
            continue
        # Of what was missed while nobody looked, the deadline still lies ahead.
        due_on = organizations.work_calendar().add_working_days(max(day, today), row.due_days)
        more = {"origin": row.origin, "origin_text": row.origin_text, "recurrence": row, "occurs_on": day}
        make(row.title, _direction(row, due_on), by=row.by, at=at, **more)
        made += 1
    Recurrence.objects.filter(pk=row.pk).update(next_on=day)
    return made


def _direction(row: Recurrence, due_on: date) -> Direction:
    """Who left since is named no more; his unit does it."""
    serving = {str(one.pk): one for one in organizations.people()}
    lead = next(part for part in row.parts if part[0] == TaskRole.LEAD)

    def units(role: TaskRole) -> list[UUID]:
        return [UUID(unit) for kind, unit, person in row.parts if kind == role and not person]

    return Direction(
        lead_unit_id=UUID(lead[1]),
        lead_person_id=UUID(lead[2]) if lead[2] in serving and str(serving[lead[2]].unit_id) == lead[1] else None,
        cooperating_unit_ids=units(TaskRole.COOPERATE),
        cooperating_person_ids=[
            UUID(one[2]) for one in row.parts if one[0] == TaskRole.COOPERATE and one[2] in serving
        ],
        inform_unit_ids=units(TaskRole.INFORM),
        instruction=row.instruction,
        due_on=due_on,
    )
