"""Money as whole minor units with a currency: no floats, no mixed currencies, no lost cent.

Every price, share and posting in the house is a :class:`Money`. Amounts are bounded to
:data:`MAX_MINOR` either way, so that a slip of the keyboard is refused before it is written down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from doublet.kernel.refusals import BadInput

MAX_MINOR = 10**12


def _each(codes: str, places: int) -> dict[str, int]:
    return dict.fromkeys(codes.split(), places)


# Minor units by ISO 4217, for the currencies that an instance may trade in.
EXPONENTS: dict[str, int] = {
    **_each("CLP ISK JPY KRW PYG UGX VND XAF XOF XPF", 0),
    **_each("AED ARS AUD BDT BRL CAD CHF CNY COP CZK DKK EGP ETB EUR GBP GEL GHS HKD HUF IDR ILS INR", 2),
    **_each("KES LKR MAD MXN MYR NGN NOK NPR NZD PEN PHP PKR PLN QAR RON RSD SAR SEK SGD THB TRY TWD", 2),
    **_each("TZS UAH USD UYU ZAR", 2),
    **_each("BHD JOD KWD OMR TND", 3),
}

_SPACES = "\u0020\u00a0\u202f\u2009"
_APOSTROPHES = "'\u2019"


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An exact amount: ``Money(123450, "EUR")`` is EUR 1,234.50.

    Attributes:
        amount: whole minor units (cents, yen, fils); may be negative for a debt or a credit.
        currency: ISO 4217 code in capitals, one of :data:`EXPONENTS`.

    Raises:
        BadInput: the amount is not a whole number, is beyond :data:`MAX_MINOR`, or the currency is unknown.
    """

    amount: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)
        if type(self.amount) is not int:
            raise BadInput(
                "money_not_whole",
                f"Money is counted in whole minor units; {self.amount!r} is not a whole number.",
                hint="Give cents (or the currency's smallest unit) as an integer.",
            )
        if abs(self.amount) > MAX_MINOR:
            raise BadInput(
                "money_too_large",
                f"An amount of {self.amount} minor units is beyond the limit of {MAX_MINOR}.",
                hint="Check the number; an amount of this size must be split by hand.",
            )

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, count: int) -> Money:
        if type(count) is not int:
            raise BadInput(
                "money_not_whole",
                f"Money can be multiplied by a whole number only, not by {count!r}.",
                hint="Use basis_points() for shares and split() for dividing.",
            )
        return Money(self.amount * count, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __str__(self) -> str:
        return self.format()

    def basis_points(self, points: int) -> Money:
        """``points`` ten-thousandths of this amount, rounded towards zero (so that a share is never over)."""
        if type(points) is not int:
            raise BadInput("money_not_whole", f"Basis points are whole numbers; {points!r} is not one.")
        scaled = abs(self.amount) * abs(points) // 10_000
        return Money(scaled if (self.amount < 0) == (points < 0) else -scaled, self.currency)

    def split(self, parts: Sequence[int]) -> list[Money]:
        """Divide by whole weights; the pieces sum exactly to the whole (largest remainder, earlier first).

        Raises:
            BadInput: no weights, a negative or fractional one, or all of them zero.
        """
        if not parts or any(type(part) is not int or part < 0 for part in parts) or not sum(parts):
            raise BadInput(
                "split_weights",
                f"Money cannot be divided by the weights {list(parts)!r}.",
                hint="Give at least one positive whole number; none may be negative.",
            )
        whole, size = sum(parts), abs(self.amount)
        pieces = [size * part // whole for part in parts]
        by_remainder = sorted(range(len(parts)), key=lambda i: (-(size * parts[i] % whole), i))
        for index in by_remainder[: size - sum(pieces)]:
            pieces[index] += 1
        sign = -1 if self.amount < 0 else 1
        return [Money(sign * piece, self.currency) for piece in pieces]

    def format(self) -> str:
        """For people, the same in every language: ``EUR 1,234.50``, ``JPY 1,200``, ``EUR -3.00``."""
        places = EXPONENTS[self.currency]
        major, minor = divmod(abs(self.amount), 10**places)
        sign = "-" if self.amount < 0 else ""
        decimals = f".{minor:0{places}d}" if places else ""
        return f"{self.currency} {sign}{major:,}{decimals}"

    def decimal(self) -> str:
        """For machines (bank files, JSON): ``1234.50``, a plain decimal without grouping."""
        return self.format()[4:].replace(",", "")

    def _same(self, other: Money) -> int:
        if not isinstance(other, Money):
            raise BadInput(
                "money_not_money",
                f"{self.format()} cannot be combined with {other!r}, which has no currency.",
                hint="Wrap the number in Money with its currency.",
            )
        if other.currency != self.currency:
            raise BadInput(
                "mixed_currencies",
                f"{self.format()} and {other.format()} are in different currencies.",
                hint="Settle each currency on its own; the house exchanges none.",
            )
        return other.amount


def exponent(currency: str) -> int:
    """Decimal places of a currency: JPY 0, EUR 2, KWD 3.

    Raises:
        BadInput: the code is not one of the known currencies.
    """
    places = EXPONENTS.get(currency) if isinstance(currency, str) else None
    if places is None:
        raise BadInput(
            "unknown_currency",
            f"{currency!r} is not a currency that this instance knows.",
            hint="Use a three-letter ISO 4217 code in capitals, such as EUR, USD or JPY.",
        )
    return places


def zero(currency: str) -> Money:
    """Nothing, in a currency."""
    return Money(0, currency)


def total(amounts: Sequence[Money], currency: str) -> Money:
    """The sum of amounts that must all be in ``currency`` (which gives an empty sum its currency)."""
    running = zero(currency)
    for amount in amounts:
        running = running + amount
    return running


def parse(text: str, currency: str) -> Money:
    """Read what a person typed: ``1234.5``, ``1 234,50``, ``1,234.50``, ``1.234,50`` or ``1'234.50``.

    Strict rather than clever: groups must have three digits and one kind of separator, and a lone
    ``1,234`` or ``1.234`` is refused where it could mean two amounts a thousandfold apart.

    Raises:
        BadInput: not an amount, too many decimals for the currency, ambiguous, or beyond the limit.
    """
    places = exponent(currency)
    typed = text.strip() if isinstance(text, str) else ""
    if not re.fullmatch(rf"-?[0-9][0-9.,{_SPACES}{_APOSTROPHES}]{{0,30}}", typed):
        raise _unreadable(text, currency)
    sign, digits = (-1, typed[1:]) if typed.startswith("-") else (1, typed)
    major, decimals = _halves(digits, places, text, currency)
    if len(decimals) > places:
        raise BadInput(
            "too_many_decimals",
            f"{text!r} has {len(decimals)} decimals; {currency} has {places}.",
            hint=f"Write the amount with at most {places} decimals." if places else "Leave the decimals out.",
        )
    return Money(sign * int(major + decimals.ljust(places, "0")), currency)


def _halves(digits: str, places: int, text: str, currency: str) -> tuple[str, str]:
    """Whole and decimal digits of an unsigned amount, groups removed."""
    last = max(digits.rfind("."), digits.rfind(","))
    mark = digits[last] if last >= 0 else ""
    once = bool(mark) and digits.count(mark) == 1
    others = {c for c in digits if not c.isdigit()} - {mark}
    tail = digits[last + 1 :]
    own_decimals = places == 3 and mark == "."
    if once and not others and len(tail) == 3 and places and not own_decimals and len(digits[:last]) <= 3:
        raise BadInput(
            "ambiguous_amount",
            f"{text!r} could mean thousands or decimals.",
            hint=f"Write it with {places} decimals and no group marks, such as {f'1234.{0:0{places}d}'}.",
        )
    is_decimal = once and not (len(tail) == 3 and places == 0)
    grouped, decimals = (digits[:last], tail) if is_decimal else (digits, "")
    separators = {c for c in grouped if not c.isdigit()}
    if len(separators) > 1 or (is_decimal and not decimals.isdigit()):
        raise _unreadable(text, currency)
    groups = re.split(r"\D", grouped)
    well_grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:]))
    if not well_grouped or not all(groups):
        raise _unreadable(text, currency)
    return "".join(groups), decimals


def _unreadable(text: object, currency: str) -> BadInput:
    shown = str(text)[:40]
    return BadInput(
        "not_an_amount",
        f"{shown!r} cannot be read as an amount in {currency}.",
        hint="Write digits, such as 1234.50 or 1 234,50.",
    )
