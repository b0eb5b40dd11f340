"""The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1), pure: hashes, proofs, and checking them.

A tree is known here by its `Node` function: the hash of the complete subtree at a level (0: leaves) and place. A
proof is a list of ranges of leaves; what each of them hashes to comes from that function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
Range = tuple[int, int]

EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return sha256(b"\1" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over these hashes, whatever their number but none.

    Pairs level by level, and the last of an odd number goes up as it is: the same tree as the RFC's recursion.
    """
    row = list(hashes)
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        row = [sha256(b"\1" + left + right).digest() for left, right in pairs] + row[len(row) & ~1 :]
    return row[0]


def root(size: int, node: Node) -> bytes:
    """The root of the first `size` leaves."""
    return range_hash((0, size), node) if size else EMPTY


def range_hash(leaves: Range, node: Node) -> bytes:
    """What a range that stands in a proof hashes to."""
    first, end = leaves
    count = end - first
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, first >> level)
    middle = first + _left_part(count)
    return node_hash(range_hash((first, middle), node), range_hash((middle, end), node))


def inclusion(index: int, size: int) -> list[Range]:
    """The audit path of one leaf, from the leaf up (RFC 6962 section 2.1.1)."""
    path: list[Range] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _left_part(end - first)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((first, middle))
            first = middle
    return path[::-1]


def consistency(old: int, new: int) -> list[Range]:
    """That the first `old` leaves of a tree of `new` are the old tree (RFC 6962 section 2.1.2)."""
    if not 0 < old < new:
        return []
    path: list[Range] = []
    first, end, complete = 0, new, True
    while old != end:
        middle = first + _left_part(end - first)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((first, middle))
            first, complete = middle, False
    if not complete:
        path.append((first, end))
    return path[::-1]


def without(known: Iterable[int], size: int) -> list[Range]:
    """The widest ranges of a tree that hold none of these leaves, from the left.

    With their hashes and the known leaves anybody computes the root: one proof that all of them are in it.
    """
    return list(_without(sorted(set(known)), (0, size))) if size else []


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], tree: bytes) -> bool:
    """Does this audit path lead from the leaf's hash to the root? (RFC 9162 section 2.1.3.2)"""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == tree


def is_consistent(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Is the tree of `old` leaves the beginning of the tree of `new`? (RFC 9162 section 2.1.4.2)"""
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return not path and old_root == (EMPTY if old == 0 else new_root)
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    was = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            was, now = node_hash(step, was), node_hash(step, now)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            now = node_hash(now, step)
        place, last = place >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


def _left_part(count: int) -> int:
    """The largest power of two below `count`: how many leaves stand in the left subtree."""
    return 1 << (count - 1).bit_length() - 1


def _without(known: Sequence[int], leaves: Range) -> Iterator[Range]:
    first, end = leaves
    if not known:
        yield leaves
    elif end - first > 1:
        middle = first + _left_part(end - first)
        yield from _without([index for index in known if index < middle], (first, middle))
        yield from _without([index for index in known if index >= middle], (middle, end))
