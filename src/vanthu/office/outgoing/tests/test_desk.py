"""The desks, lists and deadlines of văn bản đi."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import (
    add_signature,
    approved,
    draft,
    issued,
    numbered,
    sealed,
    signed,
    submitted,
)
from vanthu.office.signatures.states import Role
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN


def ids(rows: Any) -> list[Any]:
    return [row.document_id for row in rows]


def test_each_person_finds_what_waits_for_him(office: Cast) -> None:
    mine, with_head, with_signer = draft(office), submitted(office), approved(office)
    with_clerk = submitted(office)
    operations.approve(with_clerk.pk, by=office.binh, at=office.after(minutes=9))
    at = office.after(hours=1)
    an, binh, chi, dung = (queries.desk(person, at=at) for person in (office.an, office.binh, office.chi, office.dung))
    assert set(ids(an.mine)) == {mine.pk, with_head.pk, with_signer.pk, with_clerk.pk}
    assert (ids(binh.to_check), ids(chi.to_check), ids(dung.to_check)) == ([with_head.pk], [with_clerk.pk], [])
    assert (ids(dung.to_sign), ids(binh.to_sign), ids(chi.to_issue)) == ([with_signer.pk], [], [])
    waits = {row.document_id: row.waits_for for row in an.mine}
    assert [waits[one.pk] for one in (mine, with_head, with_clerk, with_signer)] == [
        "Nguyễn Văn An",
        "Trần Thị Bình",
        "Lê Thị Chi",
        "Phạm Tiến Dũng",
    ]


def test_the_clerk_finds_what_must_be_numbered_sealed_and_issued_with_its_deadline(office: Cast) -> None:
    first, second = signed(office), numbered(office)
    desk = queries.desk(office.chi, at=office.after(days=2))
    assert set(ids(desk.to_issue)) == {first.pk, second.pk}
    assert desk.late == 2
    assert {row.state for row in desk.to_issue} == {OutgoingState.SIGNED, OutgoingState.NUMBERED}
    assert desk.to_issue[0].deadline is not None
    assert desk.to_issue[0].deadline.label == "quá hạn gửi từ 00:00 ngày 11/03/2026"


def test_a_letter_is_sent_by_the_morning_of_the_next_working_day_and_an_urgent_one_at_once(office: Cast) -> None:
    def phases(outgoing: Any, *hours: float) -> list[str]:
        found = [queries.deadline(outgoing, at=office.after(hours=hour)) for hour in hours]
        return [one.phase for one in found if one]

    normal, urgent = signed(office), signed(office, urgency=2)
    assert phases(normal, 1, 25.9, 26, 28, 39.9, 40) == ["ok", "ok", "warn", "warn", "warn", "late"]
    assert phases(urgent, 0.4, 2) == ["warn", "late"]


def test_the_warning_names_the_end_of_the_morning_first_and_then_the_end_of_the_day(office: Cast) -> None:
    outgoing = signed(office)
    found = [queries.deadline(outgoing, at=office.after(hours=hour)) for hour in (27, 28)]
    assert [one.label for one in found if one] == [
        "gửi trước 12:00 ngày 10/03/2026",
        "gửi trước 00:00 ngày 11/03/2026",
    ]


def test_what_was_issued_late_is_told_by_how_much_and_counted(office: Cast) -> None:
    punctual, late = issued(office), sealed(office)
    operations.issue(late.pk, by=office.chi, at=office.after(days=2))
    rows = {row.document_id: row.lateness for row in queries.listing(office.chi, at=office.after(days=3)).rows}
    assert rows[punctual.pk] is None
    told = rows[late.pk]
    assert told is not None
    assert (told.by, told.due) == (timedelta(hours=8), office.after(hours=40))
    assert queries.issued_in_time(office.at, office.after(days=5)) == (2, 1)


def test_the_clerk_sends_the_urgent_first_and_then_what_is_due_first(office: Cast) -> None:
    early, urgent = signed(office), signed(office, urgency=1)
    later = approved(office)
    signed_at = office.after(days=1)
    add_signature(later, Role.LEADER, office.dung, PIN, signed_at)
    operations.record_signed(later.pk, by=office.dung, at=signed_at)
    operations.give_number(early.pk, by=office.chi, at=office.after(days=1, minutes=5))
    desk = queries.desk(office.chi, at=office.after(days=1, hours=1))
    assert ids(desk.to_issue) == [urgent.pk, early.pk, later.pk]


def test_there_is_no_deadline_before_the_signature_and_none_after_the_issue(office: Cast) -> None:
    assert queries.deadline(approved(office), at=office.at) is None
    assert queries.deadline(issued(office), at=office.after(days=9)) is None


def test_a_returned_draft_lies_on_the_drafters_desk_with_the_reason(office: Cast) -> None:
    outgoing = submitted(office)
    operations.return_to_drafter(outgoing.pk, reason="Thiếu căn cứ", by=office.binh, at=office.after(minutes=9))
    (row,) = queries.desk(office.an, at=office.after(hours=1)).mine
    assert (row.state, row.return_reason, row.waits_for) == (OutgoingState.DRAFT, "Thiếu căn cứ", "Nguyễn Văn An")


def test_the_urgent_lie_on_top_and_are_counted(office: Cast) -> None:
    first, flash = approved(office), approved(office, urgency=3)
    desk = queries.desk(office.dung, at=office.after(hours=1))
    assert ids(desk.to_sign) == [flash.pk, first.pk]
    assert (desk.urgent, desk.to_sign[0].urgency_label) == (1, "HỎA TỐC")


def test_a_person_of_another_agency_has_an_empty_desk_here(office: Cast) -> None:
    signed(office)
    desk = queries.desk(office.em, at=office.at)
    assert (desk.to_check, desk.to_sign, desk.to_issue, desk.mine) == ((), (), (), ())


def test_the_list_shows_recipients_and_filters_by_state_and_words(office: Cast) -> None:
    first, second = draft(office), submitted(office, subject="Tuyển dụng viên chức")
    page = queries.listing(office.an, at=office.at)
    assert ids(page.rows) == [second.pk, first.pk]
    assert (page.rows[0].recipient_count, page.rows[0].first_recipient) == (2, "Sở Y tế")
    assert ids(queries.listing(office.an, queries.Filter(text="tuyen DỤNG"), at=office.at).rows) == [second.pk]
    assert ids(queries.listing(office.an, queries.Filter(states=["draft"]), at=office.at).rows) == [first.pk]
    assert queries.counts(office.an, at=office.at) == {"draft": 1, "in_approval": 1}


def test_the_list_finds_a_document_by_its_code(office: Cast) -> None:
    outgoing, _ = numbered(office), draft(office)
    assert ids(queries.listing(office.chi, queries.Filter(text="01/SNV"), at=office.at).rows) == [outgoing.pk]


def test_the_list_goes_on_over_pages(office: Cast) -> None:
    made = [draft(office).pk for _ in range(3)]
    first = queries.listing(office.an, at=office.at, size=2)
    second = queries.listing(office.an, at=office.at, size=2, after=first.after)
    assert (ids(first.rows), ids(second.rows), first.total) == ([made[2], made[1]], [made[0]], 3)
    assert (first.before, second.after) == ("", "")
    assert queries.listing(office.an, at=office.at, size=2, before=second.before) == first


def test_the_desk_costs_the_same_number_of_queries_however_full_it_is(
    office: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        submitted(office)
    with django_assert_max_num_queries(9):
        assert len(queries.desk(office.an, at=office.at).mine) == 4
    with django_assert_max_num_queries(9):
        assert len(queries.desk(office.binh, at=office.at).to_check) == 4
