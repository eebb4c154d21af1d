"""The registers clerks write themselves: sổ gửi văn bản đi bưu điện and sổ sử dụng bản lưu."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from vanthu.office.outgoing import queries as outgoing
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import PostState
from vanthu.office.reports.queries.lines import BookLine, day_of, narrowed, only_if, sees_all, what

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.reports.queries.filtering import Chosen


def posted(person: Person, chosen: Chosen, *, at: datetime) -> QuerySet[Any]:
    """Return the lines of the post register a person may see."""
    rows = _of(registers.post_entries(), chosen, day="sent_on")
    return only_if(sees_all(person, at), rows, lambda: _visible(person, at))


def lent(person: Person, chosen: Chosen, *, at: datetime) -> QuerySet[Any]:
    """Return the loans a person may see, his own among them."""
    rows = _of(registers.loans(), chosen, day="lent_on")
    return only_if(sees_all(person, at), rows, lambda: Q(borrower=person) | _visible(person, at))


def post_lines(entries: Iterable[Any]) -> list[BookLine]:
    """Return the six columns of each line."""
    return [_posted(entry) for entry in entries]


def loan_lines(loans: Iterable[Any]) -> list[BookLine]:
    """Return the nine columns of each loan."""
    return [_lent(loan) for loan in loans]


def _of(rows: QuerySet[Any], chosen: Chosen, *, day: str) -> QuerySet[Any]:
    rows = rows.filter(**{f"{day}__year": chosen.year}) if chosen.year else rows
    rows = rows.filter(document__outgoing__unit_id=chosen.unit_id) if chosen.unit_id else rows
    return narrowed(rows, chosen, day=day).select_related("document__outgoing")


def _visible(person: Person, at: datetime) -> Q:
    return Q(document__in=outgoing.visible_to(person, at=at).values("pk"))


def _posted(entry: Any) -> BookLine:
    struck = entry.state == PostState.STRUCK
    signed = f"{entry.signed_by}, {entry.signed_on:%d/%m/%Y}" if entry.signed_on else ""
    row = (
        entry.sent_on,
        entry.document.code_text,
        entry.recipient,
        0 if struck else entry.envelopes,
        signed,
        entry.remark,
    )
    return BookLine(entry.pk, row, *_page(entry.document), mark=str(entry.state))


def _lent(loan: Any) -> BookLine:
    document = loan.document
    dated = f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    row = (
        loan.lent_on,
        loan.borrower.full_name,
        f"{document.code_text}{dated}",
        what(document),
        loan.file_code,
        f"Đã ký {day_of(loan.signed_at):%d/%m/%Y}" if loan.signed_at else "",
        loan.returned_on,
        loan.permitted_by.full_name,
        loan.remark,
    )
    mark = "out_unsigned" if loan.returned_on is None and loan.signed_at is None else str(loan.state)
    return BookLine(loan.pk, row, *_page(document), mark=mark)


def _page(document: Any) -> tuple[Any, str]:
    """A paper document that was entered later has no page of its own."""
    return (document.pk, "outgoing") if getattr(document, "outgoing", None) else (None, "")
