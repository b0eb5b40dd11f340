"""The audit log: every change, in order, each event holding the hash of the one before.

Nobody can change, drop or insert an event without breaking every hash after it, and the last
hash stands in a row of its own, so that cutting the tail off shows too. Events name rows by id
and hold no personal data: the log outlives what it tells of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction

from doublet.kernel import clock, witness
from doublet.kernel.canonical import digest
from doublet.kernel.models import AuditEvent, AuditHead
from doublet.kernel.statements import Statement, together

GENESIS = "0" * 64

# By hand, since every change waits for these: through the models they take three times as long.
_HOLD = "SELECT seq, digest FROM kernel_audithead WHERE id = 1"
_ADD = (
    "INSERT INTO kernel_auditevent (seq, at, kind, actor, subject, data, previous, digest) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
_MOVE = (
    "INSERT INTO kernel_audithead (id, seq, digest, at) VALUES (1, %s, %s, %s) "
    "ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, digest = excluded.digest, at = excluded.at"
)


def record(
    kind: str,
    held: AuditHead | None = None,
    /,
    *change: Statement,
    actor: Any,
    subject: Any,
    **data: Any,
) -> AuditEvent:
    """Write one event. Belongs inside the transaction of the change that it tells of.

    `actor` is a user or the name of a part of the system; `subject` a row or a name; `held` what :func:`lock`
    answered, where nothing was recorded since; `change` what is to be written in the same message, before it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event is written in the transaction of its change")
    head = held or lock() or AuditHead(pk=1, digest=GENESIS)
    event = AuditEvent(
        seq=head.seq + 1,
        at=clock.now(),
        kind=kind,
        actor=_id(actor),
        subject=_id(subject),
        data=data,
        previous=head.digest,
    )
    event.digest = hash_of(event)
    at, told = connection.ops.adapt_datetimefield_value(event.at), connection.ops.adapt_json_value(data, None)
    row = [event.seq, at, event.kind, event.actor, event.subject, told, event.previous, event.digest]
    together(*change, (_ADD, row), (_MOVE, [event.seq, event.digest, at]))
    event._state.adding, event._state.db = False, connection.alias
    transaction.on_commit(partial(witness.note, event.seq, event.digest, event.previous))
    return event


def lock() -> AuditHead | None:
    """Hold the end of the log until the transaction is over: whoever writes next waits here."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD + (" FOR UPDATE" if connection.features.has_select_for_update else ""))
        found = cursor.fetchone()
    return AuditHead(pk=1, seq=found[0], digest=found[1]) if found else None


def hash_of(event: AuditEvent) -> str:
    """The hash that an event must carry."""
    return digest(
        {
            "seq": event.seq,
            "at": stamp(event.at),
            "kind": event.kind,
            "actor": event.actor,
            "subject": event.subject,
            "data": event.data,
            "previous": event.previous,
        }
    )


def stamp(at: datetime) -> str:
    """A time as the log writes it: UTC, microseconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def head() -> AuditHead | None:
    """The end of the log. Its time tells of a clock set back, its number of a database put back (`witness`)."""
    return AuditHead.objects.filter(pk=1).first()


def last_time() -> datetime | None:
    """When the newest event was written: a clock that shows less has been set back."""
    newest = head()
    return newest.at if newest else None


@dataclass(frozen=True)
class Problem:
    """One place where the log does not hold together."""

    seq: int
    words: str


def check() -> tuple[int, list[Problem]]:
    """Walk the whole chain: how many events there are, and what is wrong with them."""
    return _walk(AuditEvent.objects.order_by("seq").iterator(), AuditHead.objects.filter(pk=1).first())


def _walk(events: Iterator[AuditEvent], head: AuditHead | None) -> tuple[int, list[Problem]]:
    previous, expected, problems = GENESIS, 1, []
    for event in events:
        if event.seq != expected:
            problems.append(Problem(expected, f"events {expected} to {event.seq - 1} are missing"))
        if event.previous != previous:
            problems.append(Problem(event.seq, "it does not follow from the event before it"))
        if hash_of(event) != event.digest:
            problems.append(Problem(event.seq, "its content was changed after it was written"))
        previous, expected = event.digest, event.seq + 1
    if head and (head.seq != expected - 1 or head.digest != previous):
        problems.append(Problem(head.seq, "the end of the log was cut off or rewritten"))
    if not head and expected > 1:
        problems.append(Problem(expected - 1, "the row that holds the last hash is gone"))
    return expected - 1, problems


def _id(thing: Any) -> str:
    key = getattr(thing, "pk", None)
    return str(key) if key is not None else str(thing)
