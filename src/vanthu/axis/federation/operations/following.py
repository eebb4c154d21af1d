"""Asking the parent what became of what was sent up, and noting it at the deliveries here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery.states import EXPIRED
from vanthu.axis.federation import states
from vanthu.axis.federation.models import Forwarding, Leg
from vanthu.axis.federation.operations import links
from vanthu.axis.federation.operations.forwarding import LEASE_SECONDS, waiting_legs
from vanthu.axis.federation.operations.steps import reached
from vanthu.axis.federation.operations.turns import give_back, noted, turn_of
from vanthu.axis.federation.parent import Parent
from vanthu.axis.registry import queries as registry
from vanthu.runtime.lanes import in_lanes
from vanthu.runtime.leases import finish_all, give_back_all, held, lease, postpone, postpone_all
from vanthu.standards.vxp import SentItem, TransferStatus, VxpRefused, VxpUnreachable

AT_ONCE = 24
_REFUSED_TIMES = 5
_LATE = timedelta(days=30)
"""So long after it was given up a delivery is still asked about, every few hours: it may have been taken late."""
_LATE_SECONDS = 6 * 3600
_TELLS_NO_MORE = "Trục cấp trên đã nhận gói tin nhưng không cho biết tình trạng tiếp theo"


@dataclass
class _Following:
    """The turn of one row: what is asked about, and what the parent told, once it has been asked."""

    row: Forwarding
    legs: list[Leg]
    told: list[delivery.Told] | None = None


def follow_due(parent: Parent, *, at: datetime) -> int:
    """Bring deliveries beyond the parent up to what it tells of them; return how many packages were asked about."""
    if links.silent(at=at):
        return 0
    due, most = Forwarding.objects.filter(state=states.SENT), links.at_once(AT_ONCE)
    rows = lease(due, at=at, seconds=LEASE_SECONDS, limit=most)
    legs, away = waiting_legs(rows, parent, given_up_since=at - _LATE), list[str]()
    turns = [_Following(row, legs[row.pk]) for row in rows]

    def turn(one: _Following) -> bool:
        with turn_of(one.row, at=at):
            away.extend(_follow(one, parent, at))
        return not away

    try:
        done = in_lanes(turns, lambda one: one.row.pk, turn, untried=_untried, name="follow")
    finally:
        noted([one for one in turns if one.told is not None], lambda asked: _note(asked, parent, at), at=at)
    links.note_turn(away, done, at=at)
    return done - len(away)


def _untried(turns: Sequence[_Following]) -> None:
    give_back([one.row for one in turns])


def _follow(one: _Following, parent: Parent, at: datetime) -> list[str]:
    """Ask once; return why the parent did not answer, if it did not."""
    try:
        one.told = _asked(one.row, one.legs, parent) if one.legs else []
    except VxpUnreachable as error:
        postpone(one.row, at=at, sentence=error.sentence[:500])
        return [error.sentence]
    return []


def _asked(row: Forwarding, legs: Sequence[Leg], parent: Parent) -> list[delivery.Told]:
    """Return what is news of deliveries. Raises VxpUnreachable."""
    try:
        items = parent.client.sent(row.hub_id, row.message_type)
    except VxpRefused as error:
        # A hub that took the package and tells nothing has it in its care; the delivery must not look lost.
        if error.temporary or row.tries < _REFUSED_TIMES:
            return []
        sentence, still = f"{_TELLS_NO_MORE}: {error.error_desc}"[:500], [leg for leg in legs if leg.state != EXPIRED]
        return [delivery.Told(leg.delivery_id, TransferStatus.DONE, sentence) for leg in still]
    reached("follow.asked")
    found = ((leg, _item_of(leg, legs, items)) for leg in legs)
    known = ((leg, item, _status(item)) for leg, item in found if item is not None)
    news = ((leg, item, status) for leg, item, status in known if status and status != leg.state)
    return [
        delivery.Told(leg.delivery_id, status, item.receive_status_desc, item.received_time)
        for leg, item, status in news
    ]


def _note(turns: Sequence[_Following], parent: Parent, at: datetime) -> None:
    """Write the news, and of each row whether there is anything left to ask for."""
    ours = {row.pk for row in held([one.row for one in turns])}
    asked = [one for one in turns if one.row.pk in ours]
    parent.say_all([news for one in asked for news in one.told or ()], at=at)
    reached("follow.leg_noted")
    changed = [one.row for one in asked if one.told or not one.legs]
    now = {one.row.pk: one.legs for one in asked} | waiting_legs(changed, parent, given_up_since=at - _LATE)
    still = [leg.pk for row in changed for leg in now[row.pk]]
    Leg.objects.filter(forwarding__in=changed, ended=False).exclude(pk__in=still).update(ended=True)
    late = [row for row in (one.row for one in asked) if now[row.pk] and _all_given_up(now[row.pk])]
    give_back_all(late, at=at, seconds=_LATE_SECONDS)
    postpone_all([row for row in (one.row for one in asked) if now[row.pk] and row not in late], at=at)
    finish_all([one.row for one in asked if not now[one.row.pk]], at=at, state=states.ENDED)


def _all_given_up(legs: Sequence[Leg]) -> bool:
    return all(leg.state == EXPIRED for leg in legs)


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
