"""Programmes and plans of work: a name and a period over tasks that are given like all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.assignments import policies, queries
from vanthu.office.assignments.models import Assignment, Plan, Task
from vanthu.office.assignments.operations.common import writing
from vanthu.office.assignments.operations.doing import issued
from vanthu.office.assignments.operations.errors import PlanRefused
from vanthu.office.assignments.operations.giving import Direction, check_reach, give, make
from vanthu.office.assignments.states import Origin, PlanKind, TaskRole
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.words import tidy
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

VERB = "Lập chương trình, kế hoạch"


@dataclass(frozen=True, kw_only=True)
class PlanFields:
    """What a plan says of itself; everything else is in its tasks."""

    title: str
    starts_on: date
    ends_on: date
    kind: str = PlanKind.PLAN
    unit_id: UUID | None = None
    """None for a plan of the whole agency."""
    approved_by: str = ""
    """Số, ký hiệu of the văn bản đi that approves it; empty while there is none."""


def make_plan(fields: PlanFields, *, by: Person, at: datetime) -> Plan:
    """Make a plan without items; raises NotAllowed, NotFound, PlanRefused, AnswerUnknown."""
    policies.may_plan(by, fields.unit_id, at=at).require(VERB)
    values: Any = {**_values(fields), "by": by, "at": at}
    with writing(by, at):
        made = Plan.objects.create(**values)
        audit.record(verb="make_plan", subject=made, by=by, at=at, **_told(made))
    return made


def change_plan(plan_id: UUID, fields: PlanFields, *, by: Person, at: datetime) -> Plan:
    """Change what a plan says of itself, usually when its document was issued. Raises as `make_plan`."""
    plan = queries.plan(by, plan_id, at=at)
    policies.may_plan(by, plan.unit_id, at=at).require(VERB)
    if fields.unit_id != plan.unit_id:
        policies.may_plan(by, fields.unit_id, at=at).require(VERB)
    values, before = _values(fields), _told(plan)
    with writing(by, at):
        Plan.objects.filter(pk=plan.pk).update(**values)
        plan = queries.plan(by, plan_id, at=at)
        audit.record(verb="change_plan", subject=plan, by=by, at=at, before=before, **_told(plan))
    return plan


def add_item(plan_id: UUID, *, title: str, code: str = "", by: Person, at: datetime, **direction: Any) -> Assignment:
    """Give work as an item of a plan, due on the plan's last day unless said otherwise; parts are split off it.

    Raises NotFound, NotAllowed, PlanRefused (due outside the plan) and what `give` raises.
    """
    plan = queries.plan(by, plan_id, at=at)
    policies.may_plan(by, plan.unit_id, at=at).require("Thêm việc vào kế hoạch")
    direction["due_on"] = direction.get("due_on") or plan.ends_on
    if direction["due_on"] > plan.ends_on:
        raise PlanRefused(why=f"hạn của việc sau ngày kết thúc kế hoạch ({plan.ends_on:%d/%m/%Y})")
    return give(
        title=title, origin=Origin.PLAN, origin_text=plan.title[:300], code=code, plan=plan, by=by, at=at, **direction
    )


def copy_plan(plan_id: UUID, fields: PlanFields, *, by: Person, at: datetime) -> Plan:
    """Make the plan of the next period from one: its items and their parts anew, each as long after its beginning.

    Once for each plan. Who left since is named no more, his unit does it. Raises as `make_plan`, OutsideYourUnit.
    """
    before = queries.plan(by, plan_id, at=at)
    if Plan.objects.filter(copied_from=before).exists():
        raise PlanRefused(why=f"«{before.title}» đã được chép sang kỳ sau")
    if fields.starts_on <= before.starts_on:
        raise PlanRefused(why="kỳ mới phải sau kỳ cũ")
    today = at.astimezone(VIETNAM).date()
    if fields.ends_on < today:
        raise PlanRefused(why="kỳ mới đã qua")
    policies.may_plan(by, fields.unit_id, at=at).require(VERB)
    serving = {one.pk: one.unit_id for one in organizations.people()}
    values: Any = {**_values(fields), "copied_from": before, "by": by, "at": at}
    with writing(by, at):
        made = Plan.objects.create(**values)
        audit.record(verb="copy_plan", subject=made, by=by, at=at, copied_from=before.pk, **_told(made))
        anew: dict[UUID, Task] = {}
        for one in queries.items(before.pk):
            tasks = queries.tasks_in(one.pk)
            decided = _again(one, tasks, serving)
            check_reach(decided.parts(), by, at)
            due = (one.due_on or before.ends_on) + (made.starts_on - before.starts_on)
            decided = replace(decided, due_on=min(max(due, today), made.ends_on))
            parent = anew.get(one.parent_id) if one.parent_id else None
            named: dict[str, Any] = {"origin": Origin.PART if parent else Origin.PLAN, "parent": parent}
            given = make(one.title, decided, by=by, at=at, plan=made, origin_text=made.title[:300], **named)
            anew[tasks[0].pk] = queries.tasks_in(given.pk)[0]
    return made


def _again(one: Assignment, tasks: list[Task], serving: dict[UUID, UUID | None]) -> Direction:
    """The same direction for those who are still there."""

    def units(role: TaskRole) -> list[UUID]:
        return [task.unit_id for task in tasks if task.role == role and task.person_id is None]

    lead = tasks[0]
    stays = lead.person_id is not None and serving.get(lead.person_id) == lead.unit_id
    helpers = [task.person_id for task in tasks if task.role == TaskRole.COOPERATE and task.person_id in serving]
    return Direction(
        lead_unit_id=lead.unit_id,
        lead_person_id=lead.person_id if stays else None,
        cooperating_unit_ids=units(TaskRole.COOPERATE),
        cooperating_person_ids=[person_id for person_id in helpers if person_id is not None],
        inform_unit_ids=units(TaskRole.INFORM),
        instruction=one.instruction,
        urgency=one.urgency,
    )


def _values(fields: PlanFields) -> dict[str, Any]:
    title = tidy(fields.title)[:500]
    if not title:
        raise PlanRefused(why="chưa có tên")
    if fields.ends_on < fields.starts_on:
        raise PlanRefused(why="ngày kết thúc trước ngày bắt đầu")
    return {
        "title": title,
        "kind": PlanKind(fields.kind),
        "starts_on": fields.starts_on,
        "ends_on": fields.ends_on,
        "unit": organizations.unit(fields.unit_id) if fields.unit_id else None,
        "document": issued(fields.approved_by) if fields.approved_by.strip() else None,
    }


def _told(plan: Plan) -> dict[str, Any]:
    approved = plan.document.code_text if plan.document else ""
    return {"title": plan.title, "starts_on": plan.starts_on, "ends_on": plan.ends_on, "approved_by": approved}
