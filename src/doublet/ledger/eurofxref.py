"""Reading rates from a file: the European Central Bank's `eurofxref` CSV, daily or with its history. Pure.

A header of ``Date`` and currency codes, then a row a day: what one euro was worth. A missing rate is ``N/A``.
Source of the format: https://www.ecb.europa.eu/stats/eurofxref/
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from doublet.kernel.refusals import BadInput

MOST_BYTES = 2_000_000
SOURCE = "European Central Bank, euro foreign exchange reference rates"
_DAYS = ("%Y-%m-%d", "%d %B %Y")


@dataclass(frozen=True, slots=True)
class Quoted:
    """One unit of `base` was worth `rate` of `quote` on a day."""

    base: str
    quote: str
    rate: Decimal
    on: date


def read(data: bytes, *, since: date) -> list[Quoted]:
    """Every rate of a file from a day on.

    Raises:
        BadInput: too large, not such a file, or a row of it cannot be read; the row is named.
    """
    if len(data) > MOST_BYTES:
        raise BadInput("rates_too_big", f"A file of rates has at most {MOST_BYTES:,} bytes.")
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise BadInput(
            "rates_unreadable", "This file is not a CSV.", hint="Give the bank’s own file."
        ) from None
    header = [cell.strip() for cell in rows[0]] if rows else []
    if header[:1] != ["Date"] or not any(len(code) == 3 for code in header[1:]):
        raise BadInput(
            "rates_unreadable",
            "The first line of the file is not “Date, USD, …”.",
            hint="Give the European Central Bank’s eurofxref.csv, or note rates one by one.",
        )
    found = []
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        on = _day(row[0], number)
        if on >= since:
            found += _of_row(header, row, on, number)
    return found


def _of_row(header: list[str], row: list[str], on: date, number: int) -> list[Quoted]:
    found = []
    for code, cell in zip(header[1:], row[1:], strict=False):
        told = cell.strip()
        if not code or told in ("", "N/A"):
            continue
        try:
            rate = Decimal(told)
        except InvalidOperation:
            rate = Decimal(0)
        if (
            not rate.is_finite()
            or not Decimal("1e-6") < rate < Decimal("1e9")
            or len(rate.as_tuple().digits) > 12
        ):
            raise BadInput("rates_unreadable", f"Line {number}: “{told[:20]}” is no rate for {code}.")
        found.append(Quoted("EUR", code, rate, on))
    return found


def _day(cell: str, number: int) -> date:
    for shape in _DAYS:
        try:
            return datetime.strptime(cell.strip(), shape).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    raise BadInput("rates_unreadable", f"Line {number}: “{cell[:20]}” is no day.")
