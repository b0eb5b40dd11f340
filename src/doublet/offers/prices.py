"""Prices for terms: the rate card's quote, with the figures it rests on."""

from __future__ import annotations

from typing import Any

from doublet.consents.models import Boundaries
from doublet.consents.terms import UseTerms
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.offers import pricing
from doublet.people.models import Brand, ModelProfile

CARD = "2026-11"


def quote(*, model: ModelProfile, brand: Brand, terms: UseTerms) -> pricing.Quote:
    """What these terms cost by today's rate card, in the currency of her floor."""
    bounds = Boundaries.objects.filter(model=model).first()
    if bounds is None:
        raise Refused(
            "no_floor",
            "The model has set no floor price yet, so nothing can be quoted.",
            rule="FWA-02",
            hint="Ask her or her agent to set one.",
        )
    return pricing.quote(
        pricing.card(CARD),
        pricing.QuoteInput(
            model_popularity=_figure(model),
            brand_popularity=_figure(brand),
            pictures=terms.pictures,
            purpose=terms.purpose,
            channels=terms.channels,
            territories=terms.territories,
            days=(terms.ends - terms.starts).days + 1,
            exclusivity=terms.exclusivity,  # type: ignore[arg-type]
            floor_per_picture=Money(bounds.floor_minor, bounds.currency),
            currency=bounds.currency,
        ),
    )


def receipt(quoted: pricing.Quote, terms: UseTerms) -> dict[str, Any]:
    """The quote as it is kept with a proposal: every line, and what was agreed on top of the card."""
    lines = [
        {"label": line.label, "how": line.how, "amount_minor": line.amount.amount} for line in quoted.lines
    ]
    if (off := terms.gross_minor - quoted.gross.amount) != 0:
        rate = Money(terms.rate_minor, terms.currency)
        how = (
            f"The parties propose {rate} a picture instead of {quoted.per_picture}: {terms.pictures} × {rate}"
        )
        lines.append({"label": "Negotiated", "how": how, "amount_minor": off})
    return {
        "card": quoted.card_version,
        "lines": lines,
        "gross_minor": terms.gross_minor,
        "per_picture_minor": terms.rate_minor,
        "currency": terms.currency,
    }


def _figure(of: ModelProfile | Brand) -> pricing.PopularityFigure:
    return pricing.PopularityFigure(
        score=of.popularity,
        source=of.popularity_source or "nothing is known yet",
        date=of.popularity_on or clock.now().date(),
    )
