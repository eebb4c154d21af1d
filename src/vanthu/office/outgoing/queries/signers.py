"""Who signs a document, in which order, and whose turn it is (ND30-A13; biên bản: ND30 PL III mẫu 1.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.outgoing.states import OutgoingState

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import OutgoingDocument

LAST = "leader"
"""The place of the signer himself; those before him sign at "leader_2", "leader_3"…"""


@dataclass(frozen=True)
class Turn:
    """One who signs: at which place on the page, as what, and when he did."""

    person: Person
    place: str
    title: str
    signed_at: datetime | None


def turns_to_sign(outgoing: OutgoingDocument) -> tuple[Turn, ...]:
    """Return everybody who signs, in order; the signer is last."""
    before = [
        Turn(one.person, f"{LAST}_{number}", one.title, one.signed_at)
        for number, one in enumerate(outgoing.cosigners.all(), start=2)
    ]
    return (*before, Turn(outgoing.signer, LAST, outgoing.document.signer_position, outgoing.signed_at))


def next_to_sign(outgoing: OutgoingDocument) -> Turn | None:
    """Return whose turn it is; None while the document is not approved, and once everybody has signed."""
    if outgoing.state != OutgoingState.APPROVED:
        return None
    return next((turn for turn in turns_to_sign(outgoing) if turn.signed_at is None), None)
