"""Holding the whole log against every head that was ever signed."""

from __future__ import annotations

from doublet.kernel import audit
from doublet.kernel.audit import Problem
from doublet.licences.machine import issuer
from doublet.provenance.log import leaves, merkle
from doublet.provenance.log.heads import KIND, claims
from doublet.provenance.log.tables import TreeHead, TreeTile
from doublet.provenance.log.tiles import WIDTH


def check() -> tuple[int, int, list[Problem]]:
    """Compute every signed root anew from the events: how many events and heads there are, and what is wrong."""
    end = audit.head()
    size = end.seq if end else 0
    heads = list(TreeHead.objects.order_by("size"))
    problems = []
    for head in heads:
        if head.size > size:
            problems.append(
                Problem(head.size, f"a head over {head.size} events was signed, and there are {size}")
            )
        if not issuer.is_from_here(head.statement, claims(head), kind=KIND):
            problems.append(Problem(head.size, f"the head over {head.size} events is not as it was signed"))
    problems += _roots(heads, size)
    problems += _tiles(size)
    return size, len(heads), problems


def _roots(heads: list[TreeHead], size: int) -> list[Problem]:
    """One walk over the events, with the roots of the complete subtrees to the left of the edge."""
    problems, wanted = [], {head.size: head.root for head in heads}
    edge: list[tuple[int, bytes]] = []
    for count, leaf in enumerate(leaves.hashes(0, size), 1):
        level, node = 0, leaf
        while edge and edge[-1][0] == level:
            level, node = level + 1, merkle.node_hash(edge.pop()[1], node)
        edge.append((level, node))
        if count in wanted and _joined(edge).hex() != wanted[count]:
            problems.append(Problem(count, f"the first {count} events are not those of the head signed then"))
    return problems


def _joined(edge: list[tuple[int, bytes]]) -> bytes:
    root = edge[-1][1]
    for _, node in edge[-2::-1]:
        root = merkle.node_hash(node, root)
    return root


def _tiles(size: int) -> list[Problem]:
    """Do the kept tiles say what the events say?"""
    problems = []
    for tile in TreeTile.objects.filter(level=0).order_by("place").iterator():
        first = tile.place * WIDTH
        if bytes(tile.hashes) != b"".join(leaves.hashes(first, min(first + WIDTH, size))):
            problems.append(
                Problem(first + 1, f"events {first + 1} to {first + WIDTH} are not those kept in the tree")
            )
    return problems
