"""The one place that reads the time, so that rules take it as an argument and tests can set it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The current time, in UTC, with its zone."""
    return datetime.now(UTC)
