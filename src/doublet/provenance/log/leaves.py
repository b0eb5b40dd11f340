"""What stands in a leaf of the log: an event's number, day, kind and hash. Nobody's id, and no time of day.

The event's own hash holds that of the event before, so that a leaf cannot be guessed from outside: only who
was given an event (in a pack) can tell its leaf.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from doublet.kernel.models import AuditEvent
from doublet.provenance.log import merkle


def leaf(seq: int, at: datetime, kind: str, digest: str) -> bytes:
    """The leaf of one event; the first event is leaf 0."""
    return f"doublet-event-v1\n{seq}\n{at.astimezone(UTC).date()}\n{kind}\n{digest}\n".encode()


def hashes(first: int, end: int) -> Iterator[bytes]:
    """The leaves' hashes from place `first` up to before `end`, as the events say now."""
    rows = AuditEvent.objects.filter(seq__gt=first, seq__lte=end).order_by("seq")
    for seq, at, kind, digest in rows.values_list("seq", "at", "kind", "digest").iterator():
        yield merkle.leaf_hash(leaf(seq, at, kind, digest))
