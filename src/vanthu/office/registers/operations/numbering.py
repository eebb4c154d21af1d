"""Taking the next number."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.documents import queries as documents
from vanthu.office.registers import queries
from vanthu.office.registers.models import NumberTaken, Register
from vanthu.office.registers.operations.common import last_taken, locked_register
from vanthu.office.registers.operations.errors import NumberBackdated, NumberCancelled
from vanthu.office.registers.states import NumberState, RegisterKind
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def take_number(
    *,
    kind: RegisterKind,
    document_id: UUID,
    on: date,
    by: Person | None,
    at: datetime,
    series: str | None = None,
) -> int:
    """Give a document the next number of the year of `on`; a document that has one keeps it.

    `series`: None means the one the agency decided on for such a document. The register's row stays locked until the
    transaction ends, so the numbers of a year have no gap and no twin (ND30-A15.1, A22.2). Keep that transaction short
    and talk to no device in it. Raises NumberBackdated, NumberCancelled.
    """
    with write():
        register = locked_register(kind, series, on.year) if series else _locked_for(kind, document_id, on)
        taken = queries.number_of(document_id, kind)
        if taken is not None:
            return _kept(taken)
        _require_in_order(register, on)
        taken = next_number(register, on=on, by=by, at=at, document_id=document_id)
        audit.record(
            verb="take_number", subject=taken, by=by, at=at, kind=kind, series=register.series, year=on.year,
            number=taken.number, document=document_id,
        )  # fmt: skip
    return taken.number


def next_number(register: Register, *, on: date, by: Person | None, at: datetime, **values: Any) -> NumberTaken:
    """Count a locked register up by one and write the number; the caller records the fact."""
    number = register.last_number + 1
    Register.objects.filter(pk=register.pk).update(last_number=number)
    register.last_number = number
    told: Any = {"taken_on": on, "taken_at": at, "taken_by": by, **values}
    return NumberTaken.objects.create(register=register, number=number, **told)


def _locked_for(kind: RegisterKind, document_id: UUID, on: date) -> Register:
    """Lock the register of the document's series; who opens a series holds the lock of the general one meanwhile."""
    document = documents.document(document_id)
    register = locked_register(kind, queries.series_for(kind, document, on), on.year)
    decided = queries.series_for(kind, document, on)
    return register if decided == register.series else locked_register(kind, decided, on.year)


def _kept(taken: NumberTaken) -> int:
    if taken.state == NumberState.CANCELLED:
        raise NumberCancelled(number=taken.number)
    return taken.number


def _require_in_order(register: Register, on: date) -> None:
    last = last_taken(register)
    if last is not None and last.taken_on > on:
        raise NumberBackdated(on=on, last=last.number, last_on=last.taken_on)
