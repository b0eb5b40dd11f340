"""How well known somebody is, from stated inputs: 0 to 100, by the formula of a rate card.

Every input only ever adds. What somebody declines, counters, complains about, closes, pauses or takes back is
no input and cannot become one: the formula has no step that takes away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from doublet.kernel.refusals import BadInput
from doublet.offers.pricing.card import PopularityRule

MOST = 100

WORDS = {
    "start": "where everybody starts",
    "stated": "stated figure",
    "offers": "brands that sent an offer",
    "licences": "licences signed",
    "repeats": "bookings by a brand that had booked before",
    "followers": "followers",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One input: what was counted, how many, who says so, and the day of the figure."""

    kind: str
    number: int
    source: str
    date: date


@dataclass(frozen=True, slots=True)
class Counted:
    """An input with the points that it is worth, and the number at which it is worth more (0 for never)."""

    kind: str
    number: int
    points: int
    source: str
    date: date
    next_at: int = 0

    @property
    def words(self) -> str:
        """What was counted."""
        return WORDS[self.kind]

    def as_dict(self) -> dict[str, Any]:
        """As it is kept with a quote."""
        return {
            "kind": self.kind,
            "number": self.number,
            "points": self.points,
            "source": self.source,
            "date": self.date.isoformat(),
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Counted:
        """Back from a quote."""
        return cls(
            kept["kind"], kept["number"], kept["points"], kept["source"], date.fromisoformat(kept["date"])
        )


@dataclass(frozen=True, slots=True)
class Popularity:
    """A score with everything that it rests on."""

    score: int
    counted: tuple[Counted, ...]

    @property
    def in_words(self) -> str:
        """One line: ``20 where everybody starts + 8 (licences signed: 3)``."""
        first, *rest = self.counted
        parts = [f"{first.points} {first.words}"]
        parts += [f"{each.points} ({each.words}: {each.number:,})" for each in rest if each.points]
        return " + ".join(parts)


def reckon(rule: PopularityRule, facts: Iterable[Fact], *, day: date) -> Popularity:
    """The score that these facts come to on a day.

    A stated figure counts only where it is higher than the start that everybody has.

    Raises:
        BadInput: a number is negative, an input is unknown or stands there twice.
    """
    given = list(facts)
    kinds = [fact.kind for fact in given]
    for fact in given:
        if fact.kind not in rule.inputs and fact.kind != "stated":
            raise BadInput("unknown_input", f"“{fact.kind}” is no input of this formula.")
        if type(fact.number) is not int or fact.number < 0:
            raise BadInput("input_not_counted", f"{fact.number!r} is not a number of {WORDS[fact.kind]}.")
    if len(set(kinds)) != len(kinds):
        raise BadInput("repeated_input", "The same input stands there twice.", hint="Name each once.")
    counted = [_start(rule, given, day)]
    for kind, steps in rule.inputs.items():
        for fact in (fact for fact in given if fact.kind == kind):
            points = max((step.points for step in steps if fact.number >= step.at), default=0)
            next_at = min((step.at for step in steps if fact.number < step.at), default=0)
            counted.append(Counted(kind, fact.number, points, fact.source, fact.date, next_at))
    return Popularity(min(MOST, sum(each.points for each in counted)), tuple(counted))


def _start(rule: PopularityRule, given: list[Fact], day: date) -> Counted:
    stated = [fact for fact in given if fact.kind == "stated" and min(MOST, fact.number) > rule.start]
    if stated:
        points = min(MOST, stated[0].number)
        return Counted("stated", stated[0].number, points, stated[0].source, stated[0].date)
    return Counted("start", 0, rule.start, "the rate card", day)
