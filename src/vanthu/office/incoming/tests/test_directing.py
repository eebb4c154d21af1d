"""What is directed may change and come back; the issuer hears of each step once, in order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access.states import Work
from vanthu.office.assignments import queries as assignments
from vanthu.office.assignments.operations import WordsMissing
from vanthu.office.assignments.states import TaskRole, TaskState
from vanthu.office.audit import queries as audit
from vanthu.office.incoming import operations, policies, queries
from vanthu.office.incoming.states import IncomingState
from vanthu.office.incoming.tests.stories import arrived, assigned, registered, started, statuses
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.notices import queries as notices
from vanthu.office.testing.cast import Cast


def codes(incoming: Any) -> list[str]:
    return [code for code, _said in statuses(incoming)]


def now(cast: Cast, incoming: Any) -> Any:
    return queries.get(cast.dung, incoming.pk, at=cast.at)


def tasks(cast: Cast, incoming: Any) -> list[tuple[str, str, str]]:
    last = assignments.assignments_for(incoming.pk, at=cast.at)[-1]
    return [(row.role, row.unit_name, row.state) for row in last.tasks]


def test_a_returned_document_lies_before_the_leader_again_and_is_directed_anew(in_snv: Cast) -> None:
    incoming = started(in_snv)
    with pytest.raises(WordsMissing):
        operations.give_up(incoming.pk, reason=" ", by=in_snv.binh, at=in_snv.after(hours=1))
    operations.give_up(incoming.pk, reason="Việc của Văn phòng", by=in_snv.binh, at=in_snv.after(hours=1))
    desk = queries.desk(in_snv.dung, at=in_snv.after(hours=1))
    assert [row.document_id for row in desk.to_assign] == [incoming.pk]
    assert "Trả lại việc" in notices.listing(in_snv.dung).rows[0].title
    operations.assign(incoming.pk, lead_unit_id=in_snv.van_phong.pk, by=in_snv.dung, at=in_snv.after(hours=2))
    assert tasks(in_snv, incoming) == [("lead", "Văn phòng", TaskState.WAITING)]
    operations.start(incoming.pk, by=in_snv.chi, at=in_snv.after(hours=3))
    operations.complete(incoming.pk, result="Đã xong", by=in_snv.chi, at=in_snv.after(hours=4))
    assert codes(incoming) == ["03", "04", "05", "06"]


def test_given_to_the_same_unit_again_its_task_begins_again(in_snv: Cast) -> None:
    incoming = started(in_snv)
    operations.give_up(incoming.pk, reason="Chưa rõ", by=in_snv.an, at=in_snv.after(hours=1))
    operations.assign(incoming.pk, lead_unit_id=in_snv.ccvc.pk, by=in_snv.dung, at=in_snv.after(hours=2))
    assert tasks(in_snv, incoming)[0] == ("lead", "Phòng Công chức, viên chức", TaskState.WAITING)
    assert codes(incoming) == ["03", "04", "05"]


def test_adding_to_a_direction_keeps_what_was_begun_and_what_was_said_before(in_snv: Cast) -> None:
    incoming = started(in_snv)
    due = in_snv.at.date() + timedelta(days=9)
    operations.redirect(
        incoming.pk,
        lead_unit_id=in_snv.ccvc.pk,
        lead_person_id=in_snv.an.pk,
        inform_unit_ids=[in_snv.van_phong.pk],
        due_on=due,
        instruction="Làm gấp",
        by=in_snv.dung,
        at=in_snv.after(hours=1),
    )
    assert now(in_snv, incoming).state == IncomingState.IN_PROGRESS
    before, after = assignments.assignments_for(incoming.pk, at=in_snv.at)
    assert (before.replaced, after.replaced, after.due_on) == (True, False, due)
    assert before.words == "Phòng Công chức, viên chức chủ trì; phối hợp: Văn phòng"
    assert [(row.role, row.state) for row in after.tasks] == [
        (TaskRole.LEAD, TaskState.IN_PROGRESS),
        (TaskRole.INFORM, TaskState.WAITING),
    ]
    assert [row.state for row in before.tasks] == [TaskState.WITHDRAWN], "who helped is now only to know"
    assert codes(incoming) == ["03", "04", "05"]


def test_another_lead_begins_anew_and_the_first_may_help(in_snv: Cast) -> None:
    incoming = started(in_snv)
    operations.redirect(
        incoming.pk,
        lead_unit_id=in_snv.van_phong.pk,
        cooperating_unit_ids=[in_snv.ccvc.pk],
        by=in_snv.dung,
        at=in_snv.after(hours=1),
    )
    assert now(in_snv, incoming).state == IncomingState.ASSIGNED
    assert tasks(in_snv, incoming) == [
        ("lead", "Văn phòng", TaskState.WAITING),
        ("cooperate", "Phòng Công chức, viên chức", TaskState.IN_PROGRESS),
    ]
    operations.start(incoming.pk, by=in_snv.chi, at=in_snv.after(hours=2))
    assert codes(incoming) == ["03", "04", "05"]


def test_a_deadline_that_passed_may_stay_when_something_else_changes(in_snv: Cast) -> None:
    incoming = assigned(in_snv, due_on=date(2026, 3, 9))
    operations.redirect(
        incoming.pk, lead_unit_id=in_snv.ccvc.pk, due_on=date(2026, 3, 9), by=in_snv.dung, at=in_snv.after(days=3)
    )
    assert tasks(in_snv, incoming)[0][0] == "lead"


def test_who_stands_in_for_an_absent_leader_directs_in_his_place(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    for verb in ("assign", "redirect"):
        assert not policies.may(in_snv.binh, verb, incoming, at=in_snv.after(hours=1))
    made = access.delegate(
        in_snv.binh, [Work.DIRECTION], reason="đi công tác", valid_from=in_snv.at, valid_to=in_snv.after(days=2),
        by=in_snv.dung, at=in_snv.at,
    )  # fmt: skip
    access.accept(made.pk, by=in_snv.binh, at=in_snv.at)
    assert [row.document_id for row in queries.desk(in_snv.binh, at=in_snv.after(hours=1)).to_assign] == [incoming.pk]
    operations.assign(incoming.pk, lead_unit_id=in_snv.ccvc.pk, by=in_snv.binh, at=in_snv.after(hours=1))
    facts = [fact for fact in audit.facts_about([incoming.pk]) if fact.verb == "assign"]
    assert {fact.details["instead_of_name"] for fact in facts} == {"Phạm Tiến Dũng"}
    with pytest.raises(NotAllowed):
        operations.redirect(incoming.pk, lead_unit_id=in_snv.ccvc.pk, by=in_snv.binh, at=in_snv.after(days=3))


def test_an_urgent_document_is_told_of_at_once(in_snv: Cast) -> None:
    incoming = arrived(in_snv, urgency=3)
    assert [row.kind for row in notices.listing(in_snv.chi).rows] == ["urgent"]
    operations.register(incoming.pk, by=in_snv.chi, at=in_snv.after(minutes=1))
    assert "HỎA TỐC" in notices.listing(in_snv.dung).rows[0].title


def test_no_new_verb_reaches_into_another_agency(in_snv: Cast) -> None:
    incoming = started(in_snv)
    with in_snv.in_syt():
        for by in (in_snv.em, in_snv.giang, in_snv.dung):
            with pytest.raises(NotFound):
                operations.redirect(incoming.pk, lead_unit_id=in_snv.ccvc.pk, by=by, at=in_snv.at)
            with pytest.raises(NotFound):
                operations.give_up(incoming.pk, reason="vì", by=by, at=in_snv.at)
