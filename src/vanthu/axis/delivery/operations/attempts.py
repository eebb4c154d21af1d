"""What happened to a delivery, row by row."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from vanthu.axis.delivery.models import Attempt
from vanthu.axis.kernel.rows import insert_new

FETCHED, WARNED = "fetched", "warned"
LONGEST = 500


def note(delivery_id: UUID, kind: str, *, by: str, at: datetime, description: str = "") -> None:
    """Keep one attempt; `kind` is a state of the delivery, or FETCHED or WARNED."""
    insert_new([Attempt(delivery_id=delivery_id, kind=kind, by=by, at=at, description=description[:LONGEST])])
