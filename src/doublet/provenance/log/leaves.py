"""What stands in a leaf of the log: an event's number, day, kind and hash. Nobody's id, and no time of day.

The event's own hash holds that of the event before, so that a leaf cannot be guessed from outside: only who
was given an event (in a pack) can tell its leaf.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db.models import TextField
from django.db.models.functions import Cast, Left

from doublet.kernel.models import AuditEvent
from doublet.provenance.log import merkle

_DAY = len("2026-01-31")
_ROWS = 4096


def leaf(seq: int, at: datetime, kind: str, digest: str) -> bytes:
    """The leaf of one event; the first event is leaf 0."""
    return _leaf(seq, f"{at.astimezone(UTC).date()}", kind, digest)


def hashes(first: int, end: int) -> Iterator[bytes]:
    """The leaves' hashes from place `first` up to before `end`, as the events say now.

    The day is cut from the time as the database writes it, which is in UTC: to read a hundred thousand times of day,
    of which only the day is wanted, would take longer than everything else.
    """
    rows = AuditEvent.objects.filter(seq__gt=first, seq__lte=end).order_by("seq")
    days = rows.annotate(day=Left(Cast("at", TextField()), _DAY))
    for seq, day, kind, digest in days.values_list("seq", "day", "kind", "digest").iterator(chunk_size=_ROWS):
        yield merkle.leaf_hash(_leaf(seq, day, kind, digest))


def _leaf(seq: int, day: str, kind: str, digest: str) -> bytes:
    return f"doublet-event-v1\n{seq}\n{day}\n{kind}\n{digest}\n".encode()
