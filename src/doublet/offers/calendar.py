"""Exclusivity: who may not be seen for whom, where, when. Pure.

A booking is exclusive for its kinds of garment, its territories and its days. Two bookings of one
model for different brands conflict when they overlap in all three and one of them is exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from doublet.consents.terms import EU_MEMBERS, UseTerms, within
from doublet.kernel.refusals import Refused


@dataclass(frozen=True)
class Booking:
    """One signed use: what an exclusivity would have to keep clear of."""

    brand_id: str
    terms: UseTerms


def overlaps(one: str, other: str) -> bool:
    """Do two territories share ground? A state lies in its country, a member in its union."""
    return (
        within(one, (other,))
        or within(other, (one,))
        or (one == "EU" and other in EU_MEMBERS)
        or one == other
    )


def conflict(wish: Booking, held: Booking) -> bool:
    """May these two bookings of one model not both stand?"""
    if wish.brand_id == held.brand_id or "category" not in (wish.terms.exclusivity, held.terms.exclusivity):
        return False
    kinds = {garment.kind for garment in wish.terms.garments} & {
        garment.kind for garment in held.terms.garments
    }
    days = wish.terms.starts <= held.terms.ends and held.terms.starts <= wish.terms.ends
    places = any(overlaps(here, there) for here in wish.terms.territories for there in held.terms.territories)
    return bool(kinds) and days and places


def refuse_conflicts(wish: Booking, held: tuple[Booking, ...]) -> None:
    """Refuse a wish that an exclusivity forbids, naming the first day and the territories that are free."""
    hits = [booking for booking in held if conflict(wish, booking)]
    if not hits:
        return
    free_from = _free_from(wish, held)
    blocked = [
        place
        for place in wish.terms.territories
        if any(overlaps(place, there) for booking in hits for there in booking.terms.territories)
    ]
    free = [place for place in wish.terms.territories if place not in blocked]
    instead = f"The same days are free in {', '.join(free)}. " if free else ""
    raise Refused(
        "exclusivity_conflict",
        f"She is already booked in {', '.join(blocked)} for these garments on these days, exclusively.",
        rule="HOUSE-CALENDAR",
        hint=f"{instead}The first day on which this length is free everywhere is {free_from:%d %B %Y}.",
    )


def _free_from(wish: Booking, held: tuple[Booking, ...]) -> date:
    length = wish.terms.ends - wish.terms.starts
    candidates = sorted({booking.terms.ends + timedelta(days=1) for booking in held} | {wish.terms.starts})
    for start in candidates:
        if start < wish.terms.starts:
            continue
        moved = Booking(wish.brand_id, replace(wish.terms, starts=start, ends=start + length))
        if not any(conflict(moved, booking) for booking in held):
            return start
    return candidates[-1]
