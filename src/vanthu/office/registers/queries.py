"""Reading the registers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import padded, prepared
from vanthu.office.registers.models import CopyLoan, NumberTaken, PostEntry, Register, Series
from vanthu.office.registers.states import (
    COPIES,
    GENERAL,
    LoanState,
    NumberState,
    RegisterKind,
    SeriesScope,
)

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document

GENERAL_NAMES = {
    RegisterKind.OUTGOING: "Dãy số chung",
    RegisterKind.INCOMING: "Số đến",
    RegisterKind.COPY: "Bản sao y, sao lục, trích sao",
}


@dataclass(frozen=True)
class SeriesName:
    """A series as a page offers it: the code in addresses and registers, and its Vietnamese name."""

    code: str
    name: str


def numbers(kind: RegisterKind, year: int, series: str = GENERAL) -> list[NumberTaken]:
    """Return the numbers a register of the agency in force gave, in order."""
    return list(taken(kind).filter(register__year=year, register__series=series).order_by("number"))


def taken(kind: RegisterKind) -> QuerySet[NumberTaken]:
    """Return every number of a kind in the agency in force, reserved and cancelled ones too, for further filters."""
    return NumberTaken.objects.filter(register__kind=kind).select_related("register", "document", "taken_by")


def number(number_id: UUID) -> NumberTaken:
    """Return one number of the agency in force; raises NotFound."""
    found = NumberTaken.objects.filter(pk=number_id).select_related("register", "document", "taken_by").first()
    if found is None:
        raise NotFound(what="số")
    return found


def last_number(kind: RegisterKind, year: int, series: str = GENERAL) -> int:
    """Return the number given last in a register of the agency in force; 0 when it gave none yet."""
    register = Register.objects.filter(kind=kind, year=year, series=series)
    return register.values_list("last_number", flat=True).first() or 0


def highest_number(kind: RegisterKind, year: int) -> int:
    """Return the highest number given in a year by any series of the agency in force; 0 when none was given yet."""
    found = Register.objects.filter(kind=kind, year=year).aggregate(highest=Max("last_number"))
    return found["highest"] or 0


def numbers_of(document_ids: Iterable[UUID], kind: RegisterKind) -> dict[UUID, int]:
    """Return the number of each document that has one in registers of a kind, in one query."""
    return dict(_numbers(padded(document_ids), kind))


@prepared
def _numbers(document_ids: tuple[UUID, ...], kind: RegisterKind) -> QuerySet[NumberTaken, Any]:
    found = NumberTaken.objects.filter(register__kind=kind, document__in=document_ids)
    return found.values_list("document_id", "number")


def number_of(document_id: UUID, kind: RegisterKind) -> NumberTaken | None:
    """Return the number a document has in registers of a kind; None while it has none."""
    return NumberTaken.objects.filter(register__kind=kind, document_id=document_id).select_related("register").first()


def reserved(kind: RegisterKind, series: str | None = None) -> list[NumberTaken]:
    """Return the numbers kept for documents to come, the one that runs out first on top."""
    found = taken(kind).filter(state=NumberState.RESERVED)
    return list((found.filter(register__series=series) if series else found).order_by("due_on", "number"))


# ── series ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def series_rows() -> list[Series]:
    """Return every series the agency in force ever decided on."""
    return list(Series.objects.select_related("made_by"))


def series_row(series_id: UUID) -> Series:
    """Return one series; raises NotFound."""
    found = Series.objects.filter(pk=series_id).first()
    if found is None:
        raise NotFound(what="dãy số")
    return found


def series_on(kind: RegisterKind, on: date) -> QuerySet[Series]:
    """Return the series in force on a day."""
    open_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return Series.objects.filter(open_ended, kind=kind, valid_from__lte=on)


def series_for(kind: RegisterKind, document: Document, on: date) -> str:
    """Return the code of the series in which a document gets its number on a day (ND30-A15.1, PLI-3a).

    A body named as issuer comes first, then the series of its type, then the general one.
    """
    if kind == RegisterKind.COPY:
        return COPIES
    if kind == RegisterKind.INCOMING:
        return GENERAL
    in_force = list(series_on(kind, on))
    issuer = " ".join(document.issuer_name.casefold().split())
    for one in in_force:
        if one.scope == SeriesScope.BODY and " ".join(one.body_name.casefold().split()) == issuer:
            return one.code
    code = document.type.code if document.type else ""
    for one in in_force:
        if one.scope in {SeriesScope.TYPES, SeriesScope.LEGAL} and code in one.types:
            return one.code
    return GENERAL


def series_names(kind: RegisterKind, year: int | None = None) -> list[SeriesName]:
    """Return the series of a kind in a year (any year when None): those in force and those that gave numbers."""
    rows = Series.objects.filter(kind=kind).exclude(scope=SeriesScope.SECRET)
    used = Register.objects.filter(kind=kind)
    if year is not None:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__year__gte=year), valid_from__year__lte=year)
        used = used.filter(year=year)
    general = COPIES if kind == RegisterKind.COPY else GENERAL
    names = {general: GENERAL_NAMES[kind]}
    names |= {one.code: one.name for one in rows}
    names |= {code: code for code in used.values_list("series", flat=True).distinct() if code not in names}
    return [SeriesName(code, name) for code, name in names.items()]


def secret_notations(on: date | None = None) -> frozenset[str]:
    """Return the parts of a ký hiệu by which the agency knows its secret documents (ND30-A15.2, QD28-A1)."""
    rows = Series.objects.filter(scope=SeriesScope.SECRET)
    if on is not None:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return frozenset(part for parts in rows.values_list("notations", flat=True) for part in parts)


# ── post and kept copies ─────────────────────────────────────────────────────────────────────────────────────────────


def post_entries() -> QuerySet[PostEntry]:
    """Return the lines of the post register of the agency in force, for further filters."""
    return PostEntry.objects.select_related("document", "made_by")


def post_entry(entry_id: UUID) -> PostEntry:
    """Return one line of the post register; raises NotFound."""
    found = post_entries().filter(pk=entry_id).first()
    if found is None:
        raise NotFound(what="dòng sổ bưu điện")
    return found


def loans() -> QuerySet[CopyLoan]:
    """Return the lines of the register of kept copies of the agency in force, for further filters."""
    return CopyLoan.objects.select_related("document", "borrower", "permitted_by", "made_by")


def loan(loan_id: UUID) -> CopyLoan:
    """Return one line of the register of kept copies; raises NotFound."""
    found = loans().filter(pk=loan_id).first()
    if found is None:
        raise NotFound(what="lượt mượn bản lưu")
    return found


def borrowed(document_id: UUID) -> CopyLoan | None:
    """Return the loan of a document's kept copy that has not ended; None when the copy is in its place."""
    return loans().filter(document_id=document_id, state=LoanState.OUT).first()
