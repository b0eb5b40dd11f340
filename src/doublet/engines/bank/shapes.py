"""A statement and its movements, whatever file they came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from doublet.kernel.money import Money, exponent
from doublet.kernel.refusals import BadInput

MOST_BYTES = 10 * 2**20
MOST_LINES = 20_000


@dataclass(frozen=True)
class Movement:
    """Money that came in (positive) or went out (negative), as booked.

    Attributes:
        reference: the bank's own, or one made of what the line says; at most 60 characters.
        end_to_end: what the payer wrote for the payee's machine: our own reference on our payouts.
        returned: why a payment came back, with its ISO code first, such as ``AC04 closed account``.
        batch: id of the payment file whose payments were booked as one sum.
    """

    booked_on: date
    amount: Money
    reference: str
    counterparty: str = ""
    text: str = ""
    end_to_end: str = ""
    returned: str = ""
    batch: str = ""


@dataclass(frozen=True)
class Statement:
    """One account over a span of time. Balances are None where the file does not name them."""

    form: str
    number: str
    iban: str
    currency: str
    opens_on: date | None
    closes_on: date | None
    opening: Money | None
    closing: Money | None
    movements: tuple[Movement, ...]


def words(text: str | None, most: int) -> str:
    """Plain words of somebody else's file: one line, no control characters, so long at most."""
    kept = "".join(c if c.isprintable() else " " for c in text or "")
    return " ".join(kept.split())[:most]


def day(text: str | None, where: str) -> date:
    """A date, or the date of a time.

    Raises:
        BadInput: it is none.
    """
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        raise broken(where, f"{(text or '')[:20]!r} is no date") from None


def made_up_reference(*parts: object) -> str:
    """A reference for a line to which the bank gave none: the same for the same line."""
    return "line-" + sha256(repr(parts).encode()).hexdigest()[:24]


def decimal(text: str | None, currency: str, where: str) -> Money:
    """A plain decimal of a machine: digits, a point, digits.

    Raises:
        BadInput: it is none, or finer than the currency.
    """
    places = exponent(currency)
    found = re.fullmatch(r"\+?([0-9]{1,13})(?:\.([0-9]{0,5}))?", (text or "").strip())
    rest = (found[2] or "").rstrip("0") if found else ""
    if found is None or len(rest) > places:
        raise broken(where, f"{(text or '')[:24]!r} is no amount in {currency}")
    return Money(int(found[1]) * 10**places + int(rest.ljust(places, "0") or 0), currency)


def broken(where: str, why: str) -> BadInput:
    """A file that cannot be read as it stands."""
    return BadInput(
        "statement_broken", f"{where}: {why}.", hint="Nothing was read. Ask the bank for the file anew."
    )


def refuse_size(data: bytes) -> None:
    """An empty file, or one that is too large to be somebody's bank statement."""
    if not data.strip():
        raise BadInput("statement_empty", "This file is empty.")
    if len(data) > MOST_BYTES:
        raise BadInput(
            "statement_too_large",
            f"A statement has at most {MOST_BYTES // 2**20} MB.",
            hint="Ask for shorter spans.",
        )


def refuse_length(lines: int) -> None:
    """More lines than a person or a page can look at."""
    if lines > MOST_LINES:
        raise BadInput(
            "statement_too_long", f"A statement has at most {MOST_LINES} lines.", hint="Ask for less time."
        )
