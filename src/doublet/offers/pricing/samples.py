"""Orders that everybody can picture: the worked example of a card, and what a change of it would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from doublet.consents.terms import FLOOR_MINOR
from doublet.kernel.money import Money
from doublet.offers.pricing.asked import PopularityFigure, QuoteInput


@dataclass(frozen=True, slots=True)
class Sample:
    """An order in words, and as a price can be asked for it."""

    code: str
    title: str
    words: str
    order: QuoteInput


_NEW = PopularityFigure(20, "where every model starts", date(2026, 11, 1))
_SMALL = PopularityFigure(0, "where every brand starts", date(2026, 11, 1))
_SHOP = QuoteInput(
    model_popularity=_NEW,
    brand_popularity=_SMALL,
    pictures=20,
    purpose="ecommerce",
    channels=("own_web",),
    territories=("EU",),
    days=365,
    exclusivity="none",
    floor_per_picture=Money(20_00, "EUR"),
    currency="EUR",
)

SAMPLES = (
    Sample("shop", "A web shop", "20 pictures for its product pages in the European Union, one year", _SHOP),
    Sample(
        "social",
        "A campaign on social media",
        "6 pictures for paid posts in France, Germany and Italy, three months",
        replace(
            _SHOP,
            pictures=6,
            purpose="social_paid",
            channels=("own_social", "paid_ads"),
            territories=("FR", "DE", "IT"),
            days=90,
        ),
    ),
    Sample(
        "posters",
        "Posters in the street",
        "2 pictures on posters and screens in the United Kingdom, six months, no other brand of the kind",
        replace(
            _SHOP,
            pictures=2,
            purpose="ooh",
            channels=("ooh",),
            territories=("GB",),
            days=180,
            exclusivity="category",
        ),
    ),
)


def at(sample: Sample, currency: str, *, floor: Money | None = None, fee: int = 0) -> QuoteInput:
    """A sample in another currency, at this floor or the default one, with the operator's fee."""
    price = floor or Money(FLOOR_MINOR.get(currency, 1), currency)
    return replace(sample.order, currency=currency, floor_per_picture=price, platform_bp=fee)
