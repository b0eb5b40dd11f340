"""What a licence fixed about money, in one piece: terms, commissions, currency and rate, exclusivity, interest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from doublet.consents.terms import UseTerms
from doublet.kernel.money import Money
from doublet.ledger.models import MoneyTerms
from doublet.licences.models import Licence
from doublet.offers.shares import Commission, Party, Split, split


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Frozen with the licence. `rate_to` minor units of the payout currency are earned for `rate_from` of its own."""

    licence: str
    brand: str
    model: str
    price: Money
    commissions: tuple[Commission, ...]
    payment_days: int
    starts: date
    ends: date
    payout_currency: str
    rate_from: int
    rate_to: int
    exclusivity_bp: int
    interest_bp: int

    @property
    def for_exclusivity(self) -> Money:
        """The part of a picture's price that is paid for exclusivity."""
        return self.price.basis_points(self.exclusivity_bp)

    def exchanged(self, amount: Money) -> Money:
        """An amount of the licence's currency in the currency that is paid out, rounded down once."""
        if amount.currency == self.payout_currency:
            return amount
        return Money(amount.amount * self.rate_to // self.rate_from, self.payout_currency)

    def shared(self, amount: Money) -> Split:
        """Who gets what of an amount of the licence's currency, in the payout currency."""
        return split(self.exchanged(amount), commissions=self.commissions)


def arrangement(licence: Licence) -> Arrangement:
    """Read what was fixed. Licences that were signed before money terms were kept have the plain ones."""
    terms = UseTerms.from_dict(licence.terms)
    kept = MoneyTerms.objects.filter(pk=licence.pk).first()
    rows = [(cast(Party, party), str(holder), int(points)) for party, holder, points in licence.commissions]
    return Arrangement(
        licence=licence.pk,
        brand=licence.brand_id,
        model=licence.model_id,
        price=Money(terms.rate_minor, terms.currency),
        commissions=tuple(
            Commission(party, points, "" if party == "platform" else holder) for party, holder, points in rows
        ),
        payment_days=terms.payment_days,
        starts=terms.starts,
        ends=terms.ends,
        payout_currency=kept.payout_currency if kept else terms.currency,
        rate_from=kept.rate_from if kept else 1,
        rate_to=kept.rate_to if kept else 1,
        exclusivity_bp=kept.exclusivity_bp if kept else 0,
        interest_bp=kept.interest_bp if kept else 0,
    )
