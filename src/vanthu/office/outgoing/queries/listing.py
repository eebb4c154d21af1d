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
from vanthu.office.kernel import counting, paging, seeing
from vanthu.office.kernel.scope import current_agency
from vanthu.office.outgoing.queries.finding import Sight, seen_by, sight_of
from vanthu.office.outgoing.queries.replies import in_reply_state
from vanthu.office.outgoing.queries.rows import COLUMNS, Bare, OutgoingRow, rows
from vanthu.office.outgoing.states import OPEN_STATES
from vanthu.runtime.clock import VIETNAM, day_begins

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
    chosen, sight = chosen or Filter(), sight_of(person, at=at)
    narrowed = Narrowed(
        sight,
        states=tuple(chosen.states),
        type_id=chosen.type_id,
        unit_id=chosen.unit_id,
        since=day_begins(chosen.since) if chosen.since else None,
        until=day_begins(chosen.until, later=1) if chosen.until else None,
        degree=None if chosen.urgency is None else documents.degree(chosen.urgency, Direction.OUTGOING),
        wanted=documents.wanted(chosen.text),
        reply=chosen.reply,
        today=at.astimezone(VIETNAM).date() if chosen.reply else None,
    )
    page = paging.page_asked(
        _narrowed,
        (narrowed,),
        COLUMNS,
        ORDERS[order],
        before=before,
        after=after,
        size=size,
        most=sight.of.most_counted(chosen.text),
        few=sight.of == seeing.Of.FEW or bool(narrowed.degree and narrowed.degree.few),
    )
    return paging.with_rows(page, rows([Bare._make(one) for one in page.rows], at=at))


def counts(person: Person, *, at: datetime) -> dict[str, int]:
    """Return how many documents the person may see in each state in which something is left to do."""
    return counting.counted(open_ones(person, at=at))


def open_ones(person: Person, *, at: datetime) -> counting.Counting:
    """Return what `counts` counts."""
    return counting.Counting(
        ("outgoing.counts", current_agency(), person.pk), _open, (sight_of(person, at=at),), by="state"
    )


def _open(sight: Sight) -> list[QuerySet[OutgoingDocument]]:
    return [seen_by(sight).filter(state__in=tuple(OPEN_STATES))]


@dataclass(frozen=True)
class Narrowed:
    """A list as what its prepared question is given."""

    sight: Sight
    states: tuple[str, ...]
    type_id: int | None
    unit_id: UUID | None
    since: datetime | None
    until: datetime | None
    degree: documents.Degree | None
    wanted: documents.Wanted
    reply: str | None
    today: date | None


def _narrowed(chosen: Narrowed) -> QuerySet[OutgoingDocument]:
    conditions = {
        "state__in": chosen.states or None,
        "document__type_id": chosen.type_id,
        "unit_id": chosen.unit_id,
        "created_at__gte": chosen.since,
        "created_at__lt": chosen.until,
    }
    found = seen_by(chosen.sight).filter(**{name: value for name, value in conditions.items() if value is not None})
    if chosen.degree is not None:
        found = found.filter(chosen.degree.on_document())
    if chosen.reply and chosen.today:
        found = in_reply_state(found, chosen.reply, today=chosen.today)
    return found.filter(chosen.wanted.on())
