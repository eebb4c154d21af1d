"""Giving up a signed document before it is issued: its number stays in the register, cancelled (ND30-A15.1)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.operations.common import admitted, end_round, fact, given_reason, moved
from vanthu.office.registers import operations as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def cancel(document_id: UUID, *, reason: str, by: Person, at: datetime) -> OutgoingDocument:
    """Give up a document that is signed and not yet issued; nothing of it is deleted.

    A number it has is cancelled in the same transaction and never given again. Raises ReasonMissing, MovedMeanwhile
    when it was issued meanwhile.
    """
    outgoing = admitted(document_id, "cancel", by, at)
    reason = given_reason(reason)
    with write():
        moved(outgoing, "cancel", at)
        end_round(outgoing)
        registers.cancel_number_of(document_id, kind=RegisterKind.OUTGOING, reason=reason, by=by, at=at)
        fact(outgoing, "cancel", by, at, reason=reason)
    return outgoing
