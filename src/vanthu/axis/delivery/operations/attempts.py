"""What happened to a delivery, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vanthu.axis.delivery.models import Attempt
from vanthu.axis.kernel.rows import insert_new

FETCHED, WARNED = "fetched", "warned"
LONGEST = 500


def note(delivery_id: UUID, kind: str, *, by: str, at: datetime, description: str = "") -> None:
    """Keep one attempt; `kind` is a state of the delivery, or FETCHED or WARNED."""
    note_all([delivery_id], kind, by=by, at=at, description=description)


def note_all(delivery_ids: Iterable[UUID], kind: str, *, by: str, at: datetime, description: str = "") -> None:
    """Keep the same attempt for each of some deliveries."""
    told: dict[str, Any] = {"kind": kind, "by": by, "at": at, "description": description[:LONGEST]}
    insert_new([Attempt(delivery_id=key, **told) for key in delivery_ids])


@dataclass(frozen=True)
class Tried:
    """An attempt with a moment and a maker of its own."""

    delivery_id: UUID
    by: str
    at: datetime
    description: str = ""


def note_each(tried: Iterable[Tried], kind: str) -> None:
    """Keep attempts of one kind."""
    insert_new(
        [
            Attempt(delivery_id=one.delivery_id, kind=kind, by=one.by, at=one.at, description=one.description[:LONGEST])
            for one in tried
        ]
    )
