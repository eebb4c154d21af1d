"""The Merkle tree of RFC 9162 §2.1 with SHA-256: roots, inclusion proofs, consistency proofs.

A node is named by its level (0: leaves) and its index on that level; node (l, i) covers the leaves from i·2^l to
(i+1)·2^l − 1 and exists once all of them do. Every tree and every proof is put together from such complete nodes, which
never change, so proofs can be made from whatever store can name a node (`NodeAt`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""

NodeAt = Callable[[int, int], bytes]
"""Gives the hash of the complete node (level, index)."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return sha256(b"\1" + left + right).digest()


class Growing:
    """A tree that grows by leaf hashes and remembers only the complete nodes at its right edge (at most 64)."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []

    def add(self, hashed_leaf: bytes) -> None:
        """Append one leaf."""
        node, filled = hashed_leaf, self.size
        while filled & 1:
            node = node_hash(self._edge.pop(), node)
            filled >>= 1
        self._edge.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree as it is now."""
        return _folded(self._edge) if self._edge else EMPTY_ROOT


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes (or over the hashes of neighbouring complete nodes of one level)."""
    growing = Growing()
    for item in hashes:
        growing.add(item)
    return growing.root()


def root_at(size: int, node: NodeAt) -> bytes:
    """Return the root of the tree of the first `size` leaves."""
    return _range(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node: NodeAt) -> list[bytes]:
    """Return the path that proves leaf `index` (from 0) in the tree of `size` leaves (§2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range(middle, end, node))
            end = middle
        else:
            path.append(_range(start, middle, node))
            start = middle
    return path[::-1]


def consistency_proof(first: int, second: int, node: NodeAt) -> list[bytes]:
    """Return the path that proves the tree of `first` leaves a beginning of that of `second` (§2.1.4.1)."""
    if not 0 < first <= second:
        raise ValueError(f"a tree of {first} is no beginning of one of {second}")
    path, start, end, whole = [], 0, second, True
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(_range(middle, end, node))
            end = middle
        else:
            path.append(_range(start, middle, node))
            start, whole = middle, False
    return ([] if whole else [_range(start, end, node)]) + path[::-1]


def verify_inclusion(hashed_leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the path leads from the leaf to the root (§2.1.3.2)."""
    if not 0 <= index < size or not _hashes(hashed_leaf, root, *path):
        return False
    at, last, found = index, size - 1, hashed_leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether the path proves that the second tree only appended to the first (§2.1.4.2)."""
    if not 0 < first <= second or not _hashes(first_root, second_root, *path):
        return False
    if first == second:
        return not path and first_root == second_root
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    return bool(steps) and _edges(first, second, steps) == (first_root, second_root)


def _edges(first: int, second: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the two roots the steps lead to; None where there are too many or too few of them."""
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


def _split(count: int) -> int:
    """Return the largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _range(start: int, end: int, node: NodeAt) -> bytes:
    """Return the root over the leaves from `start` to before `end`, which begins where a complete node may."""
    return _folded([node(level, index) for level, index in _nodes(start, end)])


def _nodes(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Name the complete nodes that cover a range, the largest first."""
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        yield level, start >> level
        start += 1 << level


def _folded(edge: Sequence[bytes]) -> bytes:
    root = edge[-1]
    for left in reversed(edge[:-1]):
        root = node_hash(left, root)
    return root


def _hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
