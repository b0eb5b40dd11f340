"""The stretches of time that money is told for: a month, a year, or all of it. Pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from doublet.kernel.refusals import BadInput


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both within. `code` is how an address names it: ``2026-11``, ``2026``."""

    code: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def words(self) -> str:
        """For people: ``November 2026``, ``2026``, ``From the beginning``."""
        if not self.code:
            return "From the beginning"
        return f"{self.first:%B %Y}" if len(self.code) > 4 else self.code

    @property
    def is_year(self) -> bool:
        """Is it a whole year, as tax offices ask for?"""
        return len(self.code) == 4


EVER = Period("", date.min, date.max)


def month(year: int, number: int) -> Period:
    """One calendar month."""
    return Period(
        f"{year:04d}-{number:02d}",
        date(year, number, 1),
        date(year, number, calendar.monthrange(year, number)[1]),
    )


def month_of(day: date) -> Period:
    """The month that a day lies in."""
    return month(day.year, day.month)


def year(number: int) -> Period:
    """One calendar year."""
    return Period(f"{number:04d}", date(number, 1, 1), date(number, 12, 31))


def read(code: str) -> Period:
    """The period that an address names; an empty code is all of time.

    Raises:
        BadInput: neither a month such as ``2026-11`` nor a year such as ``2026``.
    """
    found = re.fullmatch(r"(20\d\d)(?:-(0[1-9]|1[0-2]))?", code)
    if code and not found:
        raise BadInput(
            "unknown_period",
            f"{code[:20]!r} is neither a month nor a year.",
            hint="Write a month as 2026-11 or a year as 2026.",
        )
    if not found:
        return EVER
    return month(int(found[1]), int(found[2])) if found[2] else year(int(found[1]))


def months_back(last: Period, count: int) -> list[Period]:
    """So many months in a row, the given one last."""
    end = last.first.year * 12 + last.first.month - 1
    return [month(*_parts(number)) for number in range(end - count + 1, end + 1)]


def _parts(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1
