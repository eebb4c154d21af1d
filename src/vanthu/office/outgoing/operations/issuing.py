"""Phát hành: the moment a document becomes the agency's word; from then on nothing of it changes (ND30-A18)."""

from __future__ import annotations

import tempfile
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.exchange import operations as exchange
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.operations import packages
from vanthu.office.outgoing.operations.common import admitted, fact, moved
from vanthu.office.outgoing.operations.errors import SignaturesNotValid
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.signing import Outcome

if TYPE_CHECKING:
    from vanthu.office.documents.models import Version
    from vanthu.office.organizations.models import Person

IN_MEMORY = 4 * 1024 * 1024


def issue(document_id: UUID, *, by: Person, at: datetime) -> OutgoingDocument:
    """Check both signatures, build the package, and put it in the outbox for every recipient, all or nothing.

    Raises SignaturesNotValid (ND30-A5), PackageRefused (QCVN 102), MovedMeanwhile when another clerk was first.
    """
    outgoing = admitted(document_id, "issue", by, at)
    sealed = _sealed(outgoing, at)
    message = packages.message(outgoing, sealed, by=by, at=at)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as package:
        edxml.write(message, package)  # type: ignore[arg-type]  # a spooled file reads and writes like any other
        package.seek(0)
        with write():
            moved(outgoing, "issue", at, issued_at=at)
            documents.freeze(document_id, at=at)
            to = queries.recipients(outgoing)
            exchange.queue(outgoing.document, package=package, recipients=to, at=at)
            fact(outgoing, "issue", by, at, code=outgoing.document.code_text, sha256=sealed.file_id, recipients=to)
    outgoing.document.refresh_from_db()
    return outgoing


def _sealed(outgoing: OutgoingDocument, at: datetime) -> Version:
    """Return the latest version when it is the sealed one and both its signatures are valid."""
    version = document_queries.latest_version(outgoing.pk)
    if version is None or version.kind != VersionKind.SEALED:
        raise SignaturesNotValid(outcome=Outcome.UNSIGNED.label, reasons="Bản mới nhất chưa có chữ ký số của cơ quan.")
    kept = signatures.judge(file_sha256=version.file_id, document_id=outgoing.pk, at=at)
    if kept.outcome != Outcome.VALID:
        verdict = signature_queries.verdict(kept.pk)
        reasons = " ".join(reason.sentence for reason in verdict.reasons)
        raise SignaturesNotValid(outcome=verdict.outcome.label, reasons=reasons)
    return version
