"""What is public: asked without logging in, so of all agencies of the installation."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.dispatch.models import Publication
from vanthu.office.kernel import paging, words
from vanthu.office.kernel.permission import NotFound

NEWEST = ("-published_at", "-id")


def published(text: str = "", *, before: str = "", after: str = "", size: int = 20) -> paging.Page[Publication]:
    """Return a page of the public documents that every word of `text` is found in, newest first."""
    found = _public().filter(words.containing(text, "words"))
    return paging.page(found, NEWEST, before=before, after=after, size=size)


def public_document(publication_id: UUID) -> Publication:
    """Return one public document, or one that was recalled since; raises NotFound for one that was taken down."""
    shown = Q(withdrawn_at=None) | Q(recalled=True)
    rows = Publication.of_all_agencies.filter(shown, pk=publication_id)
    found = rows.select_related("document", "agency", "file").first()
    if found is None:
        raise NotFound(what="văn bản công bố")
    return found


def publication_of(document_id: UUID) -> Publication | None:
    """Return how a document of the agency in force is public now; None when it is not."""
    rows = Publication.objects.filter(document_id=document_id, withdrawn_at=None)
    return rows.select_related("document", "published_by").first()


def was_recalled(document_id: UUID) -> bool:
    """Tell whether a document of the agency in force was public until it was recalled."""
    return Publication.objects.filter(document_id=document_id, recalled=True).exists()


def _public() -> QuerySet[Publication]:
    rows = Publication.of_all_agencies.filter(withdrawn_at=None)
    return rows.select_related("document", "agency", "file")
