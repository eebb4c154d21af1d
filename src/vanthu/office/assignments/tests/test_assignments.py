"""Assigning work to units and people, and doing it (ND30-A23, A24)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from vanthu.office.assignments import operations, policies, queries
from vanthu.office.assignments.states import TaskState
from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.organizations import operations as organizations
from vanthu.office.testing.cast import Cast


def arrived(cast: Cast, **metadata: Any) -> Any:
    values = {"subject": "cung cấp số liệu", "issuer_code": "H99", "issuer_name": "UBND tỉnh", **metadata}
    return documents.create(direction=Direction.INCOMING, type_name="Công văn", at=cast.at, **values)


def assigned(cast: Cast, **values: Any) -> Any:
    document = arrived(cast)
    given = {"lead_unit_id": cast.ccvc.pk, "cooperating_unit_ids": [cast.van_phong.pk], "due_on": date(2026, 3, 12)}
    operations.assign(document.pk, **{**given, **values}, by=cast.dung, at=cast.at)
    return document


def task_of(document: Any, unit: Any) -> Any:
    tasks = {
        task.unit_id: task
        for view in queries.assignments_for(document.pk, at=document.created_at)
        for task in view.tasks
    }
    return tasks[unit.pk]


def test_a_direction_names_one_lead_unit_and_the_cooperating_ones_with_a_deadline(in_snv: Cast) -> None:
    document = assigned(in_snv, instruction="Nghiên cứu, tham mưu trả lời")
    (view,) = queries.assignments_for(document.pk, at=in_snv.at)
    assert (view.by_name, view.instruction, view.due_on) == (
        "Phạm Tiến Dũng",
        "Nghiên cứu, tham mưu trả lời",
        date(2026, 3, 12),
    )
    assert [(task.role_label, task.unit_name, task.due_on) for task in view.tasks] == [
        ("Chủ trì", "Phòng Công chức, viên chức", date(2026, 3, 12)),
        ("Phối hợp", "Văn phòng", date(2026, 3, 12)),
    ]
    assert [fact.verb for fact in audit.facts_about([document.pk])] == ["assign"]


def test_a_unit_cannot_lead_and_cooperate_at_once(in_snv: Cast) -> None:
    with pytest.raises(operations.UnitNamedTwice) as refusal:
        assigned(in_snv, cooperating_unit_ids=[in_snv.ccvc.pk])
    assert "Phòng Công chức, viên chức được chọn hai lần" in refusal.value.sentence


def test_the_person_named_must_belong_to_the_lead_unit(in_snv: Cast) -> None:
    with pytest.raises(operations.PersonOutsideUnit):
        assigned(in_snv, lead_person_id=in_snv.chi.pk)


def test_a_unit_of_another_agency_is_not_found(in_snv: Cast) -> None:
    with pytest.raises(NotFound):
        assigned(in_snv, lead_unit_id=in_snv.van_phong_syt.pk)


def test_a_deadline_in_the_past_is_refused_and_today_is_not(in_snv: Cast) -> None:
    with pytest.raises(operations.DueInThePast) as refusal:
        assigned(in_snv, due_on=in_snv.at.date() - timedelta(days=1))
    assert "08/03/2026" in refusal.value.sentence
    assigned(in_snv, due_on=in_snv.at.date())


def test_the_head_hands_the_task_to_a_person_of_the_unit(in_snv: Cast) -> None:
    document = assigned(in_snv)
    task = task_of(document, in_snv.ccvc)
    operations.hand_over(task.id, person_id=in_snv.an.pk, by=in_snv.binh, at=in_snv.after(hours=1))
    assert [row.document_id for row in queries.tasks_of(in_snv.an, at=in_snv.at).rows] == [document.pk]
    assert audit.facts_about([document.pk])[-1].verb == "hand_over"


def test_a_task_is_not_handed_to_a_person_outside_the_unit(in_snv: Cast) -> None:
    task = task_of(assigned(in_snv), in_snv.ccvc)
    with pytest.raises(operations.PersonOutsideUnit):
        operations.hand_over(task.id, person_id=in_snv.chi.pk, by=in_snv.binh, at=in_snv.at)


def test_a_specialist_does_not_hand_tasks_over(in_snv: Cast) -> None:
    task = task_of(assigned(in_snv), in_snv.ccvc)
    with pytest.raises(NotAllowed) as refusal:
        operations.hand_over(task.id, person_id=in_snv.an.pk, by=in_snv.an, at=in_snv.at)
    assert "Giao người xử lý" in refusal.value.sentence


def test_a_cooperating_unit_begins_and_ends_its_part_with_a_result(in_snv: Cast) -> None:
    document = assigned(in_snv)
    task = task_of(document, in_snv.van_phong)
    operations.start(task.id, by=in_snv.chi, at=in_snv.after(hours=1))
    with pytest.raises(operations.ResultMissing):
        operations.complete(task.id, result="  ", by=in_snv.chi, at=in_snv.after(hours=2))
    operations.complete(task.id, result="Đã gửi số liệu", by=in_snv.chi, at=in_snv.after(hours=2))
    done = task_of(document, in_snv.van_phong)
    assert (done.state, done.result) == (TaskState.DONE, "Đã gửi số liệu")
    with pytest.raises(MovedMeanwhile):
        operations.complete(task.id, result="lần nữa", by=in_snv.chi, at=in_snv.after(hours=3))


def test_the_lead_unit_works_on_the_page_of_the_document_not_on_its_task(in_snv: Cast) -> None:
    task = task_of(assigned(in_snv), in_snv.ccvc)
    with pytest.raises(NotAllowed) as refusal:
        operations.start(task.id, by=in_snv.an, at=in_snv.at)
    assert "trang văn bản đến" in refusal.value.sentence


def test_closing_a_document_ends_the_lead_task_and_withdraws_what_others_had_not_done(in_snv: Cast) -> None:
    document = assigned(in_snv)
    operations.start_lead(document.pk, by=in_snv.an, at=in_snv.at)
    assert task_of(document, in_snv.ccvc).state == TaskState.IN_PROGRESS
    operations.close(document.pk, result="Đã trả lời", by=in_snv.an, at=in_snv.after(days=1))
    assert task_of(document, in_snv.ccvc).state == TaskState.DONE
    assert task_of(document, in_snv.van_phong).state == TaskState.WITHDRAWN
    assert queries.tasks_of_unit(in_snv.ccvc.pk, at=in_snv.at).rows == ()
    done = queries.work(in_snv.binh, queries.Filter("don-vi", "da-xong"), at=in_snv.at)
    assert [row.document_id for row in done.rows] == [document.pk]


def test_a_task_is_late_the_day_after_its_deadline_and_not_once_it_is_done(in_snv: Cast) -> None:
    document = assigned(in_snv)

    def seen(days: int) -> tuple[int | None, bool]:
        of_unit = queries.Filter("co-quan", "tat-ca", in_snv.van_phong.pk)
        (row,) = queries.work(in_snv.dung, of_unit, at=in_snv.after(days=days)).rows
        return row.days_left, row.late

    assert [seen(0), seen(3), seen(4)] == [(3, False), (0, False), (-1, True)]
    operations.complete(task_of(document, in_snv.van_phong).id, result="xong", by=in_snv.chi, at=in_snv.at)
    assert seen(4) == (-1, False)


def test_tasks_lie_by_urgency_then_by_deadline(in_snv: Cast) -> None:
    later, sooner, flash = (arrived(in_snv), arrived(in_snv), arrived(in_snv, urgency=3))
    for document, day in ((later, 20), (sooner, 10), (flash, 25)):
        operations.assign(
            document.pk, lead_unit_id=in_snv.ccvc.pk, due_on=date(2026, 3, day), by=in_snv.dung, at=in_snv.at
        )
    rows = queries.tasks_of_unit(in_snv.ccvc.pk, at=in_snv.at).rows
    assert [row.document_id for row in rows] == [flash.pk, sooner.pk, later.pk]


def test_a_pile_holds_the_most_pressing_and_says_how_many_there_are_and_are_late(in_snv: Cast) -> None:
    for day in (10, 12, 25):
        operations.assign(
            arrived(in_snv).pk, lead_unit_id=in_snv.ccvc.pk, due_on=date(2026, 3, day), by=in_snv.dung, at=in_snv.at
        )
    pile = queries.given_by(in_snv.dung, at=in_snv.after(days=9), most=2)
    assert ([row.due_on.day for row in pile.rows if row.due_on], pile.total, pile.late) == ([10, 12], 3, 2)
    assert queries.tasks_of_unit(in_snv.ccvc.pk, but=in_snv.an, at=in_snv.at, most=2).total == 3


def test_the_load_of_a_unit_counts_what_nobody_has_been_given_too(in_snv: Cast) -> None:
    first, _ = assigned(in_snv), assigned(in_snv)
    operations.hand_over(task_of(first, in_snv.ccvc).id, person_id=in_snv.an.pk, by=in_snv.binh, at=in_snv.at)
    loads = queries.load_of_unit(in_snv.ccvc.pk, at=in_snv.after(days=10))
    assert {(load.name, load.open, load.late) for load in loads} == {("Chưa giao người", 1, 1), ("Nguyễn Văn An", 1, 1)}


def test_the_rows_of_a_unit_cost_the_same_number_of_queries_however_many_there_are(
    in_snv: Cast, django_assert_num_queries: Any
) -> None:
    for _ in range(4):
        assigned(in_snv)
    with django_assert_num_queries(2):
        assert len(queries.tasks_of_unit(in_snv.ccvc.pk, at=in_snv.at).rows) == 4


TALK = {"ask", "answer", "link"}
DOING = TALK | {"report", "ask_extension"}
DECIDING = TALK | {"decide_extension", "urge", "hand_over"}
ALLOWED_VERBS = {
    # (task, state): person → verbs he may do; every other verb is refused to him.
    ("lead", TaskState.WAITING): {
        "an": DOING, "binh": DOING | {"hand_over", "split"}, "chi": {"urge"}, "dung": DECIDING,
    },
    ("lead", TaskState.IN_PROGRESS): {
        "an": DOING, "binh": DOING | {"hand_over", "split"}, "chi": {"urge"}, "dung": DECIDING,
    },
    ("lead", TaskState.RETURNED): {"an": TALK, "binh": TALK | {"hand_over"}, "dung": TALK | {"hand_over"}},
    ("lead", TaskState.DONE): {},
    ("cooperate", TaskState.WAITING): {
        "chi": DOING | {"start", "complete", "return", "urge"}, "dung": DECIDING | {"change", "withdraw"},
    },
    ("cooperate", TaskState.IN_PROGRESS): {
        "chi": DOING | {"complete", "return", "urge"}, "dung": DECIDING | {"change", "withdraw"},
    },
    ("cooperate", TaskState.RETURNED): {
        "chi": TALK, "dung": TALK | {"hand_over", "give_again", "change", "withdraw"},
    },
    ("cooperate", TaskState.DONE): {"chi": {"reopen"}},
    ("inform", TaskState.WAITING): {"chi": {"read", "ask", "answer"}, "dung": {"ask", "answer", "hand_over"}},
    ("inform", TaskState.DONE): {"chi": {"reopen"}},
}  # fmt: skip


@pytest.mark.parametrize(("role", "state"), ALLOWED_VERBS)
def test_who_may_do_what_with_a_task_over_the_whole_cast(in_snv: Cast, role: str, state: str) -> None:
    with_them = {"cooperating_unit_ids": [], "inform_unit_ids": [in_snv.van_phong.pk]} if role == "inform" else {}
    row = task_of(assigned(in_snv, **with_them), in_snv.ccvc if role == "lead" else in_snv.van_phong)
    task = queries.task(in_snv.dung, row.id, at=in_snv.at)
    task.state = state
    found = {
        name: {verb for verb in policies.LABELS if policies.may(person, verb, task, at=in_snv.at)}
        for name, person in in_snv.everybody().items()
    }
    assert {name: verbs for name, verbs in found.items() if verbs} == ALLOWED_VERBS[role, state]


def test_people_see_the_tasks_of_their_unit_and_nobody_sees_those_of_another_agency(in_snv: Cast) -> None:
    row = task_of(assigned(in_snv), in_snv.ccvc)

    def sees(person: Any) -> bool:
        return queries.visible_to(person, at=in_snv.at).filter(pk=row.id).exists()

    seen = {name for name, person in in_snv.everybody().items() if sees(person)}
    assert seen == {"an", "binh", "chi", "dung"}
    with in_snv.in_syt(), pytest.raises(NotFound):
        queries.task(in_snv.em, row.id, at=in_snv.at)


def test_a_person_given_a_task_keeps_others_of_the_unit_from_it_but_not_the_head(in_snv: Cast) -> None:
    helper = organizations.create_person(
        full_name="Vũ Hải", position="Chuyên viên", unit_id=in_snv.van_phong.pk, by=None, at=in_snv.at
    )
    row = task_of(assigned(in_snv), in_snv.van_phong)
    operations.hand_over(row.id, person_id=helper.pk, by=in_snv.dung, at=in_snv.at)
    task = queries.task(in_snv.dung, row.id, at=in_snv.at)
    assert policies.may(helper, "start", task, at=in_snv.at)
    assert (
        policies.may(in_snv.chi, "start", task, at=in_snv.at).why
        == "nhiệm vụ này đã được giao cho người khác trong đơn vị"
    )


def test_the_page_gets_only_the_verbs_that_exist_in_the_state(in_snv: Cast) -> None:
    task = queries.task(in_snv.chi, task_of(assigned(in_snv), in_snv.van_phong).id, at=in_snv.at)
    allowed = [verb.name for verb in policies.verbs(in_snv.chi, task, at=in_snv.at) if verb.permission]
    assert allowed == ["start", "report", "complete", "ask", "answer", "ask_extension", "return", "urge", "link"]
