"""The revisions of a draft: who saved which, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing.models import DraftRevision
from vanthu.office.outgoing.queries.contents import Change, changes

if TYPE_CHECKING:
    from vanthu.office.outgoing.models import OutgoingDocument


def revisions(outgoing: OutgoingDocument) -> list[DraftRevision]:
    """Return every kept revision, the oldest first; drafts saved before revisions were kept lack their first ones."""
    return list(DraftRevision.objects.filter(outgoing=outgoing).select_related("made_by").defer("content"))


def revision_of(outgoing: OutgoingDocument, revision: int) -> DraftRevision:
    """Return one revision with its content; raises NotFound."""
    found = DraftRevision.objects.filter(outgoing=outgoing, revision=revision).select_related("made_by").first()
    if found is None:
        raise NotFound(what="bản dự thảo")
    return found


def content_at(outgoing: OutgoingDocument, revision: int) -> Mapping[str, Any] | None:
    """Return the content of a revision; None when it was not kept."""
    kept = DraftRevision.objects.filter(outgoing=outgoing, revision=revision).first()
    return kept.content if kept else None


def between(outgoing: OutgoingDocument, earlier: int, later: int) -> tuple[Change, ...]:
    """Return the parts that differ between two revisions; empty where one of them was not kept."""
    before, after = content_at(outgoing, earlier), content_at(outgoing, later)
    return changes(before, after) if before is not None and after is not None else ()
