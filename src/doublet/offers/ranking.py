"""In which order the roster stands: by how well somebody fits, by turns, or between the two. Pure.

Nothing of a face, a body, a refusal or a boundary that was not asked about counts. The turns are no lot: whoever
knows the day and the people can reckon the order again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd, log2

SEEN = 20
"""How many of the first places count as being seen; the first more than the last (1 / log2 of the place + 1)."""

WEEKS = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who fits: her id, her name, and points for how well (0 or more)."""

    key: str
    name: str
    relevance: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What an order costs and what it brings, over the four weeks from a day on.

    Attributes:
        kept: nDCG of the first twenty places against pure relevance; 1 is nothing lost.
        uneven, uneven_before: Gini of who is seen, in this order and in pure relevance by name (0 is even).
    """

    kept: float
    uneven: float
    uneven_before: float

    @property
    def lost_percent(self) -> float:
        """What is lost in relevance, in percent with one decimal."""
        return round(100 * (1 - self.kept), 1)


def order(people: Sequence[Candidate], *, fairness: int, day: date) -> list[Candidate]:
    """The order of a day.

    Args:
        people: everybody who fits.
        fairness: 0 is by relevance with turns among equals, 100 is by turns alone.
        day: whose turn it is changes daily.
    """
    turns = _turns(people, day)
    count, most = len(people), max((each.relevance for each in people), default=0)
    worth = {
        each.key: (100 - fairness) * each.relevance * count + fairness * most * (count - turns[each.key])
        for each in people
    }
    return sorted(people, key=lambda each: (-worth[each.key], turns[each.key]))


def by_relevance(people: Sequence[Candidate]) -> list[Candidate]:
    """Pure relevance, equals by name: what the others are measured against."""
    return sorted(people, key=lambda each: (-each.relevance, each.name, each.key))


def cost(people: Sequence[Candidate], *, fairness: int, day: date) -> Cost:
    """What this order costs in relevance and brings in evenness, reckoned from the people themselves."""
    days = [day + timedelta(days=ahead) for ahead in range(WEEKS.days)]
    orders = [order(people, fairness=fairness, day=each) for each in days]
    best = by_relevance(people)
    ideal = _gained(best)
    kept = [_gained(each) / ideal if ideal else 1.0 for each in orders]
    return Cost(
        kept=sum(kept) / len(kept),
        uneven=gini(list(exposure(orders).values())),
        uneven_before=gini(list(exposure([best]).values())),
    )


def exposure(orders: Sequence[Sequence[Candidate]]) -> dict[str, float]:
    """How much each was seen over several orders."""
    seen = {each.key: 0.0 for each in orders[0]}
    for one in orders:
        for place, each in enumerate(one[:SEEN]):
            seen[each.key] += _weight(place)
    return seen


def gini(amounts: Sequence[float]) -> float:
    """How unevenly something is shared out: 0 is everybody the same, towards 1 one has all."""
    rising, whole, count = sorted(amounts), sum(amounts), len(amounts)
    if not whole:
        return 0.0
    return sum((2 * place - count - 1) * amount for place, amount in enumerate(rising, 1)) / (count * whole)


def _turns(people: Sequence[Candidate], day: date) -> dict[str, int]:
    """Each one's place in today's turn. Over as many days as there are people, each stands once on every place."""
    drawn = sorted(people, key=lambda each: hashlib.sha256(each.key.encode()).digest())
    count = len(drawn)
    stride = next((step for step in range(SEEN, SEEN + count + 1) if gcd(step, count) == 1), 1)
    return {each.key: (place - day.toordinal() * stride) % count for place, each in enumerate(drawn)}


def _gained(one: Sequence[Candidate]) -> float:
    return sum(each.relevance * _weight(place) for place, each in enumerate(one[:SEEN]))


def _weight(place: int) -> float:
    return 1 / log2(place + 2)
