"""Whether a document is copied: the head of the agency, or whom he let decide (ND30-A27)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import policies as access
from vanthu.office.copies.models import Copy
from vanthu.office.copies.operations.common import admitted, fact, given_reason, moved
from vanthu.office.copies.states import COPY_TYPE
from vanthu.office.documents import operations as documents
from vanthu.office.kernel.words import tidy
from vanthu.office.registers import operations as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def agree(document_id: UUID, *, opinion: str = "", by: Person, at: datetime) -> Copy:
    """Let the copy be made; how the signer signs is decided now. Raises NotAllowed, NotCompetent, MovedMeanwhile."""
    copy = admitted(document_id, "agree", by, at)
    capacity = access.capacity(by, type_code=COPY_TYPE, unit_id=copy.asked_by.unit_id, at=at)
    kept = {"lines": list(capacity.lines), "title": capacity.title, "basis": capacity.basis, "wire": capacity.wire}
    with write():
        moved(copy, "agree", at, capacity=kept, opinion=tidy(opinion)[:500])
        documents.change_metadata(document_id, signer_position=capacity.title)
        fact(copy, "agree", by, at, opinion=copy.opinion, basis=capacity.basis)
    return copy


def refuse(document_id: UUID, *, reason: str, by: Person, at: datetime) -> Copy:
    """Let the copy not be made; raises CopyPurposeMissing without a reason, NotAllowed, MovedMeanwhile."""
    copy = admitted(document_id, "refuse", by, at)
    why = given_reason(reason)
    with write():
        moved(copy, "refuse", at, opinion=why)
        fact(copy, "refuse", by, at, reason=why)
    return copy


def withdraw(document_id: UUID, *, reason: str, by: Person, at: datetime) -> Copy:
    """Give a copy up that is not made yet; a number it has is cancelled and never given again (ND30-A15.1)."""
    copy = admitted(document_id, "withdraw", by, at)
    why = given_reason(reason)
    with write():
        moved(copy, "withdraw", at)
        registers.cancel_number_of(document_id, kind=RegisterKind.COPY, reason=why, by=by, at=at)
        fact(copy, "withdraw", by, at, reason=why)
    return copy
