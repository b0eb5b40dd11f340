"""Prices for terms: the rate card's quote, with the figures it rests on."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from doublet.consents.models import Boundaries
from doublet.consents.terms import UseTerms
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.offers import pricing, rates, standing
from doublet.offers.pricing import receipt as receipts
from doublet.people.models import Brand, ModelProfile


def quote(
    *, model: ModelProfile, brand: Brand, terms: UseTerms, like: dict[str, Any] | None = None
) -> pricing.Quote:
    """What these terms cost, in the currency of her floor.

    Args:
        like: the receipt that a thread began with: its card and its popularity figures hold to the end of the
            thread, whatever is published or happens meanwhile. Without one, today's count.
    """
    bounds = Boundaries.objects.filter(model=model).first()
    if bounds is None:
        raise Refused(
            "no_floor",
            "The model has set no floor price yet, so nothing can be quoted.",
            rule="FWA-02",
            hint="Ask her or her agent to set one.",
        )
    card = rates.card(like["card"]) if like else rates.current()
    hers, theirs = _figures(model, brand, card, like)
    return pricing.quote(
        card,
        pricing.QuoteInput(
            model_popularity=hers,
            brand_popularity=theirs,
            pictures=terms.pictures,
            purpose=terms.purpose,
            channels=terms.channels,
            territories=terms.territories,
            days=(terms.ends - terms.starts).days + 1,
            exclusivity=terms.exclusivity,  # type: ignore[arg-type]
            floor_per_picture=Money(bounds.floor_minor, bounds.currency),
            currency=bounds.currency,
            platform_bp=settings.PLATFORM_COMMISSION_BP,
        ),
    )


def receipt(quoted: pricing.Quote, terms: UseTerms) -> dict[str, Any]:
    """The quote as it is kept with a proposal: every line, and what was agreed on top of the card."""
    agreed = Money(terms.rate_minor, terms.currency)
    return receipts.receipt(quoted, agreed=None if agreed == quoted.per_picture else agreed)


def _figures(
    model: ModelProfile, brand: Brand, card: pricing.RateCard, like: dict[str, Any] | None
) -> tuple[pricing.PopularityFigure, pricing.PopularityFigure]:
    """Hers and the brand's. A receipt from before inputs were kept with it has none to hold on to."""
    if like and "inputs" in like:
        kept = like["inputs"]
        return receipts.figure_of(kept["model_popularity"]), receipts.figure_of(kept["brand_popularity"])
    return (
        standing.figure(standing.of_model(model, card)),
        standing.figure(standing.of_brand(brand, card)),
    )
