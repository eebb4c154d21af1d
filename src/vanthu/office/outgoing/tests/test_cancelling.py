"""A signed document that is given up keeps its number in the register, cancelled."""

from __future__ import annotations

import pytest

from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.outgoing import operations
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import issued, numbered, signed
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import NumberState, RegisterKind
from vanthu.office.testing.cast import Cast


def states() -> list[tuple[int, str, str]]:
    return [(one.number, one.state, one.reason) for one in registers.numbers(RegisterKind.OUTGOING, 2026)]


def test_its_number_stays_cancelled_and_the_next_document_gets_the_next(office: Cast) -> None:
    given_up = operations.cancel(numbered(office).pk, reason="Sai trích yếu", by=office.chi, at=office.after(hours=1))
    assert given_up.state == OutgoingState.WITHDRAWN
    numbered(office)
    assert states() == [(1, NumberState.CANCELLED, "Sai trích yếu"), (2, NumberState.TAKEN, "")]


def test_a_document_without_number_takes_none_with_it(office: Cast) -> None:
    operations.cancel(signed(office).pk, reason="Không ban hành", by=office.chi, at=office.after(hours=1))
    assert states() == []


def test_only_the_clerk_cancels_and_says_why(office: Cast) -> None:
    ours = numbered(office)
    for who in (office.an, office.binh, office.dung):
        with pytest.raises(NotAllowed):
            operations.cancel(ours.pk, reason="Sai", by=who, at=office.at)
    with pytest.raises(operations.ReasonMissing):
        operations.cancel(ours.pk, reason=" ", by=office.chi, at=office.at)
    assert states() == [(1, NumberState.TAKEN, "")]


def test_an_issued_document_is_recalled_not_cancelled(office: Cast) -> None:
    with pytest.raises(MovedMeanwhile):
        operations.cancel(issued(office).pk, reason="Sai", by=office.chi, at=office.after(hours=2))
    assert [state for _, state, _ in states()] == [NumberState.TAKEN]
