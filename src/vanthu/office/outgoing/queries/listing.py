"""The list of văn bản đi with its filters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Direction
from vanthu.office.kernel import counting, paging
from vanthu.office.kernel.scope import current_agency
from vanthu.office.outgoing.queries.finding import most_counted, visible_to
from vanthu.office.outgoing.queries.replies import in_reply_state
from vanthu.office.outgoing.queries.rows import COLUMNS, Bare, OutgoingRow, rows
from vanthu.office.outgoing.states import OPEN_STATES
from vanthu.runtime.clock import day_begins

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import OutgoingDocument


ORDERS: dict[str, paging.Order] = {
    "newest": ("-created_at", "-pk"),
    "oldest": ("created_at", "pk"),
}
"""The orders a list can have."""


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; `text` is looked for by `documents.looked_for`, days are of drafting."""

    states: Collection[str] = ()
    text: str = ""
    type_id: int | None = None
    unit_id: UUID | None = None
    urgency: int | None = None
    since: date | None = None
    until: date | None = None
    reply: str | None = None
    """A ReplyState."""


def listing(
    person: Person,
    chosen: Filter | None = None,
    *,
    at: datetime,
    order: str = "newest",
    before: str = "",
    after: str = "",
    size: int = 50,
) -> paging.Page[OutgoingRow]:
    """Return a page of the documents that the person may see, in one of ORDERS; see `paging.page`."""
    chosen = chosen or Filter()
    found = _narrowed(visible_to(person, at=at), chosen)
    if chosen.reply:
        found = in_reply_state(found, chosen.reply, at=at)
    page = paging.page_of(
        found,
        COLUMNS,
        ORDERS[order],
        before=before,
        after=after,
        size=size,
        most=most_counted(person, chosen.text, at=at),
    )
    return paging.with_rows(page, rows([Bare._make(one) for one in page.rows], at=at))


def counts(person: Person, *, at: datetime) -> dict[str, int]:
    """Return how many documents the person may see in each state in which something is left to do."""
    return counting.counted(open_ones(person, at=at))


def open_ones(person: Person, *, at: datetime) -> counting.Counting:
    """Return what `counts` counts."""
    return counting.Counting(
        ("outgoing.counts", current_agency(), person.pk),
        lambda: [visible_to(person, at=at).filter(state__in=OPEN_STATES)],
        by="state",
    )


def _narrowed(found: QuerySet[OutgoingDocument], chosen: Filter) -> QuerySet[OutgoingDocument]:
    conditions = {
        "state__in": tuple(chosen.states) or None,
        "document__type_id": chosen.type_id,
        "unit_id": chosen.unit_id,
        "created_at__gte": chosen.since and day_begins(chosen.since),
        "created_at__lt": chosen.until and day_begins(chosen.until, later=1),
    }
    found = found.filter(**{name: value for name, value in conditions.items() if value is not None})
    if chosen.urgency is not None:
        found = found.filter(documents.of_urgency(chosen.urgency, Direction.OUTGOING))
    return found.filter(documents.looked_for(chosen.text))
