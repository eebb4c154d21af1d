"""What lies on a person's desk of văn bản đến."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import queries as assignments
from vanthu.office.assignments.queries import TaskPile
from vanthu.office.incoming.models import IssuerWish
from vanthu.office.incoming.queries.finding import visible_to
from vanthu.office.incoming.queries.rows import IncomingRow, bare, rows
from vanthu.office.incoming.states import UNTOUCHED, IncomingState
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
    found = _urgent_first(_waiting(person, duties, at), at)
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
    return _urgent_first(_waiting(person, access.duties_of(person, at=at), at), at)


def new(person: Person, *, at: datetime) -> int:
    """Return how many arrived today and wait for registering or assigning by this person."""
    found = _waiting(person, access.duties_of(person, at=at), at)
    return found.filter(arrived_at__gte=day_begins(at.astimezone(VIETNAM).date())).count()


def _urgent_first(found: QuerySet[IncomingDocument], at: datetime) -> list[IncomingRow]:
    return sorted(rows(bare(found), at=at), key=lambda row: (-row.urgency, row.arrived_at))


def _waiting(person: Person, duties: frozenset[Duty], at: datetime) -> QuerySet[IncomingDocument]:
    wanted = [IncomingState.ARRIVED] if Duty.CLERK in duties else []
    directs = Duty.LEADER in duties or assignments.directs_instead(person, at=at) is not None
    wanted += [IncomingState.REGISTERED] if directs else []
    return visible_to(person, at=at).filter(state__in=wanted)


def _asked_back(person: Person, duties: frozenset[Duty], at: datetime) -> tuple[IncomingRow, ...]:
    """A clerk decides on what nobody works with yet, a leader on everything."""
    if not duties & {Duty.CLERK, Duty.LEADER}:
        return ()
    open_ones = IssuerWish.objects.filter(decided_at__isnull=True, asked_at__lte=at)
    asked = visible_to(person, at=at).filter(pk__in=open_ones.values("incoming_id"))
    if Duty.LEADER not in duties:
        asked = asked.filter(state__in=UNTOUCHED)
    return tuple(rows(bare(asked.order_by("arrived_at")), at=at))
