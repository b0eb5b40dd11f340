"""In which currency she is paid, as it would be fixed if she signed now. The part that keeps the money tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from doublet.kernel.money import EXPONENTS, Money
from doublet.licences.models import Licence
from doublet.people.models import ModelProfile


@dataclass(frozen=True)
class PaidIn:
    """Another currency than the licence's, that she chose.

    Attributes:
        wanted: its code.
        rate: what `amount` minor units of the licence's currency are in it; None where no fresh rate is known.
    """

    wanted: str
    rate: Rate | None


@dataclass(frozen=True)
class Rate:
    """`base` minor units of one currency are worth `quote` minor units of another, as `source` said on a day."""

    base: int
    base_currency: str
    quote: int
    quote_currency: str
    source: str
    on: date

    def of(self, amount: Money) -> Money:
        """An amount of the one currency in the other, rounded down once."""
        return Money(amount.amount * self.quote // self.base, self.quote_currency)

    @property
    def shown(self) -> str:
        """One unit of the one in the other, with six digits that count: ``1 EUR = 1.0842 USD``."""
        one = 10 ** EXPONENTS[self.base_currency]
        worth = self.quote * one / self.base / 10 ** EXPONENTS[self.quote_currency]
        return f"1 {self.base_currency} = {worth:.6g} {self.quote_currency}"


def fixed_rate(licence: Licence) -> Rate | None:
    """The rate that was fixed with a licence; None where she is paid in the licence's own currency."""
    money = getattr(licence, "money_terms", None)  # a row of the part that keeps the money
    if money is None or money.rate_on is None:
        return None
    own = str(licence.terms["currency"])
    return Rate(money.rate_from, own, money.rate_to, money.payout_currency, money.rate_source, money.rate_on)


Find = Callable[[ModelProfile, str], PaidIn | None]
_found: list[Find] = []


def tells_currency(find: Find) -> Find:
    """Register what knows of chosen currencies and rates (import it in an AppConfig's ready())."""
    if find not in _found:
        _found.append(find)
    return find


def paid_in(model: ModelProfile, currency: str) -> PaidIn | None:
    """What would be fixed for a licence in this currency today; None where she is paid in it as it is."""
    return next((told for find in _found if (told := find(model, currency)) is not None), None)
