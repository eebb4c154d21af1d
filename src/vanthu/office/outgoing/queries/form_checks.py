"""What the check of form found in a draft, the file a draft was made of, and what can be read in it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.files import queries as files
from vanthu.office.outgoing.models import FormCheck, OutgoingDocument
from vanthu.standards import letter

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


def file_text(outgoing: OutgoingDocument) -> str:
    """Return what can be read in the uploaded PDF; empty for a composed draft, a scan, and what is still converted."""
    return _text_of(outgoing.source_file) if outgoing.source_file else ""


@lru_cache(maxsize=16)
def _text_of(sha256: str) -> str:
    return "\n".join(letter.page_texts(files.read(sha256))).strip()
