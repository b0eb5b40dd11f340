"""A model's booked days, month by month, for a page. Pure."""

from __future__ import annotations

import calendar as days_of
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from doublet.consents.terms import CHANNELS, KINDS, TERRITORIES
from doublet.offers.calendar import Booking

MARKS = {"free": "free", "booked": "booked", "kept": "kept free of other brands"}


@dataclass(frozen=True)
class Day:
    """One cell: no number outside the month; `mark` is a key of MARKS."""

    number: int
    mark: str
    over: bool = False


@dataclass(frozen=True)
class Month:
    """One month in weeks from Monday to Sunday."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]


@dataclass(frozen=True)
class Span:
    """One booking in words; `brand` stays empty for who may only know that she is busy."""

    starts: date
    ends: date
    brand: str
    kinds: str
    territories: str
    channels: str
    exclusivity: str


def months(booked: Iterable[Booking], *, first: date, count: int, today: date) -> list[Month]:
    """Months from the one of `first` on, each day marked by the strongest booking on it."""
    held = tuple(booked)
    found = []
    for ahead in range(count):
        year, month = divmod(first.year * 12 + first.month - 1 + ahead, 12)
        begins = date(year, month + 1, 1)
        weeks = days_of.Calendar().monthdatescalendar(year, month + 1)
        found.append(
            Month(begins, tuple(tuple(_cell(day, begins, held, today) for day in week) for week in weeks))
        )
    return found


def spans(booked: Iterable[Booking], *, brands: dict[str, str]) -> list[Span]:
    """Bookings in words, the earliest first.

    Args:
        brands: names by id, for who may know with whom; empty for who may not.
    """
    return [
        Span(
            starts=booking.terms.starts,
            ends=booking.terms.ends,
            brand=brands.get(booking.brand_id, ""),
            kinds=", ".join(
                dict.fromkeys(KINDS[garment.kind] for garment in booking.terms.garments)
                if booking.terms.exclusivity != "all"
                else ["every kind of garment"]
            ),
            territories=", ".join(TERRITORIES[place] for place in booking.terms.territories),
            channels=", ".join(CHANNELS[channel] for channel in booking.terms.channels),
            exclusivity=booking.terms.exclusivity,
        )
        for booking in sorted(booked, key=lambda booking: (booking.terms.starts, booking.terms.ends))
    ]


def _cell(day: date, month: date, held: tuple[Booking, ...], today: date) -> Day:
    if day.month != month.month:
        return Day(0, "free")
    on_it = [booking for booking in held if booking.terms.starts <= day <= booking.terms.ends]
    mark = "kept" if any(booking.held_kinds for booking in on_it) else "booked" if on_it else "free"
    return Day(day.day, mark, day < today)
