"""How long a brand has for each kind of place after a withdrawal. Pure; the contract prints the same clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Deadline:
    """What must be done, and within how long."""

    words: str
    within: timedelta


ATTEST = Deadline("Delete the file and say so", timedelta(days=7))
_BY_CHANNEL = {
    "paid_ads": Deadline("Stop the advertisement", timedelta(hours=24)),
    "own_web": Deadline("Take the picture off the page", timedelta(hours=72)),
    "own_social": Deadline("Take the post down", timedelta(hours=72)),
    "email": Deadline("Send it no more, and take it off the web copy", timedelta(hours=72)),
    "marketplaces": Deadline("Ask the marketplace to take it down", timedelta(days=7)),
    "print": Deadline("Print nothing new", timedelta(days=30)),
    "ooh": Deadline("Take it off at the next change of posters", timedelta(days=30)),
}


def deadline(channel: str) -> Deadline:
    """The duty for a place of one channel; an unknown channel has the shortest."""
    return _BY_CHANNEL.get(channel, _BY_CHANNEL["paid_ads"])
