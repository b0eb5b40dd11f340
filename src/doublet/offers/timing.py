"""What the dates of an offer should make people think of. Pure; nothing here refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from doublet.consents.terms import UseTerms

SHORT = timedelta(hours=24)
NOTICE = timedelta(hours=48)
REMIND = timedelta(hours=48)


@dataclass(frozen=True)
class Warn:
    """Something to know before going on, and the rule it comes from."""

    title: str
    words: str
    rule: str


def warnings(terms: UseTerms, *, opened: datetime, now: datetime) -> tuple[Warn, ...]:
    """Short notice, said plainly.

    Args:
        opened: when the offer reached her.
    """
    first = datetime.combine(terms.starts, time.min, tzinfo=UTC)
    if first - now < SHORT:
        return (
            Warn(
                "The first day is less than 24 hours away",
                "Nothing is made before she has accepted the deal memo and signed. Another first day can be proposed.",
                "FWA-10",
            ),
        )
    if first - opened < NOTICE:
        return (
            Warn(
                "Less than 48 hours’ notice",
                "Union agreements ask for 48 hours between the offer and the first use of a replica. "
                "We keep to that for everybody: she may take the time, or propose a later first day.",
                "SAG-01",
            ),
        )
    return ()
