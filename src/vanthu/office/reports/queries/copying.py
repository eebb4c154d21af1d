"""Sổ đăng ký bản sao: every number of sao y, sao lục, trích sao with what was copied (ND30-A25, A26)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from vanthu.office.copies import queries as copies
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import NumberState, RegisterKind
from vanthu.office.reports.queries.lines import BookLine, narrowed, only_if, sees_all, what

if TYPE_CHECKING:
    from vanthu.office.copies.models import Copy
    from vanthu.office.organizations.models import Person
    from vanthu.office.reports.queries.filtering import Chosen
    from vanthu.standards.registers import Row


def found(person: Person, chosen: Chosen, *, at: datetime) -> QuerySet[Any]:
    """Return the numbers of copies a person may see; a copy belongs to no unit."""
    rows = registers.taken(RegisterKind.COPY)
    rows = rows.filter(register__year=chosen.year) if chosen.year else rows
    rows = narrowed(rows, chosen, day="taken_on")
    return only_if(sees_all(person, at), rows, lambda: Q(document__in=copies.visible_to(person, at=at).values("pk")))


def lines(numbers: Iterable[Any]) -> list[BookLine]:
    """Return the eight columns of each number."""
    taken = list(numbers)
    made = copies.by_document(one.document_id for one in taken if one.document_id)
    return [_line(one, made.get(one.document_id)) for one in taken]


def _line(taken: Any, copy: Copy | None) -> BookLine:
    mark = "" if taken.state == NumberState.TAKEN else str(taken.state)
    row = _of(taken, copy) if copy else (f"{taken.number:02d}", taken.taken_on, *[""] * 5, taken.reason)
    return BookLine(taken.pk, row, copy.pk if copy else None, "copy" if copy else "", mark, taken.number)


def _of(taken: Any, copy: Copy) -> Row:
    original = copy.original
    dated = f"ngày {original.issued_on:%d/%m/%Y}" if original.issued_on else ""
    copied = ", ".join(part for part in (original.code_text, dated, original.issuer_name) if part)
    return (
        taken.document.code_text or f"{taken.number:02d}",
        taken.taken_on,
        copy.get_kind_display(),
        copied,
        what(original),
        copy.signer.full_name,
        "; ".join(copy.places),
        taken.reason or copy.purpose,
    )
