"""The revisions of a draft, and two of them compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vanthu.office.outgoing import queries
from vanthu.office.outgoing.queries.comparing import Piece, sides

if TYPE_CHECKING:
    from vanthu.office.outgoing.models import DraftRevision, OutgoingDocument


@dataclass(frozen=True)
class PartShown:
    """One part that differs: in one text, and in two beside each other."""

    label: str
    pieces: tuple[Piece, ...]
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True)
class RevisionsShown:
    """Every revision, the newest first, and what differs between the two chosen."""

    outgoing: OutgoingDocument
    revisions: Sequence[DraftRevision]
    earlier: int
    later: int
    parts: tuple[PartShown, ...]
    side_by_side: bool


def revisions_shown(outgoing: OutgoingDocument, earlier: int | None, later: int | None, way: str) -> RevisionsShown:
    """Return two revisions compared: those chosen, else the last two. Raises NotFound."""
    kept = queries.revisions(outgoing)
    numbers = [one.revision for one in kept]
    later = later or (numbers[-1] if numbers else 0)
    earlier = earlier or max((number for number in numbers if number < later), default=later)
    earlier, later = min(earlier, later), max(earlier, later)
    parts = queries.compared_parts(outgoing, earlier, later) if earlier != later else ()
    shown = tuple(PartShown(one.label, one.pieces, *sides(one.pieces)) for one in parts)
    return RevisionsShown(outgoing, list(reversed(kept)), earlier, later, shown, side_by_side=way == "hai-cot")
