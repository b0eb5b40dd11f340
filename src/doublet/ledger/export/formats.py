"""One export, in the format that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from doublet.kernel.refusals import BadInput
from doublet.ledger.export import beancount, plain
from doublet.ledger.export.books import Books, open_books
from doublet.ledger.periods import EVER, Period


@dataclass(frozen=True, slots=True)
class Format:
    """How an export is written, and what kind of file it is."""

    lines: Callable[[Books], Iterator[str]]
    ending: str
    kind: str


FORMATS = {
    "beancount": Format(beancount.lines, "beancount", "text/plain; charset=utf-8"),
    "csv": Format(plain.csv_lines, "csv", "text/csv; charset=utf-8"),
    "json": Format(plain.json_lines, "json", "application/json"),
}


def write(form: str, *, period: Period = EVER, named: bool = False) -> Iterator[str]:
    """The whole ledger, or one period of it with what was before as opening balances, piece by piece.

    Args:
        form: beancount, csv or json.
        named: with the names of people and houses, and the free words of each posting; otherwise ids alone.

    Raises:
        BadInput: no such format.
    """
    if form not in FORMATS:
        raise BadInput(
            "unknown_format",
            f"{form[:20]!r} is no format of an export.",
            hint=f"Known: {', '.join(FORMATS)}.",
        )
    books = open_books(period, named=named)
    return (f"{line}\n" for line in FORMATS[form].lines(books))
