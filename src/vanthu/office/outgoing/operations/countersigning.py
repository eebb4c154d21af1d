"""An agreement that the other party signed first: what was signed is judged, then we sign too (ND30-A5, CT07-1c)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.documents import queries as documents
from vanthu.office.files import queries as files
from vanthu.office.outgoing.operations.appendices import place_for_signature
from vanthu.office.outgoing.operations.draft_errors import SignedElsewhereNotValid
from vanthu.office.outgoing.states import SourceKind
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.office.signatures.operations import AsText
from vanthu.standards import signing
from vanthu.standards.signing import Outcome

if TYPE_CHECKING:
    from vanthu.office.outgoing.models import OutgoingDocument
    from vanthu.standards.signing import Verdict

NOBODY = frozenset[signing.Role]()
"""Whose signatures must be in a file that others signed: that it is signed at all is why it is judged."""


def judge_upload(outgoing: OutgoingDocument, *, at: datetime) -> Verdict | None:
    """Judge and keep what others have signed in the uploaded file; None when nobody has. Outside transactions."""
    if outgoing.source != SourceKind.UPLOADED or not outgoing.source_file:
        return None  # composed, or its PDF is still being made
    if not signing.is_signed(files.read(outgoing.source_file)):
        return None
    version = documents.latest_version(outgoing.pk)
    file_sha256 = version.file_id if version else outgoing.source_file
    kept = signatures.judge(file_sha256=file_sha256, document_id=outgoing.pk, expected=NOBODY, at=at)
    return signature_queries.verdict(kept.pk)


def require_upload_valid(outgoing: OutgoingDocument, *, at: datetime) -> None:
    """Raise SignedElsewhereNotValid unless what others have signed in the uploaded file is valid, if they have."""
    verdict = judge_upload(outgoing, at=at)
    if verdict is None or verdict.outcome == Outcome.VALID:
        return
    why = " ".join(reason.sentence for reason in verdict.reasons)
    name = outgoing.source_file_name
    raise SignedElsewhereNotValid(file_name=name, outcome=verdict.outcome.label.lower(), why=why)


def is_countersigned(outgoing: OutgoingDocument) -> bool:
    """Tell whether the document is signed after another party, so that no number can be written into its fields."""
    if outgoing.source != SourceKind.UPLOADED:
        return False
    version = documents.latest_version(outgoing.pk)
    return version is not None and signing.is_countersigned(files.read(version.file_id))


def number_to_sign(outgoing: OutgoingDocument) -> AsText | None:
    """Return the number as the agency signs it in such a file before its seal; None when that is not to be done."""
    if not is_countersigned(outgoing):
        return None
    version = documents.latest_version(outgoing.pk)
    assert version is not None
    pdf = files.read(version.file_id)
    if signing.is_number_signed(pdf):
        return None
    return AsText(f"Số: {outgoing.document.code_text}", place_for_signature(pdf, file_name=version.file_name))
