"""Comments on a draft, and its text with the passages they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vanthu.office.outgoing import policies, queries

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import DraftComment, OutgoingDocument
    from vanthu.office.outgoing.queries import Passage, TextPart


@dataclass(frozen=True)
class CommentShown:
    """One comment with its number on the page; `gone` when its passage is no longer in the draft."""

    number: int
    comment: DraftComment
    answers: Sequence[Any]
    part: str
    """Name of the part in which it stands now, or stood."""
    gone: bool

    @property
    def open(self) -> bool:
        """Whether it waits to be dealt with."""
        return self.comment.resolved_at is None


@dataclass(frozen=True)
class Stretch:
    """Text that the same comments are about."""

    text: str
    numbers: tuple[int, ...]
    last: bool
    """Whether one of them ends here: its number follows."""


@dataclass(frozen=True)
class PartMarked:
    """One part of the draft with the passages of open comments marked."""

    name: str
    label: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class CommentsShown:
    """Everything that was said about a draft, and what this person may add."""

    outgoing: OutgoingDocument
    comments: tuple[CommentShown, ...]
    may_comment: bool
    may_answer: bool

    @property
    def open(self) -> list[CommentShown]:
        """Those that wait to be dealt with."""
        return [one for one in self.comments if one.open]


def comments_shown(person: Person, outgoing: OutgoingDocument, *, at: datetime) -> CommentsShown:
    """Return the comments on a draft, the oldest first; the text is read only where there are some."""
    kept = queries.comments(outgoing)
    shown = _shown(kept, queries.text_parts(outgoing)) if kept else ()
    return CommentsShown(
        outgoing,
        tuple(shown),
        may_comment=bool(policies.may_comment(person, outgoing, at=at)),
        may_answer=bool(policies.may_answer(person, outgoing, at=at)),
    )


def marked_parts(outgoing: OutgoingDocument) -> list[PartMarked]:
    """Return the text of the draft with the passages of open comments marked by their numbers."""
    parts = queries.text_parts(outgoing)
    found = [
        (number, queries.anchored(comment, parts))
        for number, comment in enumerate(queries.comments(outgoing), start=1)
        if comment.resolved_at is None
    ]
    return [
        PartMarked(part.name, part.label, tuple(_stretches(part, [pair for pair in found if _in(part, pair[1])])))
        for part in parts
    ]


def _shown(kept: Iterable[DraftComment], parts: list[TextPart]) -> Iterable[CommentShown]:
    for number, comment in enumerate(kept, start=1):
        passage = queries.anchored(comment, parts)
        part = passage.part.name if passage else comment.part
        yield CommentShown(number, comment, list(comment.answers.all()), part, gone=passage is None)


def _in(part: TextPart, passage: Passage | None) -> bool:
    return passage is not None and passage.part.name == part.name


def _stretches(part: TextPart, passages: Sequence[tuple[int, Any]]) -> Iterable[Stretch]:
    ends = {0, len(part.text), *(end for _number, one in passages for end in (one.start, one.end))}
    places = sorted(ends)
    for start, end in pairwise(places):
        numbers = tuple(number for number, one in passages if one.start <= start < one.end)
        yield Stretch(part.text[start:end], numbers, last=any(one.end == end for _number, one in passages))
