"""How the signed files of an issued document are kept, beside what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from vanthu.office.documents import queries as documents
from vanthu.office.signatures import queries as signatures
from vanthu.office.signatures.states import Keeping

if TYPE_CHECKING:
    from vanthu.office.signatures.models import Preservation


@dataclass(frozen=True)
class KeptShown:
    """One kept file: whose (empty: the document's own), how checkable it is, until when, and why not further."""

    name: str
    label: str
    good_until: datetime | None
    why: str
    url: str
    """Where it is taken from; empty while it is what was sent."""


def kept_files(document_id: UUID) -> list[KeptShown]:
    """Return how each signed file of an issued document is kept."""
    rows = signatures.preservations(document_id)
    if not rows:
        return []
    names = {one.sent_file.sha256: one.file_name for one in documents.attachments(document_id)}
    return [_shown(row, names.get(row.sent_id, "")) for row in rows]


def _shown(row: Preservation, name: str) -> KeptShown:
    where = {"document_id": row.document_id, "preservation_id": row.pk}
    url = reverse("web:kept_file", kwargs=where) if row.kept_id else ""
    return KeptShown(name, str(Keeping(row.state).label), row.good_until, row.error_sentence, url)
