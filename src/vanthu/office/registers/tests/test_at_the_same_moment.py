"""Clerks at the same moment: numbers stay without gap and twin, each move happens once.

The suite runs these on SQLite; tests/test_postgres.py runs them again on PostgreSQL.
"""

from __future__ import annotations

from typing import Any

from vanthu.office.audit import queries as audit
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.registers import operations, queries
from vanthu.office.registers.operations import CopyLent, NumberInUse, SeriesClash, SeriesInMidYear
from vanthu.office.registers.states import LoanState, NumberState, RegisterKind
from vanthu.office.registers.tests.stories import (
    administrator,
    document,
    entered,
    lent,
    posted,
    reserve,
    series,
    take,
)
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.threads import at_once

CLERKS = 8


def outcomes(results: list[Any], *expected: type[Exception]) -> tuple[int, int]:
    """How many did it, how many were told that somebody was first; anything else fails the test."""
    strange = [one for one in results if isinstance(one, Exception) and not isinstance(one, expected)]
    assert strange == []
    refused = sum(isinstance(one, expected) for one in results)
    return len(results) - refused, refused


def test_taking_reserving_and_entering_paper_together_leave_no_gap_and_no_twin(committed_cast: Cast) -> None:
    cast = committed_cast
    deeds: list[Any] = [lambda: take(cast, document(cast)), lambda: reserve(cast), lambda: entered(cast)]

    def work(person: int) -> None:
        with cast.in_snv():
            for turn in range(3):
                deeds[(person + turn) % 3]()

    outcomes(at_once(CLERKS, work))
    with cast.in_snv():
        rows = queries.numbers(RegisterKind.OUTGOING, 2026)
    assert [row.number for row in rows] == list(range(1, 3 * CLERKS + 1))
    assert [row.taken_on for row in rows] == sorted(row.taken_on for row in rows)
    assert audit.verify_chain(cast.snv.pk) is None


def test_one_reserved_number_goes_to_one_document(committed_cast: Cast) -> None:
    cast = committed_cast
    with cast.in_snv():
        kept, letters = reserve(cast), [document(cast) for _ in range(CLERKS)]

    def use(person: int) -> None:
        with cast.in_snv():
            operations.use_reserved(
                kept.pk, document_id=letters[person], on=cast.at.date(), by=cast.chi, at=cast.at
            )  # fmt: skip

    assert outcomes(at_once(CLERKS, use), MovedMeanwhile) == (1, CLERKS - 1)
    with cast.in_snv():
        assert queries.number(kept.pk).document_id in letters


def test_a_number_is_either_used_or_cancelled(committed_cast: Cast) -> None:
    cast = committed_cast
    with cast.in_snv():
        kept, ours = reserve(cast), document(cast)

    def settle(person: int) -> None:
        with cast.in_snv():
            if person % 2:
                operations.cancel_number(kept.pk, reason=f"Hủy {person}", by=cast.chi, at=cast.at)
            else:
                operations.use_reserved(kept.pk, document_id=ours, on=cast.at.date(), by=cast.chi, at=cast.at)

    done, _ = outcomes(at_once(CLERKS, settle), MovedMeanwhile, NumberInUse)
    with cast.in_snv():
        row = queries.number(kept.pk)
        facts = [fact.verb for fact in audit.facts_about([kept.pk])]
    assert done == 1
    assert (row.state == NumberState.CANCELLED) == ("cancel_number" in facts)
    assert facts.count("use_number") <= 1
    assert facts.count("cancel_number") <= 1


def test_the_post_signs_or_the_line_is_struck(committed_cast: Cast) -> None:
    cast = committed_cast
    with cast.in_snv():
        entered(cast)
        entry = posted(cast, "01/QĐ-SNV")

    def settle(person: int) -> None:
        with cast.in_snv():
            if person % 2:
                operations.strike_post(entry.pk, reason="Nhầm", by=cast.chi, at=cast.at)
            else:
                operations.sign_post(entry.pk, signed_by="Bưu", on=cast.at.date(), by=cast.chi, at=cast.at)

    assert outcomes(at_once(CLERKS, settle), MovedMeanwhile) == (1, CLERKS - 1)


def test_one_copy_is_lent_once_and_comes_back_once(committed_cast: Cast) -> None:
    cast = committed_cast
    with cast.in_snv():
        entered(cast)

    def borrow(_: int) -> None:
        with cast.in_snv():
            lent(cast, "01/QĐ-SNV")

    assert outcomes(at_once(CLERKS, borrow), CopyLent) == (1, CLERKS - 1)
    with cast.in_snv():
        loan = queries.loans().get(state=LoanState.OUT)

    def give_back(_: int) -> None:
        with cast.in_snv():
            operations.give_back(loan.pk, by=cast.chi, at=cast.at)

    assert outcomes(at_once(CLERKS, give_back), MovedMeanwhile) == (1, CLERKS - 1)


def test_administrators_who_decide_together_make_one_series(committed_cast: Cast) -> None:
    cast = committed_cast
    with cast.in_snv():
        administrator(cast)

    def decide(person: int) -> None:
        with cast.in_snv():
            series(cast, name=f"Quyết định {person}")

    assert outcomes(at_once(CLERKS, decide), SeriesClash) == (1, CLERKS - 1)


def test_a_series_opened_while_numbers_are_taken_counts_all_of_its_type_or_none(committed_cast: Cast) -> None:
    cast = committed_cast
    with cast.in_snv():
        administrator(cast)
        letters = [document(cast, "quyet_dinh") for _ in range(CLERKS)]

    def work(person: int) -> None:
        with cast.in_snv():
            series(cast) if person == 3 else take(cast, letters[person])

    outcomes(at_once(CLERKS, work), SeriesInMidYear)
    with cast.in_snv():
        used = {row.register.series for row in queries.taken(RegisterKind.OUTGOING).filter(state=NumberState.TAKEN)}
    assert len(used) == 1, used
