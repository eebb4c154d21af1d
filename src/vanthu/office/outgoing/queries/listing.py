"""The list of văn bản đi with its filters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from vanthu.office.outgoing.queries.finding import visible_to
from vanthu.office.outgoing.queries.rows import OutgoingRow, ready, rows

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import OutgoingDocument


ORDERS = {
    "newest": ("-document__created_at", "-pk"),
    "oldest": ("document__created_at", "pk"),
}
"""The orders a list can have."""


@dataclass(frozen=True)
class Listing:
    """One page of a list; `page` counts from 1, `total` is the number of lines on all pages."""

    rows: tuple[OutgoingRow, ...]
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
    """Return the documents that the person may see; `text` is looked for in code and subject, `order` is of ORDERS."""
    found = _containing(visible_to(person, at=at), text)
    if states:
        found = found.filter(state__in=states)
    total = found.count()
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    chosen = ready(found).order_by(*ORDERS[order])[(page - 1) * per_page : page * per_page]
    return Listing(tuple(rows(chosen, at=at)), total, page, pages)


def counts(person: Person, *, at: datetime) -> dict[str, int]:
    """Return how many documents the person may see in each state."""
    found = visible_to(person, at=at).order_by().values_list("state").annotate(Count("pk"))
    return dict(found)


def _containing(documents: QuerySet[OutgoingDocument], text: str) -> QuerySet[OutgoingDocument]:
    words = text.split()
    for word in words:
        number, _, notation = word.partition("/")
        code = Q(document__number=number, document__notation__istartswith=notation) if number.isdigit() else Q()
        found = Q(document__subject__icontains=word) | Q(document__notation__icontains=word)
        documents = documents.filter(found | code if code else found)
    return documents
