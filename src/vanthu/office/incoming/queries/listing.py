"""The list of văn bản đến with its filters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Direction
from vanthu.office.incoming.models import NO_NUMBER
from vanthu.office.incoming.queries.finding import most_counted, visible_to
from vanthu.office.incoming.queries.rows import COLUMNS, Bare, IncomingRow, rows
from vanthu.office.incoming.states import OPEN_STATES
from vanthu.office.kernel import counting, paging
from vanthu.office.kernel.scope import current_agency
from vanthu.runtime.clock import day_begins

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument
    from vanthu.office.organizations.models import Person


ORDERS: dict[str, paging.Order] = {
    "newest": ("-arrived_at", "-pk"),
    "oldest": ("arrived_at", "pk"),
    "number_down": ("-number_or_first", "-arrived_at", "-pk"),
    "number_up": ("number_or_last", "arrived_at", "pk"),
}
"""The orders a list can have; what has no số đến yet stands last."""

_NUMBERS = {
    "number_or_first": Coalesce(F("arrival_number"), 0),
    "number_or_last": Coalesce(F("arrival_number"), NO_NUMBER),
}


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; `text` is also looked for as số đến, days are of arrival."""

    states: Collection[str] = ()
    text: str = ""
    type_id: int | None = None
    urgency: int | None = None
    since: date | None = None
    until: date | None = None
    task_code: str = ""
    """Under which a superior follows what it asks for."""


def listing(
    person: Person,
    chosen: Filter | None = None,
    *,
    at: datetime,
    order: str = "newest",
    before: str = "",
    after: str = "",
    size: int = 50,
) -> paging.Page[IncomingRow]:
    """Return a page of the documents that the person may see, in one of ORDERS; see `paging.page`."""
    chosen = chosen or Filter()
    found, columns = _narrowed(visible_to(person, at=at), chosen), COLUMNS
    if (name := ORDERS[order][0].lstrip("-")) in _NUMBERS:
        found, columns = found.annotate(**{name: _NUMBERS[name]}), (*COLUMNS, name)
    page = paging.page_of(
        found,
        columns,
        ORDERS[order],
        before=before,
        after=after,
        size=size,
        most=most_counted(person, chosen.text, at=at),
    )
    return paging.with_rows(page, rows([Bare._make(one[: len(COLUMNS)]) for one in page.rows], at=at))


def counts(person: Person, *, at: datetime) -> dict[str, int]:
    """Return how many documents the person may see in each state in which something is left to do."""
    return counting.counted(open_ones(person, at=at))


def open_ones(person: Person, *, at: datetime) -> counting.Counting:
    """Return what `counts` counts."""
    return counting.Counting(
        ("incoming.counts", current_agency(), person.pk),
        lambda: [visible_to(person, at=at).filter(state__in=OPEN_STATES)],
        by="state",
    )


def _narrowed(found: QuerySet[IncomingDocument], chosen: Filter) -> QuerySet[IncomingDocument]:
    conditions = {
        "state__in": tuple(chosen.states) or None,
        "document__type_id": chosen.type_id,
        "arrived_at__gte": chosen.since and day_begins(chosen.since),
        "arrived_at__lt": chosen.until and day_begins(chosen.until, later=1),
    }
    found = found.filter(**{name: value for name, value in conditions.items() if value is not None})
    if chosen.urgency is not None:
        found = found.filter(documents.of_urgency(chosen.urgency, Direction.INCOMING))
    if chosen.task_code.strip():
        found = found.filter(pk__in=documents.with_task_code(chosen.task_code))
    spoken = documents.looked_for(chosen.text)
    number = chosen.text.strip()
    return found.filter(spoken | Q(arrival_number=int(number)) if number.isdigit() and len(number) < 10 else spoken)
