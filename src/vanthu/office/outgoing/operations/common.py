"""What the verbs of a văn bản đi share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import MovedMeanwhile, move
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.models import ApprovalStep, Cosigner, OutgoingDocument
from vanthu.office.outgoing.operations.checking import clean
from vanthu.office.outgoing.operations.draft_errors import ConversionFailed, StillConverting
from vanthu.office.outgoing.operations.errors import ReasonMissing
from vanthu.office.outgoing.states import MOVES, StepState

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def admitted(document_id: UUID, verb: str, by: Person, at: datetime) -> OutgoingDocument:
    """Return the document for a verb; raises NotFound, MovedMeanwhile (wrong state), NotAllowed."""
    outgoing = queries.get(by, document_id, at=at)
    if not policies.exists(verb, outgoing.state):
        raise MovedMeanwhile(verb=policies.LABELS[verb])
    policies.may(by, verb, outgoing, at=at).require(policies.LABELS[verb])
    return outgoing


def moved(outgoing: OutgoingDocument, verb: str, at: datetime, /, **changes: Any) -> None:
    """Move the document or raise MovedMeanwhile. Call it inside `write()`."""
    move(outgoing, verb, MOVES, state_since=at, **changes)


def fact(outgoing: OutgoingDocument, verb: str, by: Person | None, at: datetime, /, **details: Any) -> None:
    """Record what happened to the document in its own transaction, and in whose place where a delegate did it."""
    instead = policies.instead_of(by, verb, at=at) if by else None
    if instead is None:
        audit.record(verb=verb, subject=outgoing, by=by, at=at, **details)
        return
    with audit.instead_of(instead):
        audit.record(verb=verb, subject=outgoing, by=by, at=at, **details)


def end_round(outgoing: OutgoingDocument) -> None:
    """Let nobody decide any more in the route of a draft that went back to its drafter or was withdrawn."""
    ApprovalStep.objects.filter(outgoing=outgoing, state=StepState.WAITING).update(state=StepState.SKIPPED)
    # What somebody signed already is another file than the one that will be submitted next.
    Cosigner.objects.filter(outgoing=outgoing, signed_at__isnull=False).update(signed_at=None)


def lock(document_id: UUID) -> OutgoingDocument:
    """Hold the row of the document until the transaction ends, so that its steps are decided one after another."""
    return OutgoingDocument.objects.select_for_update().get(pk=document_id)


def given_reason(reason: str) -> str:
    """Return the reason as kept; raises ReasonMissing."""
    if not clean(reason):
        raise ReasonMissing
    return clean(reason)


def require_file(outgoing: OutgoingDocument) -> None:
    """Raise StillConverting or ConversionFailed unless the file of the draft is here."""
    found = queries.conversion(outgoing)
    if found is None:
        return
    if found.finished_at is None:
        raise StillConverting(file_name=found.docx_name)
    raise ConversionFailed(file_name=found.docx_name)
