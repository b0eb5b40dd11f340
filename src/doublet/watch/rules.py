"""The clocks after a withdrawal and after a report. Pure; the contract prints the same clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Deadline:
    """What must be done, and within how long."""

    words: str
    within: timedelta


ATTEST = Deadline("Delete the file and say so", timedelta(days=7))
ACKNOWLEDGE = Deadline("Acknowledge that you read the withdrawal", timedelta(hours=48))
AGAIN = timedelta(hours=24)
REPORT = timedelta(hours=48)
CASE = timedelta(days=2)
MARKING = timedelta(hours=24)
REMIND_BEFORE = timedelta(hours=24)
SHORT = timedelta(hours=48)
_BY_CHANNEL = {
    "paid_ads": Deadline("Stop the advertisement", timedelta(hours=24)),
    "own_web": Deadline("Take the picture off the page", timedelta(hours=72)),
    "own_social": Deadline("Take the post down", timedelta(hours=72)),
    "email": Deadline("Send it no more, and take it off the web copy", timedelta(hours=72)),
    "marketplaces": Deadline("Ask the marketplace to take it down", timedelta(days=7)),
    "print": Deadline("Print nothing new", timedelta(days=30)),
    "ooh": Deadline("Take it off at the next change of posters", timedelta(days=30)),
}
# After a message to a machine failed: wait so long, then try again. After the last one a person looks.
LADDER = (1.0, 5.0, 30.0, 300.0, 1800.0)


def deadline(channel: str) -> Deadline:
    """The duty for a place of one channel; an unknown channel has the shortest."""
    return _BY_CHANNEL.get(channel, _BY_CHANNEL["paid_ads"])


def remind_at(opened_at: datetime, due_at: datetime) -> datetime:
    """A day before a task is due; half-way where the whole time is short."""
    if due_at - opened_at <= SHORT:
        return opened_at + (due_at - opened_at) / 2
    return due_at - REMIND_BEFORE


def next_try(tries: int, at: datetime) -> datetime | None:
    """When a message that failed `tries` times is sent again; None when a person has to look."""
    return at + timedelta(seconds=LADDER[tries - 1]) if tries <= len(LADDER) else None
