"""What waits too long: its sender is warned, and in the end it is given up, never silently."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import attempts
from vanthu.axis.evidence.operations import append
from vanthu.runtime.moves import moved
from vanthu.runtime.transactions import write

BATCH = 200
BY = "axis"


def first_watch(urgency: int, *, at: datetime) -> datetime:
    """Return when a delivery put down now is warned about, unless it is done by then."""
    hours = settings.AXIS.delivery.warn_hours
    return at + timedelta(hours=hours[min(max(urgency, 0), len(hours) - 1)])


def warn_due(*, at: datetime) -> int:
    """Mark what waits longer than its urgency allows; return how many there were.

    The sender sees it in getSentEdocList (receiveStatusDesc), the operator in the console.
    """
    due = Delivery.objects.filter(watch_at__lte=at, warned_at__isnull=True).order_by("watch_at")[:BATCH]
    return sum(_warn(row, at) for row in due)


def expire_due(*, at: datetime) -> int:
    """End what was warned about and still waits after `delivery.give_up_hours`; return how many there were."""
    due = Delivery.objects.filter(watch_at__lte=at, warned_at__isnull=False).order_by("watch_at")[:BATCH]
    return sum(_expire(row, at) for row in due)


def _warn(row: Delivery, at: datetime) -> bool:
    limits = settings.AXIS.delivery
    hours = limits.warn_hours[min(row.urgency, len(limits.warn_hours) - 1)]
    rest = timedelta(hours=limits.give_up_hours - hours)
    with write():
        due = Delivery.objects.filter(pk=row.pk, warned_at=None, watch_at__lte=at)
        if not due.update(warned_at=at, watch_at=(row.watch_at or at) + rest):
            return False
        attempts.note(row.pk, attempts.WARNED, by=BY, at=at)
        data = {"package": row.package_id.hex, "waiting_since": row.created_at.isoformat(), "in_state": row.state}
        append("delivery.warned", str(row.pk), data, by=BY, at=at)
    return True


def _expire(row: Delivery, at: datetime) -> bool:
    with write():
        due = Delivery.objects.filter(pk=row.pk, watch_at__lte=at)
        ended: dict[str, Any] = {"rank": None, "watch_at": None, "updated_at": at}
        if not moved(due, states.EXPIRE, states.DELIVERY_MOVES, **ended):
            return False
        attempts.note(row.pk, states.EXPIRED, by=BY, at=at, description=row.description)
        data = {"package": row.package_id.hex, "state": states.EXPIRED, "description": row.description}
        append("delivery.status", str(row.pk), data, by=BY, at=at)
    return True
