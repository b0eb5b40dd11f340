"""A bank's own CSV, with a mapping of its columns: every bank names them as it likes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from doublet.engines.bank.shapes import (
    Movement,
    Statement,
    broken,
    made_up_reference,
    refuse_length,
    refuse_size,
    words,
)
from doublet.kernel.money import Money, exponent, parse
from doublet.kernel.refusals import BadInput, Refused

DATES = {"iso": "%Y-%m-%d", "dmy": "%d.%m.%Y", "dmy_slash": "%d/%m/%Y", "mdy_slash": "%m/%d/%Y"}


@dataclass(frozen=True)
class Columns:
    """Which column is what, by its heading; an empty name is a column that this bank does not have.

    Money is in `amount` with a sign, or in `credit` and `debit` without.
    """

    day: str = "date"
    amount: str = "amount"
    credit: str = ""
    debit: str = ""
    currency: str = "currency"
    counterparty: str = "name"
    text: str = "text"
    reference: str = "reference"
    end_to_end: str = "end_to_end"
    dates: str = "iso"
    one_currency: str = "EUR"
    """For files without a column for it."""


def read_table(data: bytes, columns: Columns) -> Statement:
    """One statement: the rows of a CSV with a line of headings. Separated by commas, semicolons or tabs.

    Raises:
        BadInput: a column that is named and not there, a date or amount that cannot be read, several currencies.
    """
    refuse_size(data)
    rows = _rows(_decoded(data))
    wanted = [columns.day, *([columns.amount] if columns.amount else [columns.credit, columns.debit])]
    heads = list(rows[0]) if rows else []
    for name in wanted:
        if name not in heads:
            raise BadInput(
                "column_missing",
                f"This file has no column {name!r}; it has {', '.join(heads)[:200]}.",
                hint="Say which column of this bank is the day, and which the amount.",
            )
    if columns.dates not in DATES:
        raise BadInput("dates_unknown", f"{columns.dates[:20]!r} is no way to write dates here.")
    refuse_length(len(rows))
    seen: dict[tuple[object, ...], int] = {}
    movements = []
    for at, row in enumerate(rows, 2):
        found = _movement(row, columns, f"Line {at}", seen)
        if found:
            movements.append(found)
    currencies = {one.amount.currency for one in movements} or {columns.one_currency}
    if len(currencies) > 1:
        raise BadInput(
            "mixed_currencies", f"This file mixes {', '.join(sorted(currencies))}.", hint="One at a time."
        )
    days = [one.booked_on for one in movements]
    currency = currencies.pop()
    exponent(currency)
    first, last = min(days, default=None), max(days, default=None)
    return Statement("csv", "", "", currency, first, last, None, None, tuple(movements))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _rows(text: str) -> list[dict[str, str]]:
    head = text.splitlines()[0]
    mark = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        return [
            {(name or "").strip(): cell or "" for name, cell in row.items() if isinstance(name, str)}
            for row in reader
        ]
    except csv.Error:
        raise broken("The file", "it is no CSV") from None


def _movement(
    row: dict[str, str], columns: Columns, where: str, seen: dict[tuple[object, ...], int]
) -> Movement | None:
    if not any(cell.strip() for cell in row.values() if isinstance(cell, str)):
        return None
    currency = words(row.get(columns.currency), 3).upper() or columns.one_currency
    amount = _amount(row, columns, currency, where)
    if not amount:
        return None
    booked_on = _day(row.get(columns.day, ""), columns.dates, where)
    told = [words(row.get(name), most) for name, most in ((columns.counterparty, 140), (columns.text, 500))]
    end_to_end = words(row.get(columns.end_to_end), 35)
    own = words(row.get(columns.reference), 60)
    same = (booked_on, amount, *told, end_to_end)
    seen[same] = seen.get(same, 0) + 1
    return Movement(
        booked_on, amount, own or made_up_reference(*same, seen[same]), told[0], told[1], end_to_end
    )


def _amount(row: dict[str, str], columns: Columns, currency: str, where: str) -> Money:
    if columns.amount:
        return _money(row[columns.amount], currency, where)
    came, went = (row.get(name, "").strip() for name in (columns.credit, columns.debit))
    came_in = _money(came, currency, where) if came else Money(0, currency)
    went_out = _money(went, currency, where) if went else Money(0, currency)
    return came_in - (went_out if went_out.amount >= 0 else -went_out)


def _money(text: str, currency: str, where: str) -> Money:
    typed = text.strip().replace("\u2212", "-")
    typed = typed.removeprefix("+").removesuffix(currency).strip()
    if typed.endswith("-"):
        typed = "-" + typed[:-1]
    try:
        return parse(typed, currency)
    except Refused as refused:
        raise broken(where, refused.reason.rstrip(".")) from None


def _day(text: str, dates: str, where: str) -> date:
    try:
        return datetime.strptime(text.strip()[:10], DATES[dates]).date()  # noqa: DTZ007  (a day, not a time)
    except ValueError:
        raise broken(where, f"{text[:20]!r} is no date written that way") from None
