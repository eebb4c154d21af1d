"""What the people who run the axis may do to what is stuck between it and its parent: try again, or leave it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from vanthu.axis.evidence.operations import append
from vanthu.axis.federation import states
from vanthu.axis.federation.models import Forwarding, Pulled
from vanthu.axis.federation.policies import NoSuchForwarding, NoSuchPulled
from vanthu.runtime.moves import moved
from vanthu.runtime.transactions import write


def retry(number: UUID, *, by: str, at: datetime) -> None:
    """Send a refused package up again, after somebody mended the reason. Raises NoSuchForwarding."""
    _forwarding(number, "retry", by, at, due_at=at, tries=0, finished_at=None)


def dismiss(number: UUID, *, by: str, at: datetime) -> None:
    """Leave a refused package as it is; its deliveries stay failed. Raises NoSuchForwarding."""
    _forwarding(number, "dismiss", by, at)


def retry_pulled(number: UUID, *, by: str, at: datetime) -> None:
    """Judge an item of the parent again, or fetch it again where the parent did not give it. Raises NoSuchPulled."""
    row = _row(number)
    verb = "list_again" if row.state == states.UNAVAILABLE else "judge_again"
    _pulled(row, verb, "pulled.retry", by, at, due_at=at, tries=0, finished_at=None)


def dismiss_pulled(number: UUID, *, by: str, at: datetime) -> None:
    """Leave an item that was not taken as it is: nobody here gets it. Raises NoSuchPulled."""
    _pulled(_row(number), "dismiss", "pulled.dismiss", by, at)


def _forwarding(number: UUID, verb: str, by: str, at: datetime, **changes: Any) -> None:
    with write():
        if not moved(Forwarding.objects.filter(pk=number), verb, states.FORWARDING_MOVES, **changes):
            raise NoSuchForwarding(number=number)
        append(f"forwarding.{verb}", str(number), {}, by=by, at=at)


def _pulled(row: Pulled, verb: str, kind: str, by: str, at: datetime, **changes: Any) -> None:
    with write():
        if not moved(Pulled.objects.filter(pk=row.pk), verb, states.PULLED_MOVES, **changes):
            raise NoSuchPulled(number=row.pk)
        append(kind, str(row.pk), {"hub_id": row.hub_id}, by=by, at=at)


def _row(number: UUID) -> Pulled:
    row = Pulled.objects.filter(pk=number).first()
    if row is None:
        raise NoSuchPulled(number=number)
    return row
