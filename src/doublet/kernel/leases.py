"""Work rows that a worker claims for a while. The row is the truth; there is no second queue.

A worker claims a row with a token and a time limit, and finishes by token. The limit must be longer
than the longest piece of work (``DOUBLET_LEASE_SECONDS``). A worker that dies simply lets its lease
run out, and another takes the row. A worker that comes back too late no longer holds the token and
cannot finish.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet


class Leased(models.Model):
    """Columns of a row that workers claim."""

    lease_token = models.CharField(max_length=32, blank=True, default="", editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


def _length() -> timedelta:
    return timedelta(seconds=settings.LEASE_SECONDS)


Row = TypeVar("Row", bound=Leased)


def claim(rows: QuerySet[Row], *, at: datetime) -> Row | None:
    """Take the first of `rows` that nobody holds, or None. Safe against other workers."""
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    while (pk := rows.filter(free).values_list("pk", flat=True).first()) is not None:
        token = secrets.token_hex(16)
        taken = rows.model._default_manager.filter(free, pk=pk).update(
            lease_token=token, lease_until=at + _length(), attempts=models.F("attempts") + 1
        )
        if taken:
            return rows.model._default_manager.get(pk=pk)
    return None


def still_held(row: Row) -> Row | None:
    """The row, locked, if this token still holds it; None if another worker has it by now."""
    rows = type(row)._default_manager.select_for_update()
    return rows.filter(pk=row.pk, lease_token=row.lease_token).exclude(lease_token="").first()


def release(row: Leased) -> None:
    """Give the row back; the caller saves it."""
    row.lease_token, row.lease_until = "", None
