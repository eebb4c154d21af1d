"""The tree of RFC 9162 §2.1: published vectors, and every proof of every tree."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.standards.evidence import merkle

# The leaves, roots and proofs which the implementations of Certificate Transparency share as their test data.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = {
    (0, 1): [],
    (0, 8): [A, B, C],
    (5, 8): [D, E, ROOTS[4]],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [A, B, C],
    (6, 8): [F, E, ROOTS[4]],
    (2, 5): [B, D],
}


def hashed(count: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


def nodes(leaves: list[bytes]) -> Callable[[int, int], bytes]:
    return lambda level, index: merkle.root_of(leaves[index << level : (index + 1) << level])


def by_definition(leaves: list[bytes]) -> bytes:
    """The root as RFC 9162 §2.1.1 defines it, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\1" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


def hexed(path: list[bytes]) -> list[str]:
    return [step.hex() for step in path]


VECTORS = [merkle.leaf_hash(leaf) for leaf in LEAVES]


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots_come_out(size: int) -> None:
    assert merkle.root_of(VECTORS[:size]).hex() == ROOTS[size]
    assert merkle.root_at(size, nodes(VECTORS)).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_published_inclusion_proofs_come_out_and_hold(index: int, size: int) -> None:
    path = merkle.inclusion_proof(index, size, nodes(VECTORS))
    assert hexed(path) == INCLUSION[index, size]
    assert merkle.verify_inclusion(VECTORS[index], index, size, path, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_the_published_consistency_proofs_come_out_and_hold(first: int, second: int) -> None:
    path = merkle.consistency_proof(first, second, nodes(VECTORS))
    assert hexed(path) == CONSISTENCY[first, second]
    roots = bytes.fromhex(ROOTS[first]), bytes.fromhex(ROOTS[second])
    assert merkle.verify_consistency(first, second, *roots, path)


def test_every_inclusion_proof_of_every_tree_up_to_40_holds_and_for_no_other_leaf() -> None:
    leaves = hashed(41)
    for size in range(1, 41):
        root = by_definition(leaves[:size])
        for index in range(size):
            path = merkle.inclusion_proof(index, size, nodes(leaves[:size]))
            assert merkle.verify_inclusion(leaves[index], index, size, path, root)
            assert not merkle.verify_inclusion(leaves[40], index, size, path, root)
            others = [other for other in range(-1, size + 2) if other != index]
            assert not any(merkle.verify_inclusion(leaves[index], other, size, path, root) for other in others)


def test_every_consistency_proof_of_every_tree_up_to_40_holds() -> None:
    leaves = hashed(40)
    roots = [by_definition(leaves[:size]) for size in range(41)]
    for second in range(1, 41):
        for first in range(1, second + 1):
            path = merkle.consistency_proof(first, second, nodes(leaves[:second]))
            assert merkle.verify_consistency(first, second, roots[first], roots[second], path)
            if first != second:
                assert not merkle.verify_consistency(first, second, roots[second], roots[first], path)


sizes = st.integers(1, 500)


def altered(data: st.DataObject, path: list[bytes]) -> list[bytes]:
    """The path with one bit changed, one step missing, one doubled, or one too many."""
    extra = data.draw(st.binary(min_size=32, max_size=32))
    if not path or data.draw(st.booleans(), label="one too many"):
        return [*path, extra]
    place = data.draw(st.integers(0, len(path) - 1), label="place")
    kind = data.draw(st.sampled_from(["bit", "missing", "doubled", "short"]), label="kind")
    step = bytearray(path[place])
    step[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
    changed = {"bit": [bytes(step)], "missing": [], "doubled": [path[place]] * 2, "short": [path[place][:31]]}
    return [*path[:place], *changed[kind], *path[place + 1 :]]


@given(st.data())
def test_an_altered_inclusion_proof_does_not_hold(data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    leaves = hashed(size)
    root, path = merkle.root_of(leaves), merkle.inclusion_proof(index, size, nodes(leaves))
    assert merkle.verify_inclusion(leaves[index], index, size, path, root)
    assert not merkle.verify_inclusion(leaves[index], index, size, altered(data, path), root)


@given(st.data())
def test_an_altered_consistency_proof_does_not_hold(data: st.DataObject) -> None:
    second = data.draw(sizes)
    first = data.draw(st.integers(1, second))
    leaves = hashed(second)
    roots = merkle.root_of(leaves[:first]), merkle.root_of(leaves)
    path = merkle.consistency_proof(first, second, nodes(leaves))
    assert merkle.verify_consistency(first, second, *roots, path)
    assert not merkle.verify_consistency(first, second, *roots, altered(data, path))


@given(st.data())
def test_a_tree_whose_past_was_changed_has_no_consistency_proof(data: st.DataObject) -> None:
    second = data.draw(st.integers(2, 300))
    first = data.draw(st.integers(1, second - 1))
    leaves = hashed(second)
    old = merkle.root_of(leaves[:first])
    leaves[data.draw(st.integers(0, first - 1))] = merkle.leaf_hash(b"other")
    path = merkle.consistency_proof(first, second, nodes(leaves))
    assert not merkle.verify_consistency(first, second, old, merkle.root_of(leaves), path)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_a_leaf_that_is_not_there_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(index, size, nodes(hashed(3)))


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_a_tree_that_is_no_beginning_has_no_proof(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="no beginning"):
        merkle.consistency_proof(first, second, nodes(hashed(3)))
    assert not merkle.verify_consistency(first, second, bytes(32), bytes(32), [])
