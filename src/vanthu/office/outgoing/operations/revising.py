"""Keeping every revision of a draft, and letting nobody write over what he has not seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from vanthu.office.outgoing import queries
from vanthu.office.outgoing.models import DraftRevision, OutgoingDocument
from vanthu.office.outgoing.operations.draft_errors import SavedMeanwhile
from vanthu.office.outgoing.operations.form_checks import ask_form_check

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def keep_revision(outgoing: OutgoingDocument, *, by: Person, at: datetime) -> DraftRevision:
    """Keep the content as it is now and have its form checked. Call it inside `write()`, after the last change."""
    if queries.has_file(outgoing):
        ask_form_check(outgoing, at=at)
    return DraftRevision.objects.create(
        outgoing=outgoing,
        revision=outgoing.revision,
        content=queries.content_of(outgoing),
        made_by=by,
        made_at=at,
    )


def require_unchanged_since(outgoing: OutgoingDocument, opened: int | None) -> None:
    """Raise SavedMeanwhile when what a form writes is not what was opened. Call it under the lock of the draft's row.

    `None` is for programs that change what they have just read. Attachments and pictures are no part of the form.
    """
    if opened is None or opened == outgoing.revision:
        return
    saved, before = queries.revision_of(outgoing, outgoing.revision), queries.content_at(outgoing, opened)
    found = () if before is None else queries.changes(_written(before), _written(saved.content))
    if found or before is None:
        raise SavedMeanwhile(saved, found, opened=opened)


def _written(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in {"attachments", "pictures"}}
