"""What an order would bring a model: the card's samples with her own floor, popularity and commissions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from doublet.consents.models import Boundaries
from doublet.consents.terms import FLOOR_MINOR
from doublet.kernel.money import Money
from doublet.kernel.refusals import NotThere, Refused
from doublet.offers import pricing, rates, standing
from doublet.offers.pricing import receipt as receipts
from doublet.offers.pricing.popularity import Popularity
from doublet.offers.pricing.samples import SAMPLES, Sample, at
from doublet.offers.queries import commissions
from doublet.offers.shares import Split, split
from doublet.people import rights
from doublet.people.models import ModelProfile, User


@dataclass(frozen=True)
class Example:
    """One sample order: its receipt, and what of it reaches her; None while her commissions are over the limit."""

    sample: Sample
    receipt: dict[str, Any]
    reaches: Split | None


@dataclass(frozen=True)
class Worth:
    """Three orders as they would be priced for her today, and the popularity that they rest on."""

    model: ModelProfile
    card: pricing.RateCard
    popularity: Popularity
    floor: Money
    own_floor: bool
    examples: tuple[Example, ...]


def worth_for(user: User, pk: str) -> Worth:
    """For herself, who speaks for her, the operator and the auditor.

    Raises:
        NotThere: nobody, or not theirs.
    """
    model = ModelProfile.objects.select_related("user").filter(pk=pk).first()
    if model is None or not rights.may_see_model(user, model):
        raise NotThere("no_such_price", "There is no such page, or it is not yours.")
    return worth(model)


def worth(model: ModelProfile) -> Worth:
    """What the samples would bring her by today's card, from a brand of which nothing is known yet."""
    card = rates.current()
    known = standing.of_model(model, card)
    bounds = Boundaries.objects.filter(model=model, floor_minor__gt=0).first()
    floor = Money(bounds.floor_minor, bounds.currency) if bounds else Money(FLOOR_MINOR["EUR"], "EUR")
    examples = [_example(sample, model, card, known, floor) for sample in SAMPLES]
    return Worth(model, card, known, floor, bounds is not None, tuple(examples))


def _example(
    sample: Sample, model: ModelProfile, card: pricing.RateCard, known: Popularity, floor: Money
) -> Example:
    order = replace(
        at(sample, floor.currency, floor=floor, fee=settings.PLATFORM_COMMISSION_BP),
        model_popularity=standing.figure(known),
    )
    quoted = pricing.quote(card, order)
    try:
        reaches = split(quoted.gross, commissions=commissions(model, order.territories))
    except Refused:
        reaches = None
    return Example(sample, receipts.receipt(quoted), reaches)
