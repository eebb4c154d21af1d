"""The desks and lists of văn bản đến."""

from __future__ import annotations

from datetime import date
from typing import Any

from vanthu.office.incoming import operations, queries
from vanthu.office.incoming.tests.stories import arrived, assigned, registered
from vanthu.office.testing.cast import Cast


def test_the_clerk_sees_what_waits_for_registering_the_urgent_first(in_snv: Cast) -> None:
    normal, flash = arrived(in_snv), arrived(in_snv, urgency=3, at=in_snv.after(hours=1))
    desk = queries.desk(in_snv.chi, at=in_snv.after(hours=1))
    assert [row.document_id for row in desk.to_register] == [flash.pk, normal.pk]
    assert [row.urgency_label for row in desk.to_register] == ["HỎA TỐC", "Thường"]
    assert (queries.new(in_snv.chi, at=in_snv.after(hours=1)), desk.to_assign) == (2, ())


def test_the_leader_sees_what_waits_for_his_direction_and_follows_what_he_gave(in_snv: Cast) -> None:
    waiting = registered(in_snv)
    given = assigned(in_snv, due_on=date(2026, 3, 10))
    desk = queries.desk(in_snv.dung, at=in_snv.after(days=3))
    assert [row.document_id for row in desk.to_assign] == [waiting.pk]
    assert {task.document_id for task in desk.following.rows} == {given.pk}
    assert all(task.late for task in desk.following.rows)
    assert desk.to_register == ()


def test_the_head_sees_the_tasks_of_the_unit_and_the_specialist_his_own(in_snv: Cast) -> None:
    incoming = assigned(in_snv, lead_person_id=in_snv.an.pk)
    head, specialist = queries.desk(in_snv.binh, at=in_snv.at), queries.desk(in_snv.an, at=in_snv.at)
    assert [(task.document_id, task.arrival_number) for task in head.unit_tasks.rows] == [(incoming.pk, 1)]
    assert [task.document_id for task in specialist.my_tasks.rows] == [incoming.pk]
    assert (head.my_tasks.total, specialist.unit_tasks.total) == (0, 0)


def test_a_person_of_another_agency_has_an_empty_desk_here(in_snv: Cast) -> None:
    arrived(in_snv)
    desk = queries.desk(in_snv.em, at=in_snv.at)
    assert (desk.to_register, desk.to_assign, desk.my_tasks.rows, desk.unit_tasks.rows) == ((), (), (), ())


def test_a_document_must_be_registered_by_the_next_working_day_and_an_urgent_one_at_once(in_snv: Cast) -> None:
    def phase(incoming: Any, **later: float) -> str:
        deadline = queries.registering_deadline(incoming, at=in_snv.after(**later))
        assert deadline is not None
        return deadline.phase

    normal, urgent = arrived(in_snv), arrived(in_snv, urgency=1)
    assert [phase(normal, hours=8), phase(normal, days=1, hours=5), phase(normal, days=2)] == ["ok", "warn", "late"]
    assert [phase(urgent), phase(urgent, hours=1)] == ["warn", "late"]
    operations.register(normal.pk, by=in_snv.chi, at=in_snv.at)
    normal.refresh_from_db()
    assert queries.registering_deadline(normal, at=in_snv.at) is None


def test_a_line_shows_who_leads_and_the_days_left(in_snv: Cast) -> None:
    incoming = assigned(in_snv, lead_person_id=in_snv.an.pk, due_on=date(2026, 3, 11))
    (row,) = queries.listing(in_snv.an, at=in_snv.at).rows
    assert (row.document_id, row.lead_unit_name, row.lead_person_name, row.days_left, row.late) == (
        incoming.pk,
        "Phòng Công chức, viên chức",
        "Nguyễn Văn An",
        2,
        False,
    )


def test_the_list_is_found_by_code_arrival_number_and_words(in_snv: Cast) -> None:
    first = registered(in_snv)
    second = registered(in_snv, number="90", subject="phòng chống bão số 5")

    def found(text: str) -> list[Any]:
        return [row.document_id for row in queries.listing(in_snv.chi, queries.Filter(text=text), at=in_snv.at).rows]

    assert found("88/SYT") == [first.pk]
    assert found("2") == [second.pk]
    assert found("bão số") == [second.pk]
    assert set(found("Sở Y")) == {first.pk, second.pk}
    assert found("không có") == []


def test_the_list_filters_by_state_pages_and_counts(in_snv: Cast) -> None:
    for _ in range(3):
        arrived(in_snv)
    registered(in_snv)
    chosen = queries.Filter(states=["arrived"])
    first = queries.listing(in_snv.chi, chosen, at=in_snv.at, size=2)
    second = queries.listing(in_snv.chi, chosen, at=in_snv.at, size=2, after=first.after)
    assert (len(first.rows), len(second.rows), first.total, second.after) == (2, 1, 3, "")
    assert queries.counts(in_snv.chi, at=in_snv.at) == {"arrived": 3, "registered": 1}


def test_the_desk_costs_the_same_number_of_queries_however_full_it_is(
    in_snv: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        arrived(in_snv)
    with django_assert_max_num_queries(11):
        assert len(queries.desk(in_snv.chi, at=in_snv.at).to_register) == 5
