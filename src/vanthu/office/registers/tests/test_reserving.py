"""Numbers are kept, used and cancelled with a reason; none disappears, none comes twice (ND30-A15)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection

from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.registers import operations, queries
from vanthu.office.registers.operations import (
    NumberCancelled,
    NumberExpired,
    NumberInUse,
    NumberOutOfPlace,
    RegisterFieldWrong,
    RegisterReasonMissing,
)
from vanthu.office.registers.states import NumberState, RegisterKind
from vanthu.office.registers.tests.stories import document, entered, reserve, take
from vanthu.office.testing.cast import Cast
from vanthu.runtime.transactions import write


def states() -> list[tuple[int, str]]:
    return [(row.number, row.state) for row in queries.numbers(RegisterKind.OUTGOING, 2026)]


def use(cast: Cast, taken: Any, **other: Any) -> Any:
    values = {"on": cast.at.date(), "by": cast.chi, "at": cast.at, **other}
    values.setdefault("document_id", document(cast))
    return operations.use_reserved(taken.pk, **values)


def test_a_reserved_number_leaves_no_gap_and_is_not_given_to_the_next_document(in_snv: Cast) -> None:
    reserve(in_snv)
    assert take(in_snv, document(in_snv)) == 2
    assert states() == [(1, "reserved"), (2, "taken")]
    assert [row.number for row in queries.reserved(RegisterKind.OUTGOING)] == [1]


def test_a_reserved_number_is_used_once_by_one_document(in_snv: Cast) -> None:
    kept, ours = reserve(in_snv), document(in_snv)
    used = use(in_snv, kept, document_id=ours)
    assert (used.state, used.document_id, used.number) == (NumberState.TAKEN, ours, 1)
    with pytest.raises(MovedMeanwhile):
        use(in_snv, kept)
    assert take(in_snv, ours) == 1, "giving a number to a document that has one gives it the same"


@pytest.mark.parametrize("reason", ["", "  "])
def test_reserving_and_cancelling_need_a_reason(in_snv: Cast, reason: str) -> None:
    with pytest.raises(RegisterReasonMissing):
        reserve(in_snv, reason=reason)
    kept = reserve(in_snv)
    with pytest.raises(RegisterReasonMissing):
        operations.cancel_number(kept.pk, reason=reason, by=in_snv.chi, at=in_snv.at)
    assert states() == [(1, "reserved")]


@pytest.mark.parametrize("due_on", [date(2026, 3, 8), date(2027, 1, 2)])
def test_a_number_is_not_kept_for_the_past_nor_beyond_the_year(in_snv: Cast, due_on: date) -> None:
    with pytest.raises(RegisterFieldWrong):
        reserve(in_snv, due_on=due_on)
    assert states() == []


def test_a_cancelled_number_stays_in_the_register_and_is_never_used_again(in_snv: Cast) -> None:
    kept = reserve(in_snv)
    gone = operations.cancel_number(kept.pk, reason="Không ký nữa", by=in_snv.chi, at=in_snv.after(hours=1))
    assert (gone.state, gone.reason, gone.decided_by) == (NumberState.CANCELLED, "Không ký nữa", in_snv.chi)
    with pytest.raises(MovedMeanwhile):
        use(in_snv, kept)
    with pytest.raises(MovedMeanwhile):
        operations.cancel_number(kept.pk, reason="Lần nữa", by=in_snv.chi, at=in_snv.at)
    assert take(in_snv, document(in_snv)) == 2
    assert states() == [(1, "cancelled"), (2, "taken")]


def test_a_number_past_its_day_is_used_only_after_it_was_kept_longer(in_snv: Cast) -> None:
    kept = reserve(in_snv, due_on=date(2026, 3, 10))
    later = in_snv.after(days=3)
    with pytest.raises(NumberExpired) as refused:
        use(in_snv, kept, on=later.date(), at=later)
    assert "10/03/2026" in refused.value.sentence
    operations.extend(kept.pk, due_on=date(2026, 3, 20), reason="Chờ ý kiến UBND", by=in_snv.chi, at=later)
    assert use(in_snv, kept, on=later.date(), at=later).taken_on == later.date()


def test_a_reserved_number_keeps_numbers_and_days_in_order(in_snv: Cast) -> None:
    take(in_snv, document(in_snv), on=date(2026, 3, 6))
    kept = reserve(in_snv, due_on=date(2026, 3, 30))
    take(in_snv, document(in_snv), on=date(2026, 3, 11), at=in_snv.after(days=2))
    later = in_snv.after(days=4)
    for wrong in (date(2026, 3, 5), date(2026, 3, 12), date(2026, 3, 13)):
        with pytest.raises(NumberOutOfPlace) as refused:
            use(in_snv, kept, on=wrong, at=later)
        assert "06/03/2026" in refused.value.sentence
    assert use(in_snv, kept, on=date(2026, 3, 10), at=later).taken_on == date(2026, 3, 10)
    days = [row.taken_on for row in queries.numbers(RegisterKind.OUTGOING, 2026)]
    assert days == sorted(days)


def test_the_number_of_a_document_on_its_way_is_cancelled_with_the_document_only(in_snv: Cast) -> None:
    ours = document(in_snv)
    take(in_snv, ours)
    taken = queries.number_of(ours, RegisterKind.OUTGOING)
    assert taken
    with pytest.raises(NumberInUse):
        operations.cancel_number(taken.pk, reason="Sai", by=in_snv.chi, at=in_snv.at)
    operations.cancel_number_of(ours, kind=RegisterKind.OUTGOING, reason="Hủy bản", by=in_snv.chi, at=in_snv.at)
    with pytest.raises(NumberCancelled):
        take(in_snv, ours)
    assert states() == [(1, "cancelled")]


def test_the_number_of_an_issued_document_is_never_cancelled(in_snv: Cast) -> None:
    ours = document(in_snv)
    take(in_snv, ours)
    documents.freeze(ours, at=in_snv.at)
    with pytest.raises(NumberInUse):
        operations.cancel_number_of(ours, kind=RegisterKind.OUTGOING, reason="Hủy", by=in_snv.chi, at=in_snv.at)
    assert states() == [(1, "taken")]


def test_a_paper_entered_by_mistake_is_cancelled_and_its_line_stays(in_snv: Cast) -> None:
    taken = entered(in_snv)
    gone = operations.cancel_number(taken.pk, reason="Vào sổ nhầm", by=in_snv.chi, at=in_snv.at)
    assert (gone.state, gone.document_id) == (NumberState.CANCELLED, taken.document_id)


@pytest.mark.parametrize("name", ["an", "binh", "dung", "em", "giang"])
def test_only_the_clerk_of_the_agency_keeps_and_cancels_numbers(in_snv: Cast, name: str) -> None:
    kept, who = reserve(in_snv), getattr(in_snv, name)
    with pytest.raises(NotAllowed):
        reserve(in_snv, by=who)
    with pytest.raises(NotAllowed):
        use(in_snv, kept, by=who)
    with pytest.raises(NotAllowed):
        operations.cancel_number(kept.pk, reason="x", by=who, at=in_snv.at)
    with pytest.raises(NotAllowed):
        operations.extend(kept.pk, due_on=date(2026, 5, 1), reason="x", by=who, at=in_snv.at)
    assert states() == [(1, "reserved")]


def test_a_number_of_another_agency_does_not_exist(cast: Cast) -> None:
    with cast.in_snv():
        kept = reserve(cast)
    with cast.in_syt(), pytest.raises(NotFound):
        operations.cancel_number(kept.pk, reason="x", by=cast.em, at=cast.at)


def test_every_step_of_a_number_is_a_fact(in_snv: Cast) -> None:
    kept = reserve(in_snv)
    operations.extend(kept.pk, due_on=date(2026, 3, 20), reason="Chờ", by=in_snv.chi, at=in_snv.at)
    use(in_snv, kept)
    other = reserve(in_snv)
    operations.cancel_number(other.pk, reason="Thôi", by=in_snv.chi, at=in_snv.at)
    verbs = [fact.verb for fact in audit.facts_about([kept.pk])]
    assert sorted(verbs) == ["extend_number", "reserve_number", "use_number"]
    assert {fact.verb for fact in audit.facts_about([other.pk])} == {"reserve_number", "cancel_number"}
    assert audit.verify_chain(in_snv.snv.pk) is None


@pytest.mark.parametrize(
    "change",
    [
        "state = 'reserved'",
        "state = 'taken'",
        "number = number + 5",
        "document_id = NULL",
        "taken_on = '2026-01-01'",
    ],
)
def test_a_cancelled_number_is_not_changed_even_around_the_operations(in_snv: Cast, change: str) -> None:
    ours = document(in_snv)
    take(in_snv, ours)
    operations.cancel_number_of(ours, kind=RegisterKind.OUTGOING, reason="Hủy", by=in_snv.chi, at=in_snv.at)
    with pytest.raises(IntegrityError), write(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE registers_numbertaken SET {change}")


def test_a_reserved_number_may_only_move_forward_even_around_the_operations(in_snv: Cast) -> None:
    reserve(in_snv)
    for change in ("number = 9", "state = 'cancelled', number = 9", "state = 'lost'", "taken_at = '2020-01-01'"):
        with pytest.raises(IntegrityError), write(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE registers_numbertaken SET {change}")
    assert in_snv.at - timedelta(seconds=1) < queries.reserved(RegisterKind.OUTGOING)[0].taken_at
