"""Comments on passages of a draft, found again in the text as it stands now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing.models import DraftComment, OutgoingDocument
from vanthu.office.outgoing.queries.contents import LABELS, content_of
from vanthu.office.outgoing.queries.revisions import FILE_TEXT, texts_of

if TYPE_CHECKING:
    from uuid import UUID

COMMENTED = ("subject", "addressed_to", "legal_bases", "particulars", "body", FILE_TEXT, "places")
"""The parts of a draft that are text, in the order of the page."""
AROUND = 40
"""Letters kept before and after a passage: they tell which of several equal passages was meant."""


@dataclass(frozen=True)
class TextPart:
    """One part of the draft as text."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Passage:
    """Where a passage stands in its part, from 0."""

    part: TextPart
    start: int
    end: int


def text_parts(outgoing: OutgoingDocument) -> list[TextPart]:
    """Return the text of the draft as it stands now, part by part; that of an uploaded file is read from its pages."""
    texts = texts_of(content_of(outgoing))
    names = [name for name in COMMENTED if texts.get(name) and not (name == "body" and FILE_TEXT in texts)]
    return [TextPart(name, LABELS.get(name, "Tệp tải lên"), texts[name]) for name in names]


def find_passage(parts: list[TextPart], quote: str, *, before: str = "", after: str = "") -> Passage | None:
    """Return where a passage stands; of several equal ones the one whose surroundings agree best; None when gone."""
    found = [(_agreement(one, before, after), one) for part in parts for one in _occurrences(part, quote)]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def anchored(comment: DraftComment, parts: list[TextPart]) -> Passage | None:
    """Return where the passage of a comment stands now; None when it is gone."""
    own = [part for part in parts if part.name == comment.part]
    around = {"before": comment.before, "after": comment.after}
    return find_passage(own, comment.quote, **around) or find_passage(parts, comment.quote, **around)


def comments(outgoing: OutgoingDocument) -> list[DraftComment]:
    """Return every comment on a draft with its answers, the oldest first."""
    found = DraftComment.objects.filter(outgoing=outgoing).select_related("by", "resolved_by")
    return list(found.prefetch_related("answers__by"))


def comment_on(outgoing: OutgoingDocument, comment_id: UUID) -> DraftComment:
    """Return one comment on this draft; raises NotFound."""
    found = DraftComment.objects.filter(outgoing=outgoing, pk=comment_id).select_related("by").first()
    if found is None:
        raise NotFound(what="góp ý")
    return found


def _occurrences(part: TextPart, quote: str) -> Iterator[Passage]:
    """Spaces and line breaks are alike: what is marked on a page has other ones than the text."""
    words = quote.split()
    if words:
        for match in re.finditer(r"\s+".join(map(re.escape, words)), part.text):
            yield Passage(part, match.start(), match.end())


def _agreement(passage: Passage, before: str, after: str) -> int:
    text = passage.part.text
    return _common(reversed(text[: passage.start].rstrip()), reversed(before.rstrip())) + _common(
        iter(text[passage.end :].lstrip()), iter(after.lstrip())
    )


def _common(one: Iterator[str], other: Iterator[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
