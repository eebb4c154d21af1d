"""Công bố: issued documents that anybody may read without logging in, and taking one down again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.dispatch import queries
from vanthu.office.dispatch.models import Publication
from vanthu.office.dispatch.operations.errors import AlreadyPublic, NotPublic
from vanthu.office.kernel import words
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person


def publish(document: Document, *, sha256: str, file_name: str, by: Person, at: datetime) -> Publication:
    """Make a document public with its signed file; the caller has asked whether one may. Raises AlreadyPublic."""
    found_by = words.line(document.code_text, document.type_name, document.subject, document.issuer_name)
    with write():
        if queries.publication_of(document.pk) is not None:
            raise AlreadyPublic
        made = Publication.objects.create(
            document=document,
            file_id=sha256,
            file_name=file_name,
            words=found_by,
            published_at=at,
            published_by=by,
        )
        audit.record(verb="publish", subject=document, by=by, at=at, sha256=sha256)
    return made


def unpublish(document_id: UUID, *, reason: str, recalled: bool = False, by: Person, at: datetime) -> None:
    """Take a document down; that it was public stays recorded. `recalled`: its page says so. Raises NotPublic."""
    with write():
        found = queries.publication_of(document_id)
        rows = Publication.objects.filter(document_id=document_id, withdrawn_at=None)
        if found is None or not rows.update(withdrawn_at=at, withdrawn_by=by, reason=reason[:500], recalled=recalled):
            raise NotPublic
        audit.record(verb="unpublish", subject=found.document, by=by, at=at, reason=reason)
