"""What lies on a person's desk of văn bản đến."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import queries as assignments
from vanthu.office.documents.states import Urgency
from vanthu.office.incoming.models import IssuerWish
from vanthu.office.incoming.queries.finding import visible_to
from vanthu.office.incoming.queries.rows import IncomingRow, bare, rows
from vanthu.office.incoming.states import UNTOUCHED, IncomingState
from vanthu.office.kernel.scope import current_agency
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.assignments.queries import TaskRow
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class IncomingDesk:
    """Piles of lines; a task lies in `my_tasks` or, when it is the unit's or a colleague's, in `unit_tasks`."""

    to_register: tuple[IncomingRow, ...]
    to_assign: tuple[IncomingRow, ...]
    my_tasks: tuple[TaskRow, ...]
    unit_tasks: tuple[TaskRow, ...]
    following: tuple[TaskRow, ...]
    """What this leader assigned to others and has not come back."""
    late: int
    flash: int
    """How many hỏa tốc wait for registering or assigning."""
    new: int
    """How many arrived today and wait for registering or assigning."""
    asked_back: tuple[IncomingRow, ...] = ()
    """What its issuer wants back, updates or replaces, and this person may decide on."""


def desk(person: Person, *, at: datetime) -> IncomingDesk:
    """Return the desk of this person: what he must register or assign, his tasks, his unit's, and what he follows."""
    if person.agency_id != current_agency():
        return IncomingDesk((), (), (), (), (), 0, 0, 0)
    duties = access.duties_of(person, at=at)
    wanted = [IncomingState.ARRIVED] if Duty.CLERK in duties else []
    directs = Duty.LEADER in duties or assignments.directs_instead(person, at=at) is not None
    wanted += [IncomingState.REGISTERED] if directs else []
    found = rows(bare(visible_to(person, at=at).filter(state__in=wanted)), at=at) if wanted else []
    found.sort(key=lambda row: (-row.urgency, row.arrived_at))
    mine = tuple(assignments.tasks_of(person, at=at))
    unit = _of_unit(person, at)
    following = tuple(assignments.given_by(person, at=at)) if Duty.LEADER in duties else ()
    return IncomingDesk(
        to_register=tuple(row for row in found if row.state == IncomingState.ARRIVED),
        to_assign=tuple(row for row in found if row.state == IncomingState.REGISTERED),
        my_tasks=mine,
        unit_tasks=unit,
        following=following,
        late=sum(row.late for row in found) + sum(task.late for task in (*mine, *unit, *following)),
        flash=sum(row.urgency == Urgency.FLASH for row in found),
        new=sum(row.arrived_at.astimezone(VIETNAM).date() == at.astimezone(VIETNAM).date() for row in found),
        asked_back=_asked_back(person, duties, at),
    )


def _asked_back(person: Person, duties: frozenset[Duty], at: datetime) -> tuple[IncomingRow, ...]:
    """A clerk decides on what nobody works with yet, a leader on everything."""
    if not duties & {Duty.CLERK, Duty.LEADER}:
        return ()
    open_ones = IssuerWish.objects.filter(decided_at__isnull=True, asked_at__lte=at)
    asked = visible_to(person, at=at).filter(pk__in=open_ones.values("incoming_id"))
    if Duty.LEADER not in duties:
        asked = asked.filter(state__in=UNTOUCHED)
    return tuple(rows(bare(asked.order_by("arrived_at")), at=at))


def _of_unit(person: Person, at: datetime) -> tuple[TaskRow, ...]:
    if person.unit_id is None:
        return ()
    return tuple(row for row in assignments.tasks_of_unit(person.unit_id, at=at) if row.person_id != person.pk)
