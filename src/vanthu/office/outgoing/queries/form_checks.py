"""What the check of form found in a draft, and the file a draft was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.outgoing.models import FormCheck, OutgoingDocument

if TYPE_CHECKING:
    from vanthu.office.documents.models import Version


def form_check(outgoing: OutgoingDocument) -> FormCheck | None:
    """Return the check of the revision that stands now; None when it was never asked for."""
    return FormCheck.objects.filter(outgoing=outgoing, revision=outgoing.revision).first()


def source_docx(outgoing: OutgoingDocument) -> Version | None:
    """Return the DOCX of which the PDF of the draft was made: the version kept just before it; None for a PDF."""
    before: Version | None = None
    found: Version | None = None
    for version in documents.versions(outgoing.pk):
        if version.kind == VersionKind.UPLOADED and version.file_id == outgoing.source_file:
            found = before if before is not None and before.kind == VersionKind.SOURCE else None
        before = version
    return found
