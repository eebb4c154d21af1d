"""Asking the parent what became of what was sent up, and noting it at the deliveries here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vanthu.axis.federation import states
from vanthu.axis.federation.models import Forwarding, Leg
from vanthu.axis.federation.operations import links
from vanthu.axis.federation.operations.forwarding import LEASE_SECONDS, waiting_legs
from vanthu.axis.federation.operations.steps import reached
from vanthu.axis.federation.operations.turns import committed, give_back, turn_of
from vanthu.axis.federation.parent import Parent
from vanthu.axis.registry import queries as registry
from vanthu.runtime.lanes import in_lanes
from vanthu.runtime.leases import finish, lease, postpone
from vanthu.standards.vxp import SentItem, TransferStatus, VxpRefused, VxpUnreachable

AT_ONCE = 24
_REFUSED_TIMES = 5
News = tuple[UUID, TransferStatus, str]
"""A delivery, its status at the parent, and what is said of it."""
_TELLS_NO_MORE = "Trục cấp trên đã nhận gói tin nhưng không cho biết tình trạng tiếp theo"


def follow_due(parent: Parent, *, at: datetime) -> int:
    """Bring deliveries beyond the parent up to what it tells of them; return how many packages were asked about."""
    if links.silent(at=at):
        return 0
    due, most = Forwarding.objects.filter(state=states.SENT), links.at_once(AT_ONCE)
    rows = lease(due, at=at, seconds=LEASE_SECONDS, limit=most)
    away: list[str] = []

    def turn(row: Forwarding) -> bool:
        with turn_of(row, at=at):
            away.extend(_follow(row, parent, at))
        return not away

    done = in_lanes(rows, lambda row: row.pk, turn, untried=give_back, name="follow")
    links.note_turn(away, done, at=at)
    return done - len(away)


def _follow(row: Forwarding, parent: Parent, at: datetime) -> list[str]:
    """Ask once; return why the parent did not answer, if it did not."""
    legs, told = waiting_legs(row, parent), list[News]()
    if legs:
        try:
            told = _asked(row, legs, parent, at)
        except VxpUnreachable as error:
            postpone(row, at=at, sentence=error.sentence[:500])
            return [error.sentence]
    committed(row, lambda: _note(row, legs, told, parent, at))
    return []


def _asked(
    row: Forwarding, legs: Sequence[Leg], parent: Parent, at: datetime
) -> list[tuple[UUID, TransferStatus, str]]:
    """Return what is news of deliveries. Raises VxpUnreachable."""
    try:
        items = parent.client.sent(row.hub_id, row.message_type)
    except VxpRefused as error:
        # A hub that took the package and tells nothing has it in its care; the delivery must not look lost.
        if error.temporary or row.tries < _REFUSED_TIMES:
            return []
        return [(leg.delivery_id, TransferStatus.DONE, f"{_TELLS_NO_MORE}: {error.error_desc}"[:500]) for leg in legs]
    reached("follow.asked")
    found = ((leg, _item_of(leg, legs, items)) for leg in legs)
    known = ((leg, item, _status(item)) for leg, item in found if item is not None)
    news = ((leg, item, status) for leg, item, status in known if status and status != leg.state)
    return [(leg.delivery_id, status, item.receive_status_desc) for leg, item, status in news]


def _note(
    row: Forwarding,
    legs: Sequence[Leg],
    told: Sequence[News],
    parent: Parent,
    at: datetime,
) -> None:
    """Write the news, and whether there is anything left to ask for."""
    for delivery_id, status, description in told:
        parent.say(delivery_id, status, description, at=at)
        reached("follow.leg_noted")
    open_legs = waiting_legs(row, parent) if told else legs
    if told or not legs:
        Leg.objects.filter(forwarding=row, ended=False).exclude(pk__in=[leg.pk for leg in open_legs]).update(ended=True)
    if open_legs:
        postpone(row, at=at)
    else:
        finish(row, at=at, state=states.ENDED)


def _item_of(leg: Leg, legs: Sequence[Leg], items: Sequence[SentItem]) -> SentItem | None:
    """Return what the parent tells of a recipient, under this code or another one of the same agency."""
    found = next((item for item in items if item.to_code == leg.code), None)
    if found or not items:
        return found
    if len(legs) == len(items) == 1:
        return items[0]
    known = registry.by_codes([leg.code, *(item.to_code for item in items)])
    agency = known.get(leg.code)
    return next((item for item in items if agency and known.get(item.to_code) == agency), None)


def _status(item: SentItem) -> TransferStatus | None:
    """Return the status the parent tells; None for one nobody knows, and for the first, which is no news."""
    try:
        status = TransferStatus(item.receive_status.strip().lower())
    except ValueError:
        return None
    return None if status is TransferStatus.INITIAL else status
