"""An evidence file of an issued or received document: the verdict on its file, and what the axis signed about it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.documents import queries as documents
from vanthu.office.exchange import queries as exchange
from vanthu.office.kernel.permission import NotFound
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries
from vanthu.standards.signing import Role

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document, Version
    from vanthu.office.organizations.models import Person
    from vanthu.office.signatures.models import EvidenceFile


def make(document_id: UUID, version_id: UUID, *, pin: str, by: Person, at: datetime) -> EvidenceFile:
    """Judge the file anew, prepare the evidence file and let the agency's key sign it; the worker does the rest.

    Where that key signs no such files nothing is signed and `pin` is not looked at. The caller has seen to who may see
    the document. Call it outside transactions. Raises what `begin_evidence` and `sign_evidence` do, TrustMissing; after
    a wrong PIN the same call goes on with what was prepared.
    """
    version = documents.version(version_id)
    if version.document_id != document_id:
        raise NotFound(what="bản của văn bản")
    first = queries.verdict_for(version.file_id)
    expected = signatures.BOTH
    if first is not None and first.expected is not None:
        expected = frozenset(Role(one) for one in first.expected)
    kept = signatures.judge(file_sha256=version.file_id, document_id=document_id, expected=expected, at=at)
    pending = signatures.begin_evidence(document_id, kept, _told(version), by=by, at=at)
    if pending.identity is None:
        return pending
    return signatures.sign_evidence(pending.pk, pin=pin, by=by, at=at)


def _told(version: Version) -> signatures.Told:
    receipts = [(one.file.sha256, one.package_sha256) for one in exchange.receipts(version.document_id)]
    return signatures.Told(version.file_name, _about(version.document), receipts)


def _about(document: Document) -> dict[str, str]:
    issued = document.issued_on
    told = {
        "Loại văn bản": document.type_name,
        "Số, ký hiệu": document.code_text,
        "Ngày ban hành": f"{issued:%d/%m/%Y}" if issued else "",
        "Cơ quan ban hành": document.issuer_name,
        "Trích yếu": document.subject,
        "Mã văn bản": document.wire_id,
    }
    return {name: value for name, value in told.items() if value}
