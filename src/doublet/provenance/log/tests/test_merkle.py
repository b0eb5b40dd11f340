"""The tree against the known vectors of RFC 6962 and against a tree written the slow way."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.provenance.log import merkle

# The eight leaves of Certificate Transparency's reference tests, and the root of the first n of them.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
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
INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
CONSISTENCY = {
    (1, 8): INCLUSION[0, 8],
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
SIZES = st.integers(1, 130)


def slow(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, word for word."""
    if len(leaves) < 2:
        return sha256(b"\0" + leaves[0]).digest() if leaves else sha256(b"").digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\1" + slow(leaves[:k]) + slow(leaves[k:])).digest()


def node_over(leaves: list[bytes]) -> merkle.Node:
    return lambda level, place: slow(leaves[place << level : (place + 1) << level])


def numbered(size: int) -> list[bytes]:
    return [str(number).encode() for number in range(size)]


def proof(ranges: list[merkle.Range], leaves: list[bytes]) -> list[bytes]:
    return [merkle.range_hash(part, node_over(leaves)) for part in ranges]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference(size: int) -> None:
    assert merkle.root(size, node_over(LEAVES)).hex() == ROOTS[size]


@pytest.mark.parametrize("asked", INCLUSION)
def test_audit_paths_are_those_of_the_reference(asked: tuple[int, int]) -> None:
    path = proof(merkle.inclusion(*asked), LEAVES)
    assert tuple(step.hex() for step in path) == INCLUSION[asked]
    leaf = merkle.leaf_hash(LEAVES[asked[0]])
    assert merkle.is_included(leaf, *asked, path, bytes.fromhex(ROOTS[asked[1]]))


@pytest.mark.parametrize("asked", CONSISTENCY)
def test_consistency_proofs_are_those_of_the_reference(asked: tuple[int, int]) -> None:
    path = proof(merkle.consistency(*asked), LEAVES)
    assert tuple(step.hex() for step in path) == CONSISTENCY[asked]
    old, new = (bytes.fromhex(ROOTS[size]) for size in asked)
    assert merkle.is_consistent(*asked, path, old, new)


@given(SIZES, st.data())
def test_every_leaf_is_proven_and_no_other(size: int, data: st.DataObject) -> None:
    leaves, index = numbered(size), data.draw(st.integers(0, size - 1))
    path = proof(merkle.inclusion(index, size), leaves)
    leaf, tree = merkle.leaf_hash(leaves[index]), slow(leaves)
    assert merkle.is_included(leaf, index, size, path, tree)
    assert not merkle.is_included(merkle.leaf_hash(b"other"), index, size, path, tree)
    other = data.draw(st.integers(0, size + 3).filter(lambda place: place != index))
    assert not merkle.is_included(leaf, other, size, path, tree)
    assert not merkle.is_included(leaf, index, size, [*path, tree], tree)


@given(SIZES, SIZES)
def test_a_log_that_only_grew_is_proven_to_have_only_grown(one: int, other: int) -> None:
    old, new = sorted((one, other))
    leaves = numbered(new)
    path = proof(merkle.consistency(old, new), leaves)
    assert merkle.is_consistent(old, new, path, slow(leaves[:old]), slow(leaves))
    rewritten = [b"changed", *leaves[1:old]]
    assert not merkle.is_consistent(old, new, path, slow(rewritten), slow(leaves))
    assert not merkle.is_consistent(old, new, [*path, b"x" * 32], slow(leaves[:old]), slow(leaves))


@given(SIZES, st.data())
def test_ranges_without_some_leaves_fill_the_tree_with_them(size: int, data: st.DataObject) -> None:
    known = data.draw(st.sets(st.integers(0, size - 1)))
    ranges = merkle.without(known, size)
    covered = [place for first, end in ranges for place in range(first, end)]
    assert sorted([*covered, *known]) == list(range(size))
    leaves = numbered(size)
    given_hashes = dict(zip(ranges, proof(ranges, leaves), strict=True))

    def computed(first: int, end: int) -> bytes:
        if (first, end) in given_hashes:
            return given_hashes[first, end]
        if end - first == 1:
            return merkle.leaf_hash(leaves[first])
        middle = first + (1 << (end - first - 1).bit_length() - 1)
        return merkle.node_hash(computed(first, middle), computed(middle, end))

    assert computed(0, size) == slow(leaves)
