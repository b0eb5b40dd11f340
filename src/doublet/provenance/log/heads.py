"""Writing and proving the log's signed heads."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.db import transaction

from doublet.kernel import audit, clock, witness
from doublet.kernel.refusals import BadInput, NotThere, Unavailable
from doublet.licences.machine import issuer
from doublet.provenance.log import merkle
from doublet.provenance.log.tables import TreeHead
from doublet.provenance.log.tiles import Tiles, broken, keep_full

KIND = "doublet-tree-head+jws"
log = logging.getLogger(__name__)


def newest() -> TreeHead | None:
    """The last signed head; None before the first."""
    return TreeHead.objects.order_by("-size").first()


def head_of(size: int) -> TreeHead:
    """The signed head of this size.

    Raises:
        NotThere: none was signed at this size.
    """
    found = TreeHead.objects.filter(size=size).first()
    if found is None:
        raise NotThere(
            "no_such_head",
            f"No head of {size} events was signed.",
            hint="The list of heads is at /log/heads.",
        )
    return found


def write_head() -> TreeHead | None:
    """Sign a head over every event so far, where there is news. None while nothing ever happened.

    Writers of audit events come one after the other, so every event up to the chain's end is there to be read.

    Raises:
        Unavailable: the database was put back, or the log no longer begins with what was signed last.
    """
    with transaction.atomic():
        end, last = audit.head(), newest()
        if end is None or (last and last.size == end.seq):
            return last
        if problem := witness.problem(end):
            raise broken(problem)
        if last and last.size > end.seq:
            raise broken(f"a head over {last.size} events was signed before, and there are {end.seq} now")
        keep_full(end.seq)
        tiles = Tiles()
        if last and merkle.root(last.size, tiles.node).hex() != last.root:
            raise broken(f"the first {last.size} events are not those of the head that was signed then")
        root = merkle.root(end.seq, tiles.node).hex()
        head = TreeHead(size=end.seq, root=root, at=clock.now())
        head.statement = issuer.signed(claims(head), kind=KIND)
        TreeHead.objects.bulk_create([head], ignore_conflicts=True)  # another worker may have been as quick
    return newest()


def write_head_if_well() -> None:
    """The worker's part. A broken log is told in the machine's own log, and never stops other work."""
    try:
        write_head()
    except Unavailable as refused:
        log.error("no tree head was signed: %s", refused.reason)


def claims(head: TreeHead) -> dict[str, Any]:
    """What a head says."""
    return {
        "log": f"{settings.SITE_URL}/log",
        "tree_size": head.size,
        "root_sha256": head.root,
        "at": audit.stamp(head.at),
    }


def as_dict(head: TreeHead) -> dict[str, Any]:
    """A head with its signature, for machines."""
    return claims(head) | {"signed": head.statement}


def prove_inclusion(seq: int, size: int | None = None) -> dict[str, Any]:
    """That an event is in the tree of a signed head; the newest where none is named.

    Raises:
        BadInput: the event is not among the head's.
        NotThere: there is no such head.
    """
    head = _head(size)
    if not 1 <= seq <= head.size:
        raise BadInput(
            "not_in_this_head",
            f"Event {seq} is not among the {head.size} events of this head.",
            hint="A new head is signed within a minute of an event.",
        )
    tiles, index = Tiles(), seq - 1
    return {
        "event": seq,
        "leaf_index": index,
        "leaf_sha256": tiles.node(0, index).hex(),
        "path": [merkle.range_hash(part, tiles.node).hex() for part in merkle.inclusion(index, head.size)],
        "head": as_dict(head),
    }


def prove_consistency(old: int, new: int | None = None) -> dict[str, Any]:
    """That the log of `old` events is the beginning of the log of a signed head.

    Raises:
        BadInput: the old one is the larger one, or has no event.
        NotThere: there is no such head.
    """
    head = _head(new)
    if not 1 <= old <= head.size:
        raise BadInput(
            "not_older", f"A log of {old} events is not older than this head, which has {head.size}."
        )
    tiles = Tiles()
    return {
        "old_size": old,
        "path": [merkle.range_hash(part, tiles.node).hex() for part in merkle.consistency(old, head.size)],
        "head": as_dict(head),
    }


def _head(size: int | None) -> TreeHead:
    found = head_of(size) if size is not None else newest()
    if found is None:
        raise NotThere("no_head_yet", "No head of the log was signed yet.", hint="Ask again in a minute.")
    return found
