"""Văn bản kèm theo in files of their own: each bears the agency's signature, shown as text (ND30-PLI, S4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.documents import queries as documents
from vanthu.office.files import queries as files
from vanthu.office.outgoing.operations.errors import AppendixNotSignable, AppendixNotSigned
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.office.signatures.operations import AsText
from vanthu.office.signatures.states import PendingState, Role
from vanthu.standards import letter, signing
from vanthu.standards.signing import Outcome

if TYPE_CHECKING:
    from vanthu.office.documents.models import Attachment
    from vanthu.office.outgoing.models import OutgoingDocument

_PDF_BEGINS = b"%PDF-"


@dataclass(frozen=True)
class Appendix:
    """An attachment that still needs the agency's signature, and what that shows."""

    pk: UUID
    as_text: AsText


def appendices_to_sign(outgoing: OutgoingDocument) -> Iterator[Appendix]:
    """Give the attachments in PDF, one after another, that nobody has signed; raises AppendixNotSignable.

    One that was signed elsewhere goes along as it is: our signature on it would say that it is ours. Files of other
    formats cannot carry one.
    """
    for one in documents.attachments(outgoing.pk):
        content = files.read(one.file_id)
        if _needs_ours(one, content) and not _waits_for_its_time_stamp(outgoing, one):
            slot = place_for_signature(content, file_name=one.file_name)
            yield Appendix(one.pk, AsText(f"Số: {outgoing.document.code_text}", slot))


def require_signed(outgoing: OutgoingDocument, *, at: datetime) -> None:
    """Raise AppendixNotSigned unless every attachment that needs the agency's signature has a valid one."""
    for one in documents.attachments(outgoing.pk):
        if one.sent_file.sha256 == one.file_id:
            if _needs_ours(one, files.read(one.file_id)):
                raise AppendixNotSigned(file_name=one.file_name, why="tệp chưa có chữ ký số của cơ quan")
            continue
        kept = signatures.judge(
            file_sha256=one.sent_file.sha256, document_id=outgoing.pk, expected=signatures.AGENCY_ALONE, at=at
        )
        if kept.outcome != Outcome.VALID:
            verdict = signature_queries.verdict(kept.pk)
            why = " ".join(reason.sentence for reason in verdict.reasons) or verdict.outcome.label
            raise AppendixNotSigned(file_name=one.file_name, why=why)


def signed_appendices(outgoing: OutgoingDocument) -> set[str]:
    """Return the hashes of the attachments that the agency signed, as they are sent."""
    attached = documents.attachments(outgoing.pk)
    return {one.sent_file.sha256 for one in attached if one.sent_file.sha256 != one.file_id}


def place_for_signature(pdf: bytes, *, file_name: str) -> letter.Slot:
    """Return where the text of the agency's signature belongs; raises AppendixNotSignable."""
    try:
        return letter.copy_stamp_place(pdf)
    except letter.LetterRefused as error:
        raise AppendixNotSignable(file_name=file_name, why=error.sentence) from error


def refuse_unsignable(content: bytes, *, file_name: str) -> None:
    """Raise AppendixNotSignable for a PDF that the agency could not sign later; other formats pass."""
    if _PDF_BEGINS in content[:1024] and not _signed_elsewhere(content, file_name):
        place_for_signature(content, file_name=file_name)


def _needs_ours(attachment: Attachment, content: bytes) -> bool:
    if attachment.sent_file.sha256 != attachment.file_id or _PDF_BEGINS not in content[:1024]:
        return False
    return not _signed_elsewhere(content, attachment.file_name)


def _signed_elsewhere(content: bytes, file_name: str) -> bool:
    try:
        return signing.is_signed(content)
    except signing.SigningError as error:
        raise AppendixNotSignable(file_name=file_name, why=error.sentence) from error


def _waits_for_its_time_stamp(outgoing: OutgoingDocument, attachment: Attachment) -> bool:
    pending = signature_queries.pending_for(outgoing.pk, Role.APPENDIX, attachment_id=attachment.pk)
    return pending is not None and pending.state == PendingState.AWAITING_TIMESTAMP
