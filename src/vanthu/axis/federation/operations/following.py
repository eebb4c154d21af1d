"""Asking the parent what became of what was sent up, and noting it at the deliveries here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from vanthu.axis.federation import states
from vanthu.axis.federation.models import Forwarding, Leg
from vanthu.axis.federation.operations import links
from vanthu.axis.federation.operations.forwarding import LEASE_SECONDS, waiting_legs
from vanthu.axis.federation.operations.steps import reached
from vanthu.axis.federation.operations.turns import turn_of
from vanthu.axis.federation.parent import Parent
from vanthu.axis.registry import queries as registry
from vanthu.runtime.leases import finish, lease, postpone
from vanthu.standards.vxp import SentItem, TransferStatus, VxpRefused, VxpUnreachable

AT_ONCE = 20
_REFUSED_TIMES = 5
_TELLS_NO_MORE = "Trục cấp trên đã nhận gói tin nhưng không cho biết tình trạng tiếp theo"


def follow_due(parent: Parent, *, at: datetime) -> int:
    """Bring deliveries beyond the parent up to what it tells of them; return how many packages were asked about."""
    if links.silent(at=at):
        return 0
    rows = lease(Forwarding.objects.filter(state=states.SENT), at=at, seconds=LEASE_SECONDS, limit=AT_ONCE)
    for place, row in enumerate(rows):
        try:
            with turn_of(row, rows[place + 1 :], at=at):
                _follow(row, parent, at)
        except VxpUnreachable as error:
            links.note_unreachable(error.sentence, at=at)
            return place
    return len(rows)


def _follow(row: Forwarding, parent: Parent, at: datetime) -> None:
    legs = waiting_legs(row, parent)
    if legs:
        _ask(row, legs, parent, at)
    Leg.objects.filter(forwarding=row).exclude(pk__in=[leg.pk for leg in waiting_legs(row, parent)]).update(ended=True)
    if row.legs.filter(ended=False).exists():
        postpone(row, at=at)
    else:
        finish(row, at=at, state=states.ENDED)


def _ask(row: Forwarding, legs: Sequence[Leg], parent: Parent, at: datetime) -> None:
    try:
        items = parent.client.sent(row.hub_id, row.message_type)
    except VxpRefused as error:
        links.note_reached(at=at)
        # A hub that took the package and tells nothing has it in its care; the delivery must not look lost.
        if not error.temporary and row.tries >= _REFUSED_TIMES:
            for leg in legs:
                parent.say(leg.delivery_id, TransferStatus.DONE, f"{_TELLS_NO_MORE}: {error.error_desc}"[:500], at=at)
        return
    links.note_reached(at=at)
    reached("follow.asked")
    for leg in legs:
        item = _item_of(leg, legs, items)
        if item is not None:
            _note(leg, item, parent, at)
            reached("follow.leg_noted")


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


def _note(leg: Leg, item: SentItem, parent: Parent, at: datetime) -> None:
    try:
        status = TransferStatus(item.receive_status.strip().lower())
    except ValueError:
        return
    if status is not TransferStatus.INITIAL:
        parent.say(leg.delivery_id, status, item.receive_status_desc, at=at)
