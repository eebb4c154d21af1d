"""The list of văn bản đến with its filters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, OrderBy, Q, QuerySet

from vanthu.office.incoming.queries.finding import visible_to
from vanthu.office.incoming.queries.rows import IncomingRow, rows

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument
    from vanthu.office.organizations.models import Person


ORDERS: Mapping[str, tuple[str | OrderBy, ...]] = {
    "newest": ("-arrived_at", "-pk"),
    "oldest": ("arrived_at", "pk"),
    "number_down": (F("arrival_number").desc(nulls_last=True), "-arrived_at"),
    "number_up": (F("arrival_number").asc(nulls_last=True), "arrived_at"),
}
"""The orders a list can have; what has no số đến yet stands last."""


@dataclass(frozen=True)
class Listing:
    """One page of a list; `page` counts from 1, `total` is the number of lines on all pages."""

    rows: tuple[IncomingRow, ...]
    total: int
    page: int
    pages: int


def listing(
    person: Person,
    *,
    at: datetime,
    states: Collection[str] = (),
    text: str = "",
    page: int = 1,
    per_page: int = 50,
    order: str = "newest",
) -> Listing:
    """Return the documents that the person may see, in one of ORDERS.

    `text` is looked for in subject, issuer, code and số đến.
    """
    found = _containing(visible_to(person, at=at), text)
    if states:
        found = found.filter(state__in=states)
    total = found.count()
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    chosen = found.order_by(*ORDERS[order])[(page - 1) * per_page : page * per_page]
    return Listing(tuple(rows(chosen, at=at)), total, page, pages)


def counts(person: Person, *, at: datetime) -> dict[str, int]:
    """Return how many documents the person may see in each state."""
    return dict(visible_to(person, at=at).order_by().values_list("state").annotate(Count("pk")))


def _containing(documents: QuerySet[IncomingDocument], text: str) -> QuerySet[IncomingDocument]:
    for word in text.split():
        number, slash, notation = word.partition("/")
        found = Q(document__subject__icontains=word) | Q(document__issuer_name__icontains=word)
        found |= Q(document__notation__icontains=word)
        if number.isdigit():
            found |= Q(document__number=number, document__notation__istartswith=notation)
            found |= Q(arrival_number=int(number)) if not slash and len(number) < 10 else Q()
        documents = documents.filter(found)
    return documents
