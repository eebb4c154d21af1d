"""What lies on a person's desk of văn bản đến."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import queries as assignments
from vanthu.office.assignments.queries import TaskPile
from vanthu.office.incoming.models import IssuerWish
from vanthu.office.incoming.queries.finding import Sight, seen_by, sight_of
from vanthu.office.incoming.queries.rows import COLUMNS, Bare, IncomingRow, rows
from vanthu.office.incoming.states import UNTOUCHED, IncomingState
from vanthu.office.kernel.prepared import prepared, prepared_count
from vanthu.office.kernel.scope import current_agency
from vanthu.runtime.clock import VIETNAM, day_begins

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from vanthu.office.incoming.models import IncomingDocument
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class IncomingDesk:
    """Piles of lines; a task lies in `my_tasks` or, when it is the unit's or a colleague's, in `unit_tasks`."""

    to_register: tuple[IncomingRow, ...]
    to_assign: tuple[IncomingRow, ...]
    my_tasks: TaskPile
    unit_tasks: TaskPile
    following: TaskPile
    """What this leader assigned to others and has not come back."""
    asked_back: tuple[IncomingRow, ...] = ()
    """What its issuer wants back, updates or replaces, and this person may decide on."""


def desk(person: Person, *, at: datetime) -> IncomingDesk:
    """Return the desk of this person: what he must register or assign, his tasks, his unit's, and what he follows."""
    if person.agency_id != current_agency():
        return IncomingDesk((), (), TaskPile(), TaskPile(), TaskPile())
    duties = access.duties_of(person, at=at)
    found = _urgent_first(person, duties, at)
    return IncomingDesk(
        to_register=tuple(row for row in found if row.state == IncomingState.ARRIVED),
        to_assign=tuple(row for row in found if row.state == IncomingState.REGISTERED),
        my_tasks=assignments.tasks_of(person, at=at),
        unit_tasks=assignments.tasks_of_unit(person.unit_id, but=person, at=at) if person.unit_id else TaskPile(),
        following=assignments.given_by(person, at=at) if Duty.LEADER in duties else TaskPile(),
        asked_back=_asked_back(person, duties, at),
    )


def waiting(person: Person, *, at: datetime) -> list[IncomingRow]:
    """Return what waits for this person to register (ARRIVED) or to assign (REGISTERED), the urgent first."""
    return _urgent_first(person, access.duties_of(person, at=at), at)


def new(person: Person, *, at: datetime) -> int:
    """Return how many arrived today and wait for registering or assigning by this person."""
    wanted = _wanted(person, access.duties_of(person, at=at), at)
    return _come_since(sight_of(person, at=at), wanted, day_begins(at.astimezone(VIETNAM).date()))


@prepared_count
def _come_since(sight: Sight, states: tuple[str, ...], since: datetime) -> QuerySet[IncomingDocument]:
    return seen_by(sight).filter(state__in=states, arrived_at__gte=since)


def _urgent_first(person: Person, duties: frozenset[Duty], at: datetime) -> list[IncomingRow]:
    found = [Bare._make(one) for one in _waiting(sight_of(person, at=at), _wanted(person, duties, at))]
    return sorted(rows(found, at=at), key=lambda row: (-row.urgency, row.arrived_at))


def _wanted(person: Person, duties: frozenset[Duty], at: datetime) -> tuple[str, ...]:
    """Return the states of what this person must register or assign."""
    wanted = [IncomingState.ARRIVED] if Duty.CLERK in duties else []
    directs = Duty.LEADER in duties or assignments.directs_instead(person, at=at) is not None
    return (*wanted, IncomingState.REGISTERED) if directs else tuple(wanted)


@prepared
def _waiting(sight: Sight, states: tuple[str, ...]) -> QuerySet[IncomingDocument, Any]:
    return seen_by(sight).filter(state__in=states).values_list(*COLUMNS)


def _asked_back(person: Person, duties: frozenset[Duty], at: datetime) -> tuple[IncomingRow, ...]:
    """A clerk decides on what nobody works with yet, a leader on everything."""
    if not duties & {Duty.CLERK, Duty.LEADER}:
        return ()
    found = _asked(sight_of(person, at=at), () if Duty.LEADER in duties else tuple(UNTOUCHED), at)
    return tuple(rows([Bare._make(one) for one in found], at=at))


@prepared
def _asked(sight: Sight, states: tuple[str, ...], at: datetime) -> QuerySet[IncomingDocument, Any]:
    open_ones = IssuerWish.objects.filter(decided_at__isnull=True, asked_at__lte=at)
    asked = seen_by(sight).filter(pk__in=open_ones.values("incoming_id"))
    asked = asked.filter(state__in=states) if states else asked
    return asked.order_by("arrived_at").values_list(*COLUMNS)
