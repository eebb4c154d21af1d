"""Two texts compared by words: what stayed, what went, what came."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

_TOKENS = re.compile(r"\s+|[\w/.-]*\w|[^\w\s]")
MOST_WORDS = 4_000
"""Of a changed block: a larger one is compared whole, since words take time with the square of their count."""


@dataclass(frozen=True)
class Piece:
    """Words that stayed (=), went (-) or came (+)."""

    sign: str
    text: str


def compared(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one, in pieces: lines are matched first, then the words of those that differ."""
    return tuple(_joined(_by_lines(before.splitlines(keepends=True), after.splitlines(keepends=True))))


def sides(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the pieces of the earlier and of the later text, to stand side by side."""
    return tuple(one for one in pieces if one.sign != "+"), tuple(one for one in pieces if one.sign != "-")


def _by_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for tag, a0, a1, b0, b1 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[a0:a1]), "".join(after[b0:b1])
        if tag == "replace":
            yield from _by_words(_TOKENS.findall(old), _TOKENS.findall(new))
        else:
            yield from _pieces(tag, old, new)


def _by_words(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    if max(len(before), len(after)) > MOST_WORDS:
        yield from _pieces("replace", "".join(before), "".join(after))
        return
    for tag, a0, a1, b0, b1 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield from _pieces(tag, "".join(before[a0:a1]), "".join(after[b0:b1]))


def _pieces(tag: str, old: str, new: str) -> Iterator[Piece]:
    if tag == "equal":
        yield Piece("=", old)
        return
    if old:
        yield Piece("-", old)
    if new:
        yield Piece("+", new)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    for sign, group in groupby(pieces, key=lambda piece: piece.sign):
        yield Piece(sign, "".join(piece.text for piece in group))
