"""Every registered master, searchable in this process: read from the rows once, and what came since at each search.

What came since is told by the audit log, so a picture that another process registered counts at once. The log's
last event that was seen is remembered with its hash: a database that was put back makes everything be read anew.
Rows that are no masters any more (superseded) are found no longer, since each candidate is read afresh.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock, Thread
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import QuerySet

from doublet.engines import fingerprint
from doublet.engines.watermark import Carried
from doublet.kernel.models import AuditEvent
from doublet.provenance.models import Credential
from doublet.provenance.tracing import Known

_MOST = 8
_AT_ONCE = 500  # rows of about 14 kB
_lock = Lock()
_EMPTY = (0, "")


class _Loaded:
    def __init__(self) -> None:
        self.register = fingerprint.Register(_fetch)
        self.seen = _EMPTY


_loaded: _Loaded | None = None


class Masters:
    """The masters as the books that a copy is traced in; every key is a credential's id."""

    def find(self, asked: Iterable[fingerprint.Query]) -> list[fingerprint.Found]:
        """Those that a picture may be of, the likeliest first."""
        with _lock:
            return _current().register.find(asked, most=_MOST)

    def known(self, keys: Iterable[str]) -> dict[str, Known]:
        """Mark and size of each."""
        rows = Credential.objects.filter(pk__in=list(keys))
        told = rows.values_list("pk", "mark", "readings", "height", "width")
        return {
            key: Known(None if mark is None else Carried.unpack(mark, bytes(readings)), (height, width))
            for key, mark, readings, height, width in told
        }

    def marked(self, payload: int) -> tuple[str, fingerprint.Fingerprint] | None:
        """The file that a payload was put into; one that was replaced before review is known by its mark alone."""
        ready = Credential.objects.filter(status=Credential.Status.READY, mark=payload, parent=None)
        row = ready.values_list("pk", "pdq", "features").first()
        return (row[0], fingerprint.Fingerprint(bytes(row[1]), bytes(row[2]))) if row else None


def warm() -> int:
    """Read the register before somebody waits for it; answers how many it holds."""
    with _lock:
        return len(_current().register)


def warm_beside() -> Thread:
    """`warm`, beside a server that starts: about 1.5 s of processor time for 10,000 pictures."""
    thread = Thread(target=_warm_quietly, name="register", daemon=True)
    thread.start()
    return thread


def _warm_quietly() -> None:
    try:
        warm()
    except DatabaseError:
        pass  # no tables yet: whoever asks first is told so
    finally:
        connection.close()


def _current() -> _Loaded:
    global _loaded
    if _loaded is None or not _same_past(_loaded):
        _loaded = _Loaded()
        # Where the log stands is read first: what comes in between is read twice, and not left out.
        _loaded.seen = AuditEvent.objects.values_list("seq", "digest").last() or _EMPTY
        _add(_loaded, _masters().iterator(chunk_size=_AT_ONCE))
    _catch_up(_loaded)
    return _loaded


def _same_past(loaded: _Loaded) -> bool:
    seq, digest = loaded.seen
    return not seq or AuditEvent.objects.filter(seq=seq, digest=digest).exists()


def _catch_up(loaded: _Loaded) -> None:
    newer = AuditEvent.objects.filter(seq__gt=loaded.seen[0])
    last = newer.values_list("seq", "digest").last()
    if last is None:
        return
    fresh = newer.filter(kind="credential.registered", seq__lte=last[0])
    names = [subject.rpartition(":")[2] for subject in fresh.values_list("subject", flat=True)]
    _add(loaded, _masters().filter(pk__in=names))
    loaded.seen = last


def _add(loaded: _Loaded, rows: Iterable[tuple[str, bytes, bytes]]) -> None:
    for key, pdq, features in rows:
        loaded.register.add(key, fingerprint.Fingerprint(bytes(pdq), bytes(features)))


def _masters() -> QuerySet[Credential, Any]:
    ready = Credential.objects.filter(kind=Credential.Kind.MASTER, status=Credential.Status.READY)
    return ready.exclude(features=b"").order_by().values_list("pk", "pdq", "features")


def _fetch(keys: list[str]) -> dict[str, fingerprint.Fingerprint]:
    return {
        key: fingerprint.Fingerprint(bytes(pdq), bytes(features))
        for key, pdq, features in _masters().filter(pk__in=keys)
    }
