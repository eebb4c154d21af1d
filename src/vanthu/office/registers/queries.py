"""Reading the registers."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from vanthu.office.registers.models import NumberTaken, Register
from vanthu.office.registers.states import RegisterKind


def numbers(kind: RegisterKind, year: int, series: str = "chung") -> list[NumberTaken]:
    """Return the numbers a register of the agency in force gave, in order."""
    taken = NumberTaken.objects.filter(register__kind=kind, register__year=year, register__series=series)
    return list(taken.select_related("register", "document", "taken_by"))


def last_number(kind: RegisterKind, year: int, series: str = "chung") -> int:
    """Return the number given last in a register of the agency in force; 0 when it gave none yet."""
    register = Register.objects.filter(kind=kind, year=year, series=series)
    return register.values_list("last_number", flat=True).first() or 0


def numbers_of(document_ids: Iterable[UUID], kind: RegisterKind) -> dict[UUID, int]:
    """Return the number of each document that has one in registers of a kind, in one query."""
    taken = NumberTaken.objects.filter(register__kind=kind, document__in=list(document_ids))
    return dict(taken.values_list("document_id", "number"))


def number_of(document_id: UUID, kind: RegisterKind) -> NumberTaken | None:
    """Return the number a document has in registers of a kind; None while it has none."""
    return NumberTaken.objects.filter(register__kind=kind, document_id=document_id).select_related("register").first()
