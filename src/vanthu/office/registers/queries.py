"""Reading the registers."""

from __future__ import annotations

from uuid import UUID

from vanthu.office.registers.models import NumberTaken
from vanthu.office.registers.states import RegisterKind


def numbers(kind: RegisterKind, year: int, series: str = "chung") -> list[NumberTaken]:
    """Return the numbers a register of the agency in force gave, in order."""
    taken = NumberTaken.objects.filter(register__kind=kind, register__year=year, register__series=series)
    return list(taken.select_related("register", "document", "taken_by"))


def number_of(document_id: UUID, kind: RegisterKind) -> NumberTaken | None:
    """Return the number a document has in registers of a kind; None while it has none."""
    return NumberTaken.objects.filter(register__kind=kind, document_id=document_id).select_related("register").first()
