"""The one place that reads the time, so that rules take it as an argument and tests can set it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The current time, in UTC, with its zone."""
    return datetime.now(UTC)


def later_than(last: datetime | None) -> datetime:
    """Now, for a row that replaces another by its time: a moment after that where the clock stood or was put back."""
    at = now()
    return at if last is None or at > last else last + timedelta(microseconds=1)
