"""Reading the registers."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from vanthu.office.registers.models import NumberTaken
from vanthu.office.registers.states import RegisterKind


def numbers(kind: RegisterKind, year: int, series: str = "chung") -> list[NumberTaken]:
    """Return the numbers a register of the agency in force gave, in order."""
    taken = NumberTaken.objects.filter(register__kind=kind, register__year=year, register__series=series)
    return list(taken.select_related("register", "document", "taken_by"))


def numbers_of(document_ids: Iterable[UUID], kind: RegisterKind) -> dict[UUID, int]:
    """Return the number of each document that has one in registers of a kind, in one query."""
    taken = NumberTaken.objects.filter(register__kind=kind, document__in=list(document_ids))
    return dict(taken.values_list("document_id", "number"))


def number_of(document_id: UUID, kind: RegisterKind) -> NumberTaken | None:
    """Return the number a document has in registers of a kind; None while it has none."""
    return NumberTaken.objects.filter(register__kind=kind, document_id=document_id).select_related("register").first()
