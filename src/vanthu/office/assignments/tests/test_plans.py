"""Plans of work: who makes and sees them, what has come of each branch, the next period."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vanthu.office.assignments import operations, policies, queries
from vanthu.office.assignments.models import Plan
from vanthu.office.assignments.operations import OutsideYourUnit, PlanFields, PlanRefused
from vanthu.office.assignments.states import TaskState
from vanthu.office.audit import queries as audit
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.organizations import operations as organizations
from vanthu.office.testing.cast import Cast


def fields(**changed: Any) -> PlanFields:
    values = {"title": "Chương trình công tác quý II", "starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30)}
    return PlanFields(**{**values, **changed})


def planned(cast: Cast, **changed: Any) -> Plan:
    return operations.make_plan(fields(**changed), by=cast.dung, at=cast.at)


def item(cast: Cast, plan: Plan, title: str = "Rà soát", **more: Any) -> Any:
    said = {"lead_unit_id": cast.ccvc.pk, "by": cast.dung, "at": cast.at, **more}
    made = operations.add_item(plan.pk, title=title, **said)
    return queries.tasks_in(made.pk)[0]


def part(cast: Cast, task: Any, title: str, **more: Any) -> Any:
    made = operations.split(task.pk, title=title, person_id=cast.an.pk, by=cast.binh, at=cast.at, **more)
    return queries.tasks_in(made.pk)[0]


def shape(cast: Cast, plan: Plan, **later: float) -> list[tuple[str, str, int]]:
    return [
        (one.number, one.row.subject, one.progress.percent) for one in queries.tree(plan.pk, at=cast.after(**later))
    ]


def test_leaders_make_every_plan_and_heads_those_of_their_unit(in_snv: Cast) -> None:
    of_unit = {n: bool(policies.may_plan(p, in_snv.ccvc.pk, at=in_snv.at)) for n, p in in_snv.everybody().items()}
    of_agency = {n: bool(policies.may_plan(p, None, at=in_snv.at)) for n, p in in_snv.everybody().items()}
    assert [name for name, may in of_unit.items() if may] == ["binh", "dung"]
    assert [name for name, may in of_agency.items() if may] == ["dung"]
    with pytest.raises(NotAllowed):
        operations.make_plan(fields(), by=in_snv.binh, at=in_snv.at)


@pytest.mark.parametrize(
    ("unit", "who"),
    [("ccvc", ["an", "binh", "chi", "dung"]), ("van_phong", ["chi", "dung"]), (None, ["an", "binh", "chi", "dung"])],
    ids=["its unit", "another unit", "the agency"],
)
def test_a_plan_is_seen_by_its_unit_the_leaders_and_the_office(in_snv: Cast, unit: str | None, who: list[str]) -> None:
    made = planned(in_snv, unit_id=getattr(in_snv, unit).pk if unit else None)
    seen = [name for name, one in in_snv.everybody().items() if made in queries.plans_for(one, at=in_snv.at)]
    assert seen == who


def test_another_agency_never_sees_it(in_snv: Cast) -> None:
    made = planned(in_snv)
    with in_snv.in_syt(), pytest.raises(NotFound):
        queries.plan(in_snv.giang, made.pk, at=in_snv.at)


def test_items_are_tasks_like_all_others_due_within_the_plan(in_snv: Cast) -> None:
    plan = planned(in_snv)
    task = item(in_snv, plan)
    assert (task.due_on, task.assignment.get_origin_display()) == (date(2026, 6, 30), "Chương trình, kế hoạch")
    assert [row.subject for row in queries.tasks_of_unit(in_snv.ccvc.pk, at=in_snv.at).rows] == ["Rà soát"]
    with pytest.raises(PlanRefused, match="sau ngày kết thúc"):
        item(in_snv, plan, due_on=date(2026, 7, 1))
    with pytest.raises(NotAllowed):
        item(in_snv, plan, by=in_snv.binh)


def test_a_branch_is_as_far_as_its_parts_on_average(in_snv: Cast) -> None:
    plan = planned(in_snv)
    first, second = item(in_snv, plan), item(in_snv, plan, "Tập huấn")
    one, _other = part(in_snv, first, "Phần một"), part(in_snv, first, "Phần hai")
    operations.report(one.pk, progress=50, by=in_snv.an, at=in_snv.after(hours=1))
    assert shape(in_snv, plan) == [
        ("1", "Rà soát", 25), ("1.1", "Phần một", 50), ("1.2", "Phần hai", 0), ("2", "Tập huấn", 0),
    ]  # fmt: skip
    operations.complete(second.pk, result="Xong", by=in_snv.binh, at=in_snv.after(hours=2))
    assert queries.total(queries.tree(plan.pk, at=in_snv.at)) == queries.Progress(62, 3, 1, 0)


def test_what_was_withdrawn_stays_in_sight_and_counts_for_nothing(in_snv: Cast) -> None:
    plan = planned(in_snv)
    kept, left = item(in_snv, plan), item(in_snv, plan, "Thôi")
    operations.complete(kept.pk, result="Xong", by=in_snv.binh, at=in_snv.at)
    operations.withdraw(left.pk, reason="Không làm", by=in_snv.dung, at=in_snv.at)
    lines = queries.tree(plan.pk, at=in_snv.at)
    assert [line.row.state for line in lines] == [TaskState.DONE, TaskState.WITHDRAWN]
    assert queries.total(lines).percent == 100


def test_late_tasks_are_told_up_to_the_root(in_snv: Cast) -> None:
    plan = planned(in_snv, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
    task = item(in_snv, plan)
    part(in_snv, task, "Phần một", due_on=date(2026, 3, 10))
    root, below = queries.tree(plan.pk, at=in_snv.after(days=3))
    assert (root.progress.late, root.row.late, below.row.late) == (1, False, True)
    assert queries.total([root, below]).late == 1


def test_a_changed_item_stays_in_its_plan_once(in_snv: Cast) -> None:
    plan = planned(in_snv)
    task = item(in_snv, plan)
    part(in_snv, task, "Phần một")
    operations.change(
        task.assignment_id, lead_unit_id=in_snv.ccvc.pk, instruction="Kỹ hơn", due_on=date(2026, 5, 1), by=in_snv.dung,
        at=in_snv.after(hours=1),
    )  # fmt: skip
    assert [number for number, *_ in shape(in_snv, plan)] == ["1", "1.1"]


def test_the_next_period_has_the_same_tree_as_long_after_its_beginning(in_snv: Cast) -> None:
    plan = planned(in_snv, unit_id=in_snv.ccvc.pk)
    task = item(in_snv, plan, due_on=date(2026, 5, 1))
    part(in_snv, task, "Phần một", due_on=date(2026, 4, 20))
    operations.complete(queries.parts_of(task.pk)[0].pk, result="Xong", by=in_snv.an, at=in_snv.at)
    operations.withdraw(item(in_snv, plan, "Thôi").pk, reason="Không làm", by=in_snv.dung, at=in_snv.at)
    organizations.change_person(in_snv.an.pk, by=None, at=in_snv.at, left_at=in_snv.at)
    later = fields(title="Quý III", starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30), unit_id=in_snv.ccvc.pk)
    made = operations.copy_plan(plan.pk, later, by=in_snv.binh, at=in_snv.after(days=1))
    assert shape(in_snv, made) == [("1", "Rà soát", 0), ("1.1", "Phần một", 0)]
    lines = queries.tree(made.pk, at=in_snv.at)
    assert [line.row.due_on for line in lines] == [date(2026, 7, 31), date(2026, 7, 20)]
    assert [line.row.person_name for line in lines] == ["", ""], "who left is named no more"
    assert audit.facts_about([made.pk])[0].verb == "copy_plan"
    with pytest.raises(PlanRefused, match="đã được chép"):
        operations.copy_plan(plan.pk, later, by=in_snv.binh, at=in_snv.after(days=1))


def test_a_head_does_not_copy_work_of_other_units(in_snv: Cast) -> None:
    plan = planned(in_snv, unit_id=in_snv.ccvc.pk)
    item(in_snv, plan, lead_unit_id=in_snv.van_phong.pk)
    later = fields(starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30), unit_id=in_snv.ccvc.pk)
    with pytest.raises(OutsideYourUnit):
        operations.copy_plan(plan.pk, later, by=in_snv.binh, at=in_snv.at)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"title": " "}, {"ends_on": date(2026, 3, 1)}, {"approved_by": "9/KH-SNV"}],
    ids=["no name", "ends before it begins", "no such document"],
)
def test_a_plan_that_is_none_is_refused(in_snv: Cast, changed: dict[str, Any]) -> None:
    with pytest.raises((PlanRefused, operations.AnswerUnknown)):
        planned(in_snv, **changed)


def test_a_tree_costs_the_same_however_large_it_is(in_snv: Cast, django_assert_num_queries: Any) -> None:
    plan = planned(in_snv)
    for number in range(5):
        part(in_snv, item(in_snv, plan, f"Việc {number}"), "Phần")
    with django_assert_num_queries(1):
        queries.tree(plan.pk, at=in_snv.at)
