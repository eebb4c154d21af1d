"""Phát hành: the moment a document becomes the agency's word; from then on nothing of it changes (ND30-A18)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from vanthu.office.dispatch.states import BY_AXIS
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.exchange import operations as exchange
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.operations import leaving, packages
from vanthu.office.outgoing.operations.amending import take_effect
from vanthu.office.outgoing.operations.appendices import require_signed, signed_appendices
from vanthu.office.outgoing.operations.common import admitted, fact, moved
from vanthu.office.outgoing.operations.errors import SignaturesNotValid
from vanthu.office.outgoing.operations.replies import expect_replies
from vanthu.office.outgoing.operations.ways import Chosen, choose_ways, settled
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.signing import Outcome

if TYPE_CHECKING:
    from vanthu.office.documents.models import Version
    from vanthu.office.organizations.models import Person

IN_MEMORY = 4 * 1024 * 1024


def issue(document_id: UUID, *, ways: Chosen | None = None, by: Person, at: datetime) -> OutgoingDocument:
    """Check both signatures and send the document to every recipient in his way, all or nothing.

    `ways` are chosen against the rules at the last moment. Whoever gets it through the axis gets one package, which
    goes to the outbox. Raises SignaturesNotValid (ND30-A5), AppendixNotSigned (S4), PackageRefused (QCVN 102),
    WayNotPossible, WayReasonMissing (QD28-A5.2), NoLongerInForce when what it replaces or amends is gone meanwhile,
    MovedMeanwhile when another clerk was first.
    """
    outgoing = admitted(document_id, "issue", by, at)
    sealed = _sealed(outgoing, at)
    require_signed(outgoing, at=at)
    choose_ways(document_id, ways or {}, by=by, at=at)
    decided = settled(outgoing, at=at)
    to = [(one.target.code, one.target.name) for one in decided if one.way in BY_AXIS]
    with _package(outgoing, sealed, to, by, at) as package, write():
        moved(outgoing, "issue", at, issued_at=at)
        documents.freeze(document_id, at=at)
        signatures.preserve(document_id, {sealed.file_id, *signed_appendices(outgoing)}, at=at)
        leaving.send(outgoing, sealed, decided, by=by, at=at)
        if package is not None:
            exchange.queue(outgoing.document, package=package, recipients=to, at=at)
        fact(outgoing, "issue", by, at, code=outgoing.document.code_text, sha256=sealed.file_id, recipients=to)
        take_effect(outgoing, by=by, at=at)
        asked = [(one.target.code, one.target.name) for one in decided if one.target.code]
        expect_replies(outgoing, asked, due_on=outgoing.document.due_on)
    outgoing.document.refresh_from_db()
    return outgoing


@contextmanager
def _package(
    outgoing: OutgoingDocument, sealed: Version, to: Sequence[tuple[str, str]], by: Person, at: datetime
) -> Iterator[BinaryIO | None]:
    """Yield the package for those who get the document through the axis; None when nobody does."""
    if not to:
        yield None
        return
    message = packages.message(outgoing, sealed, to=to, by=by, at=at)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as package:
        edxml.write(message, package)  # type: ignore[arg-type]  # a spooled file reads and writes like any other
        package.seek(0)
        yield package  # type: ignore[misc]


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
