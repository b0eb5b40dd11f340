"""Every registered master, searchable in this process: read from the rows once, and what came since at each search.

What came since is told by the audit log, so a picture that another process registered counts at once. The log's
last event that was seen is remembered with its hash: a database that was put back makes everything be read anew.
Rows that are no masters any more (superseded) are found no longer, since each candidate is read afresh.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any

from django.db.models import QuerySet

from doublet.engines import fingerprint
from doublet.kernel.models import AuditEvent
from doublet.provenance.models import Credential

_lock = Lock()
_EMPTY = (0, "")


class _Loaded:
    def __init__(self) -> None:
        self.register = fingerprint.Register(_fetch)
        self.seen = _EMPTY


_loaded: _Loaded | None = None


def search(asked: Iterable[fingerprint.Query]) -> list[fingerprint.Found]:
    """The masters that a picture may be of, the likeliest first; `key` is a credential's id."""
    with _lock:
        return _current().register.find(asked)


def warm() -> int:
    """Read the register before somebody waits for it; answers how many it holds."""
    with _lock:
        return len(_current().register)


def _current() -> _Loaded:
    global _loaded
    if _loaded is None or not _same_past(_loaded):
        _loaded = _Loaded()
        # Where the log stands is read first: what comes in between is read twice, and not left out.
        _loaded.seen = AuditEvent.objects.values_list("seq", "digest").last() or _EMPTY
        _add(_loaded, _masters())
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
    return ready.exclude(features=b"").values_list("pk", "pdq", "features")


def _fetch(keys: list[str]) -> dict[str, fingerprint.Fingerprint]:
    return {
        key: fingerprint.Fingerprint(bytes(pdq), bytes(features))
        for key, pdq, features in _masters().filter(pk__in=keys)
    }
