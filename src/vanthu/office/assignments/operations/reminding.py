"""Reminding of deadlines by rules, once each, however often the worker stops (ND30-A24)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import policies, queries
from vanthu.office.assignments.models import Reminder, ReminderRule, Task
from vanthu.office.assignments.operations.common import about, doers
from vanthu.office.assignments.operations.errors import RuleRefused
from vanthu.office.assignments.states import AT_WORK, FIRST_RULES, RemindWhom, TaskRole
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.notices import operations as notices
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.transactions import write
from vanthu.standards.worktime import WorkCalendar

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

BEGINS = time(7, 0)
"""Nobody is reminded at night."""
FARTHEST = 30
"""A rule lies within so many working days of a deadline."""
LOOK_AHEAD = timedelta(days=90)
"""Longer than FARTHEST working days with Tết among them."""

Reminded = tuple[UUID, UUID, date, UUID]


def remind_due(*, at: datetime) -> int:
    """Remind whoever is to be reminded by now, in every agency; return how many people were told."""
    local = at.astimezone(VIETNAM)
    told = 0
    for agency in organizations.agencies() if local.time() >= BEGINS else ():
        with agency_in_force(agency.pk):
            calendar = organizations.work_calendar()
            if calendar.is_working_day(local.date()) and local.time() >= calendar.begins(local.date(), BEGINS):
                told += _remind(at, local.date())
    return told


def remind_on(due_on: date, days: int, calendar: WorkCalendar | None = None) -> date:
    """Return the working day that is so many working days after a deadline, or before it when `days` is below 0."""
    calendar, day = calendar or WorkCalendar(), due_on
    if days > 0:
        return calendar.add_working_days(day, days)
    left = -days
    while left or not calendar.is_working_day(day):
        day -= timedelta(days=1)
        left -= left > 0 and calendar.is_working_day(day)
    return day


def set_rule(*, days: int, whom: str, by: Person, at: datetime) -> ReminderRule:
    """Remind from now on so many working days after deadlines (below 0: before); raises NotAllowed, RuleRefused."""
    policies.may_set_rules(by, at=at).require("Đặt quy tắc nhắc hạn")
    if not -FARTHEST <= days <= FARTHEST:
        raise RuleRefused(why=f"chỉ nhắc trong vòng {FARTHEST} ngày làm việc trước hoặc sau hạn")
    with write():
        _begin_with(at)
        rule, new = ReminderRule.objects.get_or_create(
            agency_id=by.agency_id,
            days=days,
            whom=RemindWhom(whom),
            valid_to=None,
            defaults={"valid_from": at, "set_by": by},
        )
        if new:
            audit.record(verb="set_reminder", subject=rule, by=by, at=at, days=days, whom=whom)
    return rule


def end_rule(rule_id: UUID, *, by: Person, at: datetime) -> None:
    """Remind by this rule no more; raises NotAllowed, NotFound."""
    policies.may_set_rules(by, at=at).require("Đặt quy tắc nhắc hạn")
    with write():
        rule = ReminderRule.objects.filter(pk=rule_id, valid_to=None).first()
        if rule is None:
            raise NotFound(what="quy tắc nhắc hạn")
        ReminderRule.objects.filter(pk=rule.pk).update(valid_to=at)
        audit.record(verb="end_reminder", subject=rule, by=by, at=at, days=rule.days, whom=rule.whom)


def begin_with_rules(*, at: datetime) -> None:
    """Give the agency in force the rules that every agency begins with, once."""
    if not ReminderRule.objects.exists():
        with write():
            _begin_with(at)


def _begin_with(at: datetime) -> None:
    if ReminderRule.objects.exists():
        return
    for days, whom in FIRST_RULES:
        ReminderRule.objects.create(days=days, whom=whom, valid_from=at)


def _remind(at: datetime, today: date) -> int:
    begin_with_rules(at=at)
    rules = queries.reminder_rules()
    names = ("assignment__document", "assignment__by", "unit", "person")
    late_or_soon = Task.objects.filter(state__in=AT_WORK, due_on__lte=today + LOOK_AHEAD).select_related(*names)
    tasks = list(late_or_soon.exclude(role=TaskRole.INFORM))
    ids = [task.pk for task in tasks]
    before: set[Reminded] = set(
        Reminder.objects.filter(task__in=ids).values_list("task_id", "rule_id", "due_on", "person_id")
    )
    calendar = organizations.work_calendar()
    return sum(_remind_of(task, rules, before, calendar, at, today) for task in tasks)


def _remind_of(
    task: Task,
    rules: Iterable[ReminderRule],
    before: set[Reminded],
    calendar: WorkCalendar,
    at: datetime,
    today: date,
) -> int:
    """Write a row for each rule and person; tell each person once, as things stand, whatever was missed."""
    due_on = task.due_on
    assert due_on is not None, "only tasks with a deadline were looked for"
    given_on = task.assignment.at.astimezone(VIETNAM).date()
    wanted: dict[Person, list[ReminderRule]] = defaultdict(list)
    for rule in rules:
        day = remind_on(due_on, rule.days, calendar)
        # What was given after its reminder would have come needs none yet.
        if day > today or day <= given_on:
            continue
        for person in _people(task, rule, at):
            if (task.pk, rule.pk, due_on, person.pk) not in before:
                wanted[person].append(rule)
    return sum(_tell(task, person, missing, due_on, at, today) for person, missing in wanted.items())


def _tell(task: Task, person: Person, rules: list[ReminderRule], due_on: date, at: datetime, today: date) -> bool:
    with write():
        made = []
        for rule in rules:
            row, new = Reminder.objects.get_or_create(
                agency_id=task.agency_id, task=task, rule=rule, due_on=due_on, person=person, defaults={"at": at}
            )
            made += [row] if new else []
        if not made:
            return False
        kind = "reminder" if any(row.rule.whom == RemindWhom.DOER for row in made) else "escalation"
        title = f"{_how_late(due_on, today)}: {about(task.assignment)}"
        text = f"{task.unit.name}{f' ({task.person.full_name})' if task.person else ''}, hạn {due_on:%d/%m/%Y}."
        notices.post([person], kind, title, text=text, target=("task", task.pk), key=f"remind:{made[-1].pk}", at=at)
    return True


def _people(task: Task, rule: ReminderRule, at: datetime) -> list[Person]:
    if rule.whom == RemindWhom.DOER:
        return doers(task, at)
    if rule.whom == RemindWhom.HEAD:
        return access.holders(Duty.UNIT_HEAD, at=at, unit_id=task.unit_id)
    return [task.assignment.by]


def _how_late(due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days < 0:
        return f"Quá hạn {-days} ngày"
    return "Hạn hôm nay" if days == 0 else f"Còn {days} ngày đến hạn"
