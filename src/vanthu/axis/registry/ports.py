"""What the registry asks of those above it: to follow when an agency comes under another system."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID


class MovesMailbox(Protocol):
    """Takes what waits for an agency along to the system that serves it now; None: nobody does."""

    def __call__(self, agency_id: UUID, system_id: UUID | None) -> int:
        """Return how much was moved. It is called inside the transaction of the change, after the change's fact."""
        ...


_mover: MovesMailbox | None = None


def provide(mover: MovesMailbox) -> None:
    """Say who keeps the mailboxes; `delivery` does it when the program starts."""
    global _mover
    _mover = mover


def move_mailbox(agency_id: UUID, system_id: UUID | None) -> int:
    """Let what waits for an agency follow it."""
    if _mover is None:
        raise RuntimeError("nobody keeps the mailboxes; vanthu.axis.delivery.apps says so at the start")
    return _mover(agency_id, system_id)
