"""The tree in the database: tiles of 256 nodes, eight levels each, so that a proof reads a handful of rows.

The same cut as the tiles of C2SP tlog-tiles. Only the tile at the right edge of a level is ever rewritten, and only
by making it longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from vanthu.axis.evidence.models import TILE, Tile
from vanthu.standards.evidence.merkle import HASH_BYTES, NodeAt, root_of

LEVELS = 8
_KEPT = 64


def hashes_of(level: int, index: int) -> bytes:
    """Return the hashes of a tile, joined; empty when it is not there."""
    found = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    return bytes(found) if found is not None else b""


def reader(changed: Mapping[tuple[int, int], bytes] | None = None) -> NodeAt:
    """Return what gives complete nodes out of the tiles; it keeps the tiles it read, so use it for one question.

    `changed` are tiles to be written, seen as if they were. Asking for a node that is not sealed raises LookupError.
    """

    @lru_cache(maxsize=_KEPT)
    def tile(level: int, index: int) -> bytes:
        return (changed or {}).get((level, index)) or hashes_of(level, index)

    def node(level: int, index: int) -> bytes:
        first, count = index << level % LEVELS, 1 << level % LEVELS
        joined = tile(level // LEVELS, first // TILE)
        start = first % TILE * HASH_BYTES
        part = joined[start : start + count * HASH_BYTES]
        if len(part) != count * HASH_BYTES:
            raise LookupError(f"node ({level}, {index}) is not sealed")
        return root_of([part[at : at + HASH_BYTES] for at in range(0, len(part), HASH_BYTES)])

    return node


def grown(size: int, leaves: Iterable[bytes]) -> dict[tuple[int, int], bytes]:
    """Return the tiles, by level and index, that change when leaf hashes are added to the tree of `size` leaves."""
    changed: dict[tuple[int, int], bytes] = {}
    fresh, level, start = b"".join(leaves), 0, size
    while fresh:
        index, inside = divmod(start, TILE)
        joined = _beginning(level, index, inside) + fresh
        whole = TILE * HASH_BYTES
        pieces = [joined[at : at + whole] for at in range(0, len(joined), whole)]
        changed |= {(level, index + place): piece for place, piece in enumerate(pieces)}
        fresh = b"".join(_root(piece) for piece in pieces if len(piece) == whole)
        level, start = level + 1, index
    return changed


def _beginning(level: int, index: int, count: int) -> bytes:
    """Return the first hashes of a tile. Raises LookupError when they are not all there."""
    joined = hashes_of(level, index)[: count * HASH_BYTES] if count else b""
    if len(joined) != count * HASH_BYTES:
        raise LookupError(f"tile ({level}, {index}) has lost hashes")
    return joined


def _root(joined: bytes) -> bytes:
    return root_of([joined[at : at + HASH_BYTES] for at in range(0, len(joined), HASH_BYTES)])
