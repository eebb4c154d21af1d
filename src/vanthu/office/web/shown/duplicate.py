"""The document that is here already, beside the one that came: the same for every way a document can come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from vanthu.office.incoming import queries
from vanthu.office.web.shown.document import title_of

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.incoming.models import IncomingDocument


@dataclass(frozen=True)
class DuplicateShown:
    """Both side by side."""

    earlier: IncomingDocument
    title: str
    url: str
    rows: Sequence[queries.Compared]
    same_file: bool
    """Byte for byte: then it is the same document, whatever anybody typed."""


def beside(earlier: Document, ours: Mapping[str, Any], *, same_file: bool) -> DuplicateShown:
    """Return the earlier document beside the data of the one that came."""
    rows = queries.compared(queries.data_of(earlier), ours)
    url = reverse("web:incoming_document", kwargs={"document_id": earlier.pk})
    return DuplicateShown(queries.one(earlier.pk), title_of(earlier), url, rows, same_file)


def of_arrived(incoming: IncomingDocument) -> DuplicateShown | None:
    """Return the earlier document beside one that waits to be registered; None when there is none."""
    found = queries.earlier(incoming)
    if found is None:
        return None
    same = queries.same_files(incoming.document, found.document)
    return beside(found.document, queries.data_of(incoming.document), same_file=same)
