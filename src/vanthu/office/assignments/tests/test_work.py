"""Work without a document: given, divided, talked about, returned, extended, handed over, ended with a result."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from vanthu.office.assignments import operations, queries
from vanthu.office.assignments.states import NoteKind, Origin, TaskState
from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction, LinkKind
from vanthu.office.files import queries as files
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.notices import queries as notices
from vanthu.office.organizations import operations as organizations
from vanthu.office.testing.cast import Cast

DUE = date(2026, 3, 12)


def given(cast: Cast, **values: Any) -> Any:
    said = {
        "title": "Xây dựng kế hoạch cải cách hành chính",
        "origin": Origin.MEETING,
        "origin_text": "giao ban tháng 3",
        "lead_unit_id": cast.ccvc.pk,
        "lead_person_id": cast.an.pk,
        "cooperating_unit_ids": [cast.van_phong.pk],
        "due_on": DUE,
        "by": cast.dung,
        "at": cast.at,
        **values,
    }
    return operations.give(**said)


def lead(made: Any) -> Any:
    return queries.tasks_in(made.pk)[0]


def helper(cast: Cast) -> Any:
    return organizations.create_person(
        full_name="Vũ Hải", position="Chuyên viên", unit_id=cast.ccvc.pk, by=None, at=cast.at
    )


def issued(cast: Cast) -> Any:
    made = documents.create(
        direction=Direction.OUTGOING, type_name="Kế hoạch", subject="cải cách", issuer_code="H99.02",
        issuer_name="Sở Nội vụ", number="07", notation="KH-SNV", issued_on=cast.at.date(), at=cast.at,
    )  # fmt: skip
    return documents.freeze(made.pk, at=cast.at)


def titles(person: Any) -> list[str]:
    return [row.title.split(":")[0] for row in notices.listing(person).rows]


def test_work_is_given_after_a_meeting_and_those_who_do_it_are_told(in_snv: Cast) -> None:
    made = given(in_snv)
    (row,) = queries.tasks_of(in_snv.an, at=in_snv.at).rows
    assert (row.document_id, row.subject, row.due_on) == (None, "Xây dựng kế hoạch cải cách hành chính", DUE)
    assert row.issuer_name == "Kết luận cuộc họp: giao ban tháng 3"
    assert titles(in_snv.an) == ["Chủ trì"]
    assert titles(in_snv.chi) == ["Phối hợp"]
    assert [fact.verb for fact in audit.facts_about([made.pk])] == ["give_task"]


def test_a_head_gives_work_in_his_unit_and_a_specialist_gives_none(in_snv: Cast) -> None:
    given(in_snv, by=in_snv.binh, cooperating_unit_ids=[])
    with pytest.raises(operations.OutsideYourUnit):
        given(in_snv, by=in_snv.binh)
    with pytest.raises(NotAllowed):
        given(in_snv, by=in_snv.an)
    with pytest.raises(operations.WordsMissing):
        given(in_snv, title=" ")


def test_progress_begins_a_task_and_the_giver_is_told(in_snv: Cast) -> None:
    task = lead(given(in_snv))
    operations.report(task.pk, progress=40, text="Đã có đề cương", by=in_snv.an, at=in_snv.after(hours=1))
    (row,) = queries.tasks_of(in_snv.an, at=in_snv.at).rows
    assert (row.state, row.progress) == (TaskState.IN_PROGRESS, 40)
    assert titles(in_snv.dung) == ["Tiến độ 40 %"]


def test_a_question_and_its_answer_stand_together_and_files_are_kept(in_snv: Cast) -> None:
    task = lead(given(in_snv))
    sheet = (b"so lieu", "so-lieu.txt", "text/plain")
    asked = operations.ask(task.pk, text="Lấy số liệu năm nào?", file=sheet, by=in_snv.an, at=in_snv.at)
    operations.answer(task.pk, question_id=asked.pk, text="Năm 2025", by=in_snv.dung, at=in_snv.after(minutes=5))
    question, said = queries.notes(task.pk)
    assert (said.answers_id, said.text) == (question.pk, "Năm 2025")
    assert files.read(question.file_id) == b"so lieu"
    assert (titles(in_snv.dung), titles(in_snv.an)[0]) == (["Nguyễn Văn An hỏi"], "Phạm Tiến Dũng trả lời")
    with pytest.raises(operations.WordsMissing):
        operations.ask(task.pk, text=" ", by=in_snv.an, at=in_snv.at)


def test_more_time_is_granted_or_refused_by_the_giver_once(in_snv: Cast) -> None:
    task = lead(given(in_snv))
    later = DUE + timedelta(days=5)
    with pytest.raises(operations.ExtensionRefused):
        operations.ask_extension(task.pk, wanted_on=DUE, reason="bận", by=in_snv.an, at=in_snv.at)
    operations.ask_extension(task.pk, wanted_on=later, reason="Chờ số liệu", by=in_snv.an, at=in_snv.at)
    with pytest.raises(operations.ExtensionRefused):
        operations.ask_extension(task.pk, wanted_on=later, reason="nữa", by=in_snv.an, at=in_snv.at)
    with pytest.raises(NotAllowed):
        operations.grant_extension(task.pk, by=in_snv.binh, at=in_snv.at)
    with pytest.raises(operations.WordsMissing):
        operations.refuse_extension(task.pk, reason=" ", by=in_snv.dung, at=in_snv.at)
    operations.grant_extension(task.pk, until=DUE + timedelta(days=3), by=in_snv.dung, at=in_snv.at)
    assert queries.task(in_snv.an, task.pk, at=in_snv.at).due_on == DUE + timedelta(days=3)
    with pytest.raises(operations.NothingAsked):
        operations.refuse_extension(task.pk, reason="không", by=in_snv.dung, at=in_snv.at)
    assert "Được gia hạn đến 15/03/2026" in titles(in_snv.an)


def test_a_returned_task_waits_for_its_giver_and_may_be_given_again(in_snv: Cast) -> None:
    task = lead(given(in_snv))
    operations.give_back(task.pk, reason="Không đúng chức năng", by=in_snv.an, at=in_snv.at)
    waiting = queries.Filter("da-giao", "cho-quyet-dinh")
    assert [row.id for row in queries.work(in_snv.dung, waiting, at=in_snv.at).rows] == [task.pk]
    with pytest.raises(MovedMeanwhile):
        operations.report(task.pk, progress=10, by=in_snv.an, at=in_snv.at)
    operations.give_again(task.pk, text="Vẫn là việc của phòng", by=in_snv.dung, at=in_snv.after(hours=1))
    kinds = [note.kind for note in queries.notes(task.pk)]
    assert kinds == [NoteKind.RETURN, NoteKind.AGAIN]
    assert queries.task(in_snv.an, task.pk, at=in_snv.at).state == TaskState.WAITING


def test_a_head_divides_a_task_and_it_is_done_after_its_parts(in_snv: Cast) -> None:
    task = lead(given(in_snv, lead_person_id=None))
    part = operations.split(
        task.pk, title="Thu thập số liệu", person_id=in_snv.an.pk, by=in_snv.binh, at=in_snv.after(hours=1)
    )
    with pytest.raises(operations.PartsOpen):
        operations.complete(task.pk, result="xong", by=in_snv.binh, at=in_snv.after(hours=2))
    operations.complete(lead(part).pk, result="Đủ số liệu", by=in_snv.an, at=in_snv.after(hours=3))
    operations.complete(task.pk, result="xong", by=in_snv.binh, at=in_snv.after(hours=4))
    assert [one.state for one in queries.parts_of(task.pk)] == [TaskState.DONE]


def test_the_result_is_an_issued_document_and_ends_the_others(in_snv: Cast) -> None:
    made = given(in_snv)
    task = lead(made)
    with pytest.raises(operations.AnswerUnknown):
        operations.complete(task.pk, answer_code="7/KH-SNV", by=in_snv.an, at=in_snv.at)
    own = issued(in_snv)
    operations.complete(task.pk, answer_code="7/KH-SNV", by=in_snv.an, at=in_snv.after(hours=1))
    done, helped = queries.tasks_in(made.pk)
    assert (done.answer_id, done.result) == (own.pk, "Đã có Kế hoạch số 07/KH-SNV ngày 09/3/2026")
    assert helped.state == TaskState.WITHDRAWN
    assert titles(in_snv.dung) == ["Đã hoàn thành"]


def test_the_answer_carries_the_code_of_the_task_that_a_superior_follows(in_snv: Cast) -> None:
    task = lead(given(in_snv, code="VPCP-2026-118"))
    own = issued(in_snv)
    assert queries.codes_answered_by(own.pk) == ()
    operations.link(task.pk, document=own, by=in_snv.an, at=in_snv.at)
    assert queries.codes_answered_by(own.pk) == ("VPCP-2026-118",)


def test_the_codes_of_a_document_are_those_of_its_tasks_and_of_their_parts_and_go_out_with_the_answer(
    in_snv: Cast,
) -> None:
    values = {"type_name": "Công văn", "subject": "giao nhiệm vụ", "issuer_code": "H99", "issuer_name": "UBND tỉnh"}
    incoming = documents.create(direction=Direction.INCOMING, at=in_snv.at, **values)
    documents.keep_task_codes(incoming.pk, [" VPCP-2026-118 ", "VPCP-2026-119", "", "VPCP-2026-118"])
    directed = operations.assign(incoming.pk, lead_unit_id=in_snv.ccvc.pk, by=in_snv.dung, at=in_snv.at)
    assert queries.codes_of(directed) == ["VPCP-2026-118", "VPCP-2026-119"]
    part = type(directed)(agency_id=in_snv.snv.pk, code="RIENG-1", parent=lead(directed))
    assert queries.codes_of(part) == ["RIENG-1", "VPCP-2026-118", "VPCP-2026-119"]
    own = issued(in_snv)
    documents.link(own.pk, incoming.pk, LinkKind.ANSWERS)
    assert queries.codes_answered_by(own.pk) == ("VPCP-2026-118", "VPCP-2026-119")


def test_everything_of_one_who_leaves_goes_to_others_of_his_unit_with_a_record(in_snv: Cast) -> None:
    hai = helper(in_snv)
    tasks = [lead(given(in_snv)), lead(given(in_snv, title="Việc khác"))]
    takers = {task.pk: hai.pk for task in tasks}
    with pytest.raises(operations.NobodyTakes):
        operations.hand_over_all(in_snv.an.pk, dict.fromkeys(takers, in_snv.chi.pk), reason="chuyển", by=in_snv.binh,
                                 at=in_snv.at)  # fmt: skip
    with pytest.raises(NotAllowed):
        operations.hand_over_all(in_snv.an.pk, takers, reason="nghỉ hưu", by=in_snv.chi, at=in_snv.at)
    with pytest.raises(MovedMeanwhile):
        operations.hand_over_all(in_snv.an.pk, {uuid4(): hai.pk}, reason="nghỉ", by=in_snv.binh, at=in_snv.at)
    record = operations.hand_over_all(in_snv.an.pk, takers, reason="nghỉ hưu", by=in_snv.binh, at=in_snv.at)
    assert queries.tasks_of(in_snv.an, at=in_snv.at).rows == ()
    assert {row.id for row in queries.tasks_of(hai, at=in_snv.at).rows} == set(takers)
    kept = queries.hand_over(record.pk)
    assert (kept.reason, len(kept.items.all())) == ("nghỉ hưu", 2)
    assert titles(hai) == ["Nhận bàn giao từ Nguyễn Văn An"] * 2


def test_the_lists_say_late_today_this_week_and_later_and_the_board_counts_the_same(in_snv: Cast) -> None:
    days = {"qua-han": -1, "hom-nay": 0, "tuan-nay": 2, "sau": 9}
    monday = in_snv.at.date()
    for when, ahead in days.items():
        given(in_snv, title=when, due_on=monday + timedelta(days=ahead + 1), cooperating_unit_ids=[])
    given(in_snv, title="khong-han", due_on=None, cooperating_unit_ids=[])
    tuesday = in_snv.after(days=1)
    for when in (*days, "khong-han"):
        chosen = queries.Filter("toi", when)
        assert [row.subject for row in queries.work(in_snv.an, chosen, at=tuesday).rows] == [when]
    counts = queries.counts(in_snv.an, queries.Filter("toi"), at=tuesday)
    assert {when: counts[when] for when in (*days, "khong-han")} == dict.fromkeys((*days, "khong-han"), 1)
    unit, everything = queries.board(at=tuesday)
    assert (unit.name, unit.open, unit.late, unit.today, unit.week) == ("Phòng Công chức, viên chức", 5, 1, 1, 1)
    assert (everything.unit_id, everything.open, everything.late) == (None, 5, 1)


def test_a_list_of_tasks_pages_by_deadline(in_snv: Cast) -> None:
    for number in range(3):
        day = DUE + timedelta(days=3 - number)
        given(in_snv, title=str(number), due_on=day, cooperating_unit_ids=[])
    first = queries.work(in_snv.an, queries.Filter(), at=in_snv.at, size=2)
    second = queries.work(in_snv.an, queries.Filter(), at=in_snv.at, size=2, after=first.after)
    assert [row.subject for row in (*first.rows, *second.rows)] == ["2", "1", "0"]


def test_what_is_usual_is_learnt_from_the_leader_and_then_from_the_others(in_snv: Cast) -> None:
    def directed(times: int, **values: Any) -> None:
        for _ in range(times):
            incoming = documents.create(direction=Direction.INCOMING, type_name="Công văn", subject="x",
                                        issuer_code="H99", issuer_name="UBND", at=in_snv.at)  # fmt: skip
            operations.assign(incoming.pk, by=in_snv.dung, at=in_snv.at, **values)

    assert queries.usual(in_snv.dung) == []
    directed(1, lead_unit_id=in_snv.van_phong.pk)
    directed(2, lead_unit_id=in_snv.ccvc.pk, due_on=date(2026, 3, 16))
    first, second = queries.usual(in_snv.dung)
    assert (first.lead_unit_id, first.working_days) == (in_snv.ccvc.pk, 5)
    assert (second.lead_unit_id, second.working_days) == (in_snv.van_phong.pk, None)
    assert queries.usual(in_snv.binh) == [first, second], "who has not decided yet sees what others decide"


def test_working_days_leave_out_tet(in_snv: Cast) -> None:
    before_tet, after_tet = date(2026, 2, 13), date(2026, 2, 23)
    assert queries.working_days(before_tet, after_tet) == 1


VERBS: dict[str, Any] = {
    "start": lambda task, by, at: operations.start(task, by=by, at=at),
    "report": lambda task, by, at: operations.report(task, progress=5, by=by, at=at),
    "ask": lambda task, by, at: operations.ask(task, text="?", by=by, at=at),
    "urge": lambda task, by, at: operations.urge(task, text="", by=by, at=at),
    "complete": lambda task, by, at: operations.complete(task, result="xong", by=by, at=at),
    "return": lambda task, by, at: operations.give_back(task, reason="vì", by=by, at=at),
    "withdraw": lambda task, by, at: operations.withdraw(task, reason="vì", by=by, at=at),
    "hand_over": lambda task, by, at: operations.hand_over(task, person_id=by.pk, by=by, at=at),
    "ask_extension": lambda task, by, at: operations.ask_extension(
        task, wanted_on=date(2026, 4, 1), reason="vì", by=by, at=at
    ),
    "split": lambda task, by, at: operations.split(task, title="t", person_id=by.pk, by=by, at=at),
}
MAY = {
    "start": {"an", "binh"},
    "report": {"an", "binh"},
    "ask": {"an", "binh", "dung"},
    "urge": {"chi", "dung"},
    "complete": {"an", "binh"},
    "return": {"an", "binh"},
    "withdraw": {"dung"},
    "ask_extension": {"an", "binh"},
    "split": {"binh"},
    "hand_over": {"binh"},
}
"""Who may do each verb to a task of An; Dũng may hand over too, but not to himself, who is in no unit."""


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["an", "binh", "chi", "dung", "em", "giang"])
def test_no_verb_goes_beyond_duty_or_into_another_agency(in_snv: Cast, verb: str, name: str) -> None:
    task = lead(given(in_snv, cooperating_unit_ids=[]))
    person = getattr(in_snv, name)
    refused = (NotAllowed, NotFound, operations.PersonOutsideUnit)
    if name in MAY[verb]:
        VERBS[verb](task.pk, person, in_snv.at)
        return
    with pytest.raises(refused):
        VERBS[verb](task.pk, person, in_snv.at)
    with in_snv.in_syt(), pytest.raises(NotFound):
        VERBS[verb](task.pk, person, in_snv.at)
