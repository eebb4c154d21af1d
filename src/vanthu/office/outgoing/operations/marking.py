"""Leader's signature, number and date, the agency's signature: in this order (ND30-A14, A17, A32)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.files import queries as files
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.models import ApprovalStep, Cosigner, OutgoingDocument
from vanthu.office.outgoing.operations import approving, composing
from vanthu.office.outgoing.operations.common import admitted, fact, lock, moved
from vanthu.office.outgoing.operations.countersigning import is_countersigned
from vanthu.office.outgoing.operations.errors import NumberNotWritten, NumberRefused
from vanthu.office.outgoing.states import StepKind, StepState
from vanthu.office.registers import operations as registers
from vanthu.office.registers import queries as register_queries
from vanthu.office.registers.states import RegisterKind
from vanthu.office.signatures import queries as signatures
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.transactions import write
from vanthu.standards import signing
from vanthu.standards.identifiers import document_id as wire_identifier
from vanthu.standards.identifiers import number_text

if TYPE_CHECKING:
    from datetime import date

    from vanthu.office.organizations.models import Person


def record_signed(document_id: UUID, *, by: Person, at: datetime) -> OutgoingDocument:
    """Note that this person's signature is on the latest version of the document (ND30-A13).

    With the last of several the document is signed.
    """
    outgoing = admitted(document_id, "sign", by, at)
    approving.require_as_approved(outgoing, at=at)
    turn = queries.next_to_sign(outgoing)
    if turn is not None and turn.place != queries.LAST:
        return _signed_beside(outgoing, turn.title, by, at)
    with write():
        moved(outgoing, "sign", at, signed_at=at)
        step = ApprovalStep.objects.filter(outgoing=outgoing, kind=StepKind.SIGNATURE, state=StepState.WAITING)
        step.update(state=StepState.APPROVED, decided_at=at)
        fact(outgoing, "sign", by, at, revision=outgoing.revision, sha256=_latest_hash(outgoing))
    return outgoing


def _signed_beside(outgoing: OutgoingDocument, title: str, by: Person, at: datetime) -> OutgoingDocument:
    """One of several has signed; the document waits for the next."""
    with write():
        lock(outgoing.pk)
        unsigned = Cosigner.objects.filter(outgoing=outgoing, person=by, signed_at__isnull=True)
        if unsigned.update(signed_at=at) != 1:
            raise MovedMeanwhile(verb=policies.LABELS["sign"])
        sha256 = _latest_hash(outgoing)
        fact(outgoing, "sign", by, at, revision=outgoing.revision, sha256=sha256, title=title)
    return outgoing


def give_number(document_id: UUID, *, by: Person, at: datetime) -> OutgoingDocument:
    """Take the next number of the year and write it with the date into the signed file (ND30-A15).

    The number is taken in a short transaction of its own; when what follows fails, doing it again finds the same
    number with its date. Raises NumberRefused before a number is taken, NumberNotWritten after.
    """
    outgoing = admitted(document_id, "number", by, at)
    _refuse_unfillable(outgoing, at)
    number, issued_on = _number(document_id, by, at)
    pdf = _with_number(outgoing, number, issued_on)
    notation = composing.notation(queries.fields_of(outgoing), agency_id=outgoing.agency_id)
    with write():
        moved(outgoing, "number", at, numbered_at=at)
        file_name = f"{number}-{notation}.pdf"
        documents.add_version(document_id, kind=VersionKind.NUMBERED, content=pdf, file_name=file_name, by=by, at=at)
        _identify(outgoing, number, notation, issued_on)
        fact(outgoing, "number", by, at, number=number, notation=notation, issued_on=issued_on)
    outgoing.document.refresh_from_db()
    return outgoing


def record_number_signed(document_id: UUID, *, by: Person, at: datetime) -> OutgoingDocument:
    """Note that the agency's signature with number and date is on a file that another party signed first."""
    outgoing = admitted(document_id, "seal", by, at)
    with write():
        fact(outgoing, "sign_number", by, at, sha256=_latest_hash(outgoing))
    return outgoing


def record_sealed(document_id: UUID, *, by: Person, at: datetime) -> OutgoingDocument:
    """Note that the agency's signature is on the latest version of the document (ND30-A17.2)."""
    outgoing = admitted(document_id, "seal", by, at)
    with write():
        moved(outgoing, "seal", at, sealed_at=at)
        fact(outgoing, "seal", by, at, sha256=_latest_hash(outgoing))
    return outgoing


def _number(document_id: UUID, by: Person, at: datetime) -> tuple[str, date]:
    today = at.astimezone(VIETNAM).date()
    registers.take_number(kind=RegisterKind.OUTGOING, document_id=document_id, on=today, by=by, at=at)
    taken = register_queries.number_of(document_id, RegisterKind.OUTGOING)
    assert taken is not None, "a number was just taken"
    return number_text(taken.number), taken.taken_on


def _refuse_unfillable(outgoing: OutgoingDocument, at: datetime) -> None:
    """Try a number on the signed file first, so that a file that cannot carry one uses none up."""
    try:
        _filled(outgoing, "01", at.astimezone(VIETNAM).date())
    except signing.SigningError as error:
        raise NumberRefused(sentence=error.sentence) from error


def _with_number(outgoing: OutgoingDocument, number: str, issued_on: date) -> bytes:
    try:
        return _filled(outgoing, number, issued_on)
    except signing.SigningError as error:
        raise NumberNotWritten(number=number, sentence=error.sentence) from error


def _filled(outgoing: OutgoingDocument, number: str, issued_on: date) -> bytes:
    version = document_queries.latest_version(outgoing.pk)
    if version is None or version.kind != VersionKind.LEADER_SIGNED:
        raise NumberRefused(sentence="Bản mới nhất của văn bản chưa có chữ ký số của lãnh đạo.")
    if is_countersigned(outgoing):
        return files.read(version.file_id)  # signed with the number by `journeys.signing`, nothing else may be added
    elsewhere = signatures.signed_elsewhere(outgoing.pk)
    return signing.fill_number(files.read(version.file_id), number=number, issued_on=issued_on, elsewhere=elsewhere)


def _identify(outgoing: OutgoingDocument, number: str, notation: str, issued_on: date) -> None:
    agency = organizations.agency(outgoing.agency_id)
    wire_id = wire_identifier(agency.code, issued_on, f"{number}/{notation}")
    documents.give_identity(outgoing.pk, number=number, notation=notation, issued_on=issued_on, wire_id=wire_id)


def _latest_hash(outgoing: OutgoingDocument) -> str:
    version = document_queries.latest_version(outgoing.pk)
    return version.file_id if version else ""
