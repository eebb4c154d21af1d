"""Comments on passages of a draft by whoever checks it, answered and closed by both sides (ND30-A12)."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.models import CommentAnswer, DraftComment, OutgoingDocument
from vanthu.office.outgoing.operations.checking import clean
from vanthu.office.outgoing.operations.common import fact
from vanthu.office.outgoing.operations.draft_errors import CommentEmpty, CommentTooLong, PassageNotThere
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

MOST = 5_000
"""Letters of a passage, of a comment and of an answer."""


def comment(
    document_id: UUID, *, quote: str, text: str, before: str = "", after: str = "", by: Person, at: datetime
) -> DraftComment:
    """Comment on a passage that stands in the draft now; `before` and `after` tell which of several equal ones.

    Raises NotFound, NotAllowed, PassageNotThere, CommentEmpty, CommentTooLong.
    """
    outgoing = queries.get(by, document_id, at=at)
    policies.may_comment(by, outgoing, at=at).require("Góp ý")
    said, quote = _said(text), unicodedata.normalize("NFC", quote)
    around = {"before": unicodedata.normalize("NFC", before), "after": unicodedata.normalize("NFC", after)}
    passage = queries.find_passage(queries.text_parts(outgoing), quote, **around) if len(quote) <= MOST else None
    if passage is None:
        raise PassageNotThere
    part, start, end = passage.part, passage.start, passage.end
    with write():
        made = DraftComment.objects.create(
            outgoing=outgoing,
            revision=outgoing.revision,
            part=part.name,
            quote=part.text[start:end],
            before=part.text[max(0, start - queries.AROUND) : start],
            after=part.text[end : end + queries.AROUND],
            text=said,
            by=by,
            at=at,
        )
        fact(outgoing, "comment", by, at, comment=str(made.pk), revision=outgoing.revision, text=said)
    return made


def answer_comment(document_id: UUID, comment_id: UUID, *, text: str, by: Person, at: datetime) -> CommentAnswer:
    """Answer a comment; raises NotFound, NotAllowed, CommentEmpty, CommentTooLong."""
    outgoing, about = _about(document_id, comment_id, "Trả lời góp ý", by, at)
    said = _said(text)
    with write():
        made = CommentAnswer.objects.create(comment=about, text=said, by=by, at=at)
        fact(outgoing, "answer_comment", by, at, comment=str(about.pk), text=said)
    return made


def resolve_comment(document_id: UUID, comment_id: UUID, *, by: Person, at: datetime) -> None:
    """Say that a comment is dealt with; raises NotFound, NotAllowed. Done already, nothing changes."""
    _close(document_id, comment_id, "resolve_comment", {"resolved_by": by, "resolved_at": at}, by, at)


def reopen_comment(document_id: UUID, comment_id: UUID, *, by: Person, at: datetime) -> None:
    """Say that a comment is not dealt with after all; raises NotFound, NotAllowed."""
    _close(document_id, comment_id, "reopen_comment", {"resolved_by": None, "resolved_at": None}, by, at)


def _close(document_id: UUID, comment_id: UUID, verb: str, values: dict[str, Any], by: Person, at: datetime) -> None:
    outgoing, about = _about(document_id, comment_id, "Đánh dấu góp ý", by, at)
    with write():
        rows = DraftComment.objects.filter(pk=about.pk, resolved_at__isnull=values["resolved_at"] is not None)
        if rows.update(**values):
            fact(outgoing, verb, by, at, comment=str(about.pk))


def _about(
    document_id: UUID, comment_id: UUID, label: str, by: Person, at: datetime
) -> tuple[OutgoingDocument, DraftComment]:
    outgoing = queries.get(by, document_id, at=at)
    policies.may_answer(by, outgoing, at=at).require(label)
    return outgoing, queries.comment_on(outgoing, comment_id)


def _said(text: str) -> str:
    said = clean(text)
    if not said:
        raise CommentEmpty
    if len(said) > MOST:
        raise CommentTooLong(limit=MOST)
    return said
