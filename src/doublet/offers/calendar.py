"""Exclusivity: who may not be seen for whom, where, on what, when. Pure.

An exclusive booking holds its kinds of garment (or every kind), its territories, its channels and its
days. Another brand's booking conflicts when it lies in that on all four sides. Kinds, channels and
places are bits of whole numbers, so that one comparison is four operations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from doublet.consents.terms import CHANNELS, KINDS, TERRITORIES, UseTerms, within
from doublet.kernel.refusals import Refused

_EVERY_KIND = sum(1 << at for at, _ in enumerate(KINDS))
# What of the known places lies in a place; its own bit stands for all of it that has no name here.
_GROUND = {
    area: sum(1 << at for at, place in enumerate(TERRITORIES) if within(place, (area,)))
    for area in TERRITORIES
}


@dataclass(frozen=True)
class Booking:
    """One signed use: what an exclusivity would have to keep clear of."""

    brand_id: str
    terms: UseTerms

    @cached_property
    def kinds(self) -> int:
        """The kinds of garment that are worn."""
        return _bits(KINDS, {garment.kind for garment in self.terms.garments})

    @cached_property
    def held_kinds(self) -> int:
        """The kinds that others must keep clear of; none without exclusivity."""
        return {"none": 0, "category": self.kinds, "all": _EVERY_KIND}[self.terms.exclusivity]

    @cached_property
    def channels(self) -> int:
        """Where it is shown."""
        return _bits(CHANNELS, self.terms.channels)

    @cached_property
    def ground(self) -> int:
        """Every known place in its territories."""
        found = 0
        for place in self.terms.territories:
            found |= _GROUND[place]
        return found

    def runs_into(self, other: Booking) -> bool:
        """Would the two be in each other's way if they ran on the same days?"""
        return (
            self.brand_id != other.brand_id
            and bool(self.kinds & other.held_kinds | other.kinds & self.held_kinds)
            and bool(self.ground & other.ground)
            and bool(self.channels & other.channels)
        )


@dataclass(frozen=True)
class Alternatives:
    """What is free nearest to a wish that cannot be had: one thing changed, all else as wished.

    Attributes:
        after, before: the nearest first day from which the same length is free.
        territories, channels, kinds: the widest part of what was wished that is free on these days.
        without_exclusivity: would it be free if the wish itself asked for no exclusivity?
    """

    after: date
    before: date | None = None
    territories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    without_exclusivity: bool = False

    def in_words(self) -> str:
        """A sentence or two for the one who wished."""
        nearest = (
            f"{_say(self.after)}" if self.before is None else f"{_say(self.before)} or {_say(self.after)}"
        )
        same_days = [
            f"in {', '.join(TERRITORIES[code] for code in self.territories)}" if self.territories else "",
            f"on {', '.join(CHANNELS[code] for code in self.channels)}" if self.channels else "",
            f"for {', '.join(KINDS[code] for code in self.kinds)}" if self.kinds else "",
            "without exclusivity of your own" if self.without_exclusivity else "",
        ]
        free = "; or ".join(words for words in same_days if words)
        return f"The same length is free from {nearest}." + (
            f" The same days are free {free}." if free else ""
        )


def conflict(wish: Booking, held: Booking) -> bool:
    """May these two bookings of one model not both stand?"""
    days = wish.terms.starts <= held.terms.ends and held.terms.starts <= wish.terms.ends
    return days and wish.runs_into(held)


def alternatives(
    wish: Booking, held: tuple[Booking, ...], *, today: date | None = None
) -> Alternatives | None:
    """What is free instead, or None where the wish itself is free.

    Args:
        today: nothing before it is offered; without it only later days are.
    """
    if not any(conflict(wish, booking) for booking in held):
        return None
    terms = wish.terms
    shifts = _blocked(wish, held)
    return Alternatives(
        after=_next_free(terms.starts, shifts),
        before=_last_free(terms.starts, shifts, today) if today else None,
        territories=_free_places(wish, held),
        channels=tuple(code for code in terms.channels if _free(wish, held, channels=(code,))),
        kinds=tuple(
            kind
            for kind in KINDS
            if (worn := tuple(garment for garment in terms.garments if garment.kind == kind))
            and _free(wish, held, garments=worn)
        ),
        without_exclusivity=terms.exclusivity != "none" and _free(wish, held, exclusivity="none"),
    )


def refuse_conflicts(wish: Booking, held: tuple[Booking, ...], *, today: date | None = None) -> None:
    """Refuse a wish that an exclusivity forbids, naming what is free nearest to it."""
    found = alternatives(wish, held, today=today)
    if found is None:
        return
    hits = [booking for booking in held if conflict(wish, booking)]
    where = ", ".join(
        TERRITORIES[place]
        for place in wish.terms.territories
        if any(_GROUND[place] & booking.ground for booking in hits)
    )
    why = (
        "She is already booked"
        if any(booking.held_kinds & wish.kinds for booking in hits)
        else "Your exclusivity would cross a booking that she has"
    )
    raise Refused(
        "exclusivity_conflict",
        f"{why} in {where} for these garments on these days, exclusively.",
        rule="HOUSE-CALENDAR",
        hint=found.in_words(),
    )


def _free(wish: Booking, held: tuple[Booking, ...], **changes: object) -> bool:
    other = Booking(wish.brand_id, replace(wish.terms, **changes))  # type: ignore[arg-type]
    return not any(conflict(other, booking) for booking in held)


def _blocked(wish: Booking, held: tuple[Booking, ...]) -> list[tuple[date, date]]:
    """First days on which this length cannot begin: intervals, merged, in order."""
    length = wish.terms.ends - wish.terms.starts
    raw = sorted(
        (booking.terms.starts - length, booking.terms.ends) for booking in held if wish.runs_into(booking)
    )
    merged: list[tuple[date, date]] = []
    for first, last in raw:
        if merged and first <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _next_free(start: date, blocked: list[tuple[date, date]]) -> date:
    inside = (last for first, last in blocked if first <= start <= last)
    return next((last + timedelta(days=1) for last in inside), start)


def _last_free(start: date, blocked: list[tuple[date, date]], today: date) -> date | None:
    inside = (first for first, last in blocked if first <= start <= last)
    found = next((first - timedelta(days=1) for first in inside), start)
    return found if found >= today else None


def _free_places(wish: Booking, held: tuple[Booking, ...]) -> tuple[str, ...]:
    """The widest named places within the wish that are free; none that lies in another of them."""
    asked = wish.terms.territories
    free = [
        place for place in TERRITORIES if within(place, asked) and _free(wish, held, territories=(place,))
    ]
    return tuple(
        place for place in free if not any(other != place and within(place, (other,)) for other in free)
    )


def _bits(known: Iterable[str], codes: Iterable[str]) -> int:
    wanted = set(codes)
    return sum(1 << at for at, code in enumerate(known) if code in wanted)


def _say(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
