"""The part of a pack that ties it to the log: its events, a signed tree head, and the proof that they are in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import NotThere
from doublet.licences.folder.happened import as_hashed
from doublet.licences.folder.parts import File, in_json
from doublet.provenance.log import heads, merkle
from doublet.provenance.log.tables import TreeHead
from doublet.provenance.log.tiles import Tiles

# What an event may say where no names are wanted: ids, hashes, times, codes. A name or a sentence is none of these.
_CODE = re.compile(r"[a-z0-9][a-z0-9_.:/-]*|[A-Z]{2,}[A-Z0-9-]*|\d{4}-\d\d-\d\d[T ]?[0-9:.Z+]*|[a-z]{3}_\w+|")


def fresh_head() -> TreeHead:
    """A signed head over every event so far.

    Raises:
        NotThere: nothing ever happened here.
        Unavailable: the log does not hold together.
    """
    head = heads.write_head()
    if head is None:
        raise NotThere("nothing_happened", "Nothing ever happened here, so there is nothing to prove.")
    return head


def log_files(events: Iterable[AuditEvent], head: TreeHead, *, names: bool) -> Iterator[File]:
    """The events, their proof and the head, as files under ``log/``.

    Without `names` an event that holds more than ids, hashes and codes is told by its number, day, kind and
    hash, which is all that its place in the log needs.
    """
    known = [event for event in events if event.seq <= head.size]
    told = [as_hashed(event) if names or _is_plain(event.data) else _withheld(event) for event in known]
    tiles, size = Tiles(), head.size
    ranges = [
        [*part, merkle.range_hash(part, tiles.node).hex()]
        for part in merkle.without((event.seq - 1 for event in known), size)
    ]
    yield in_json("log/events.json", told, "The audit events, as they were hashed")
    yield in_json(
        "log/proof.json",
        {"tree_size": size, "root_sha256": head.root, "ranges": ranges},
        "The hashes of the rest of the log: with the events they give the root of the tree",
    )
    yield File("log/tree-head.jws", f"{head.statement}\n".encode(), "The root, signed by the instance")


def plain(data: Any) -> Any:
    """The same data with everything left out that is more than an id, a hash, a number, a time or a code."""
    if isinstance(data, dict):
        return {
            name: plain(value) for name, value in data.items() if _is_plain(value) or isinstance(value, dict)
        }
    return data


def _withheld(event: AuditEvent) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "day": event.at.date().isoformat(),
        "kind": event.kind,
        "previous": event.previous,
        "digest": event.digest,
        "withheld": "words that may name somebody",
        "of_it": plain(event.data),
    }


def _is_plain(data: Any) -> bool:
    if isinstance(data, str):
        return _CODE.fullmatch(data) is not None
    if isinstance(data, dict):
        return all(_is_plain(name) and _is_plain(value) for name, value in data.items())
    if isinstance(data, list):
        return all(_is_plain(value) for value in data)
    return True
