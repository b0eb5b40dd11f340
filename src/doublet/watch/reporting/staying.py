"""Reported pictures that stay down, searchable in this process by the same tables as the register of masters.

They are read from the rows once; what came since is told by the audit log, so a report that another process took in
counts at once. A report that was dismissed is found no longer, since each candidate is read afresh. A database
that was put back makes everything be read anew.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np
from django.db.models import QuerySet

from doublet.engines import fingerprint
from doublet.kernel.models import AuditEvent
from doublet.watch.models import Report

_lock = Lock()


class _Reported:
    """The table, and the newest audit event that it knows of."""

    def __init__(self) -> None:
        self.register = fingerprint.Register(_fetch)
        self.seen = AuditEvent.objects.values_list("seq", "digest").last() or (0, "")
        self.add(staying_down())

    def add(self, reports: QuerySet[Report]) -> None:
        for key, pdq, features in reports.values_list("pk", "pdq", "features").iterator():
            self.register.add(key, fingerprint.Fingerprint(bytes(pdq), bytes(features)))

    def holds(self) -> bool:
        """Is the past that it was read from still that of the log?"""
        seq, digest = self.seen
        return not seq or AuditEvent.objects.filter(seq=seq, digest=digest).exists()

    def catch_up(self) -> None:
        newer = AuditEvent.objects.filter(seq__gt=self.seen[0])
        last = newer.values_list("seq", "digest").last()
        if last is not None:
            taken = newer.filter(kind="report.taken", seq__lte=last[0]).values_list("subject", flat=True)
            self.add(staying_down().filter(pk__in=[subject.rpartition(":")[2] for subject in taken]))
            self.seen = last


_known: _Reported | None = None


def staying_down() -> QuerySet[Report, Any]:
    """Reports with a picture that are open or were upheld."""
    return Report.objects.exclude(status=Report.Outcome.DISMISSED).exclude(pdq=b"")


def was_reported(pixels: np.ndarray) -> bool:
    """Is this a picture that stays down? `pixels` are uint8 HxWx3 RGB; costs nothing while there is no report."""
    if not staying_down().exists():
        return False
    asked = fingerprint.queries(pixels)
    with _lock:
        return any(found.match.same for found in _current().register.find(asked))


def _current() -> _Reported:
    global _known
    if _known is None or not _known.holds():
        _known = _Reported()
    _known.catch_up()
    return _known


def _fetch(keys: list[str]) -> dict[str, fingerprint.Fingerprint]:
    rows = staying_down().filter(pk__in=keys).values_list("pk", "pdq", "features")
    return {pk: fingerprint.Fingerprint(bytes(pdq), bytes(features)) for pk, pdq, features in rows}
