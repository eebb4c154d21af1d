"""One way of reading for all registers: a page on the screen, every line for print, the words of the cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from vanthu.office.kernel import paging
from vanthu.office.organizations import queries as organizations
from vanthu.office.registers import queries as registers
from vanthu.office.registers.queries import SeriesName
from vanthu.office.registers.states import RegisterKind
from vanthu.office.reports.queries import coming, copying, going, written
from vanthu.office.reports.queries.filtering import Chosen
from vanthu.office.reports.queries.lines import BookLine
from vanthu.office.reports.states import BookKey
from vanthu.standards.registers import Cover, Row

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

__all__ = ["BOOKS", "Book", "BookLine", "all_rows", "cover", "listing", "series_of"]

AT_ONCE = 500
"""Lines read at once for a print."""


@dataclass(frozen=True)
class Book:
    """How one register is read: its rows for a person, its lines, its orders, and the column of its day."""

    found: Callable[..., QuerySet[Any]]
    lines: Callable[[Iterable[Any]], list[BookLine]]
    orders: Mapping[str, paging.Order]
    day: str
    kind: RegisterKind | None = None
    """Of the registers that count: which kind of numbers."""


_NUMBERS = {
    "ngay": ("taken_on", "number", "pk"),
    "-ngay": ("-taken_on", "-number", "-pk"),
    "so": ("number", "taken_on", "pk"),
    "-so": ("-number", "-taken_on", "-pk"),
}
_POSTED = {"ngay": ("sent_on", "pk"), "-ngay": ("-sent_on", "-pk")}
_LENT = {"ngay": ("lent_on", "pk"), "-ngay": ("-lent_on", "-pk")}

BOOKS: Mapping[BookKey, Book] = {
    BookKey.OUTGOING: Book(going.found, going.lines, _NUMBERS, "taken_on", RegisterKind.OUTGOING),
    BookKey.INCOMING: Book(coming.found, coming.lines, _NUMBERS, "taken_on", RegisterKind.INCOMING),
    BookKey.POST: Book(written.posted, written.post_lines, _POSTED, "sent_on"),
    BookKey.COPIES: Book(written.lent, written.loan_lines, _LENT, "lent_on"),
    BookKey.FOLLOW_UP: Book(coming.found, coming.follow_up_lines, _NUMBERS, "taken_on", RegisterKind.INCOMING),
    BookKey.COPYING: Book(copying.found, copying.lines, _NUMBERS, "taken_on", RegisterKind.COPY),
}


def listing(
    key: BookKey,
    person: Person,
    chosen: Chosen,
    *,
    at: datetime,
    order: str = "-ngay",
    before: str = "",
    after: str = "",
    size: int = 50,
) -> paging.Page[BookLine]:
    """Return a page of a register with what the person may see; see `paging.page`."""
    book = BOOKS[key]
    columns = book.orders.get(order) or book.orders["-ngay"]
    page = paging.page(book.found(person, chosen, at=at), columns, before=before, after=after, size=size)
    return paging.with_rows(page, book.lines(page.rows))


def all_rows(key: BookKey, person: Person, chosen: Chosen, *, at: datetime) -> Iterator[Row]:
    """Yield every line in the order of the register, some hundred at a time."""
    book = BOOKS[key]
    found, order, after = book.found(person, chosen, at=at), book.orders["ngay"], ""
    while True:
        page = paging.page(found, order, after=after, size=AT_ONCE)
        yield from (line.row for line in book.lines(page.rows))
        if not page.after:
            return
        after = page.after


def cover(key: BookKey, person: Person, chosen: Chosen, *, volume: str, at: datetime) -> Cover:
    """Return the words of the cover; days and numbers are those asked for, else those of the first and last line."""
    book, agency = BOOKS[key], organizations.agency(person.agency_id)
    found = book.found(person, chosen, at=at).order_by()
    ends = found.aggregate(first=Min(book.day), last=Max(book.day))
    numbers: dict[str, Any] = {}
    if book.kind is not None and len(set(found.values_list("register__series", flat=True).distinct()[:2])) == 1:
        numbers = found.aggregate(from_number=Min("number"), to_number=Max("number"))
    return Cover(
        governing_name=agency.governing_name,
        agency_name=agency.name,
        year=chosen.year,
        from_day=chosen.from_day or ends["first"],
        to_day=chosen.to_day or ends["last"],
        volume=volume,
        **numbers,
    )


def series_of(key: BookKey, year: int | None) -> list[SeriesName]:
    """Return the series of numbers one may choose from; none for the registers that do not count."""
    kind = BOOKS[key].kind
    return registers.series_names(kind, year) if kind == RegisterKind.OUTGOING else []


def document_ids(lines: Iterable[BookLine]) -> set[UUID]:
    """Return the documents that lines tell of."""
    return {line.document_id for line in lines if line.document_id}
