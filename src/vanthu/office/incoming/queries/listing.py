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
from vanthu.office.incoming.queries.finding import Sight, seen_by, sight_of
from vanthu.office.incoming.queries.rows import COLUMNS, Bare, IncomingRow, rows
from vanthu.office.incoming.states import OPEN_STATES
from vanthu.office.kernel import counting, paging, seeing
from vanthu.office.kernel.prepared import Number, Text
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
    chosen, sight = chosen or Filter(), sight_of(person, at=at)
    spans = ORDERS[order][0].lstrip("-")
    narrowed = Narrowed(
        sight,
        states=tuple(chosen.states),
        type_id=chosen.type_id,
        since=day_begins(chosen.since) if chosen.since else None,
        until=day_begins(chosen.until, later=1) if chosen.until else None,
        degree=None if chosen.urgency is None else documents.degree(chosen.urgency, Direction.INCOMING),
        task_code=Text(chosen.task_code.strip()) if chosen.task_code.strip() else None,
        wanted=documents.wanted(chosen.text),
        number=_number(chosen.text.strip()),
        numbered=spans if spans in _NUMBERS else "",
    )
    page = paging.page_asked(
        _narrowed,
        (narrowed,),
        (*COLUMNS, spans) if narrowed.numbered else COLUMNS,
        ORDERS[order],
        before=before,
        after=after,
        size=size,
        most=sight.of.most_counted(chosen.text),
        few=sight.of == seeing.Of.FEW or bool(narrowed.degree and narrowed.degree.few),
    )
    return paging.with_rows(page, rows([Bare._make(one[: len(COLUMNS)]) for one in page.rows], at=at))


def counts(person: Person, *, at: datetime) -> dict[str, int]:
    """Return how many documents the person may see in each state in which something is left to do."""
    return counting.counted(open_ones(person, at=at))


def open_ones(person: Person, *, at: datetime) -> counting.Counting:
    """Return what `counts` counts."""
    return counting.Counting(
        ("incoming.counts", current_agency(), person.pk), _open, (sight_of(person, at=at),), by="state"
    )


def _open(sight: Sight) -> list[QuerySet[IncomingDocument]]:
    return [seen_by(sight).filter(state__in=tuple(OPEN_STATES))]


@dataclass(frozen=True)
class Narrowed:
    """A list as what its prepared question is given."""

    sight: Sight
    states: tuple[str, ...]
    type_id: int | None
    since: datetime | None
    until: datetime | None
    degree: documents.Degree | None
    task_code: Text | None
    wanted: documents.Wanted
    number: Number | None
    """A số đến that somebody typed."""
    numbered: str
    """The order by số đến, if that is the order."""


def _number(typed: str) -> Number | None:
    return Number(typed) if typed.isdigit() and len(typed) < 10 else None


def _narrowed(chosen: Narrowed) -> QuerySet[IncomingDocument]:
    conditions = {
        "state__in": chosen.states or None,
        "document__type_id": chosen.type_id,
        "arrived_at__gte": chosen.since,
        "arrived_at__lt": chosen.until,
    }
    found = seen_by(chosen.sight).filter(**{name: value for name, value in conditions.items() if value is not None})
    if chosen.degree is not None:
        found = found.filter(chosen.degree.on_document())
    if chosen.task_code is not None:
        found = found.filter(pk__in=documents.with_task_code(chosen.task_code))
    spoken = chosen.wanted.on()
    found = found.filter(spoken | Q(arrival_number=chosen.number) if chosen.number is not None else spoken)
    return found.annotate(**{chosen.numbered: _NUMBERS[chosen.numbered]}) if chosen.numbered else found
