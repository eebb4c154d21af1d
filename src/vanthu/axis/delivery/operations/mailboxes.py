"""A mailbox follows its agency."""

from __future__ import annotations

from uuid import UUID

from vanthu.axis.delivery.models import Delivery


def move_mailbox(agency_id: UUID, system_id: UUID | None) -> int:
    """Put what waits for an agency into the mailbox of the system that serves it now; return how much that was.

    None: nobody serves it, and it waits until somebody does. Call it inside the transaction that moves the agency,
    after the fact of the move has been appended: that lock keeps packages out which still know the old system.
    """
    return Delivery.objects.filter(recipient=agency_id, rank__isnull=False).update(mailbox=system_id)
