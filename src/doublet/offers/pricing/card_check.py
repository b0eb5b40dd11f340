"""What every published card must hold, so that the promises about prices hold for all of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from doublet.consents.terms import CHANNELS, PURPOSES, TERRITORIES
from doublet.kernel.money import EXPONENTS, Money
from doublet.kernel.refusals import BadInput, Refused
from doublet.offers.pricing.asked import PopularityFigure, QuoteInput
from doublet.offers.pricing.card import ONE, PopularityRule, RateCard, Step
from doublet.offers.pricing.popularity import MOST, WORDS
from doublet.offers.pricing.quote import quote

NEEDED = ("EUR", "USD", "GBP")
INPUTS = {
    "model_popularity": ("offers", "licences", "repeats", "followers"),
    "brand_popularity": ("licences", "repeats"),
}


def check(card: RateCard) -> None:
    """Refuse a card by which a bigger, longer or wider order could cost less, or that leaves something out.

    Raises:
        BadInput: says which promise it would break.
    """
    _has_all(card)
    _never_cheaper(card)
    for name, inputs in INPUTS.items():
        _only_adds(name, getattr(card, name), inputs)
    _stays_countable(card)


def _has_all(card: RateCard) -> None:
    if missing := [code for code in NEEDED if code not in card.base]:
        raise _unfair(f"it has no price in {missing[0]}")
    if unknown := [code for code in card.base if code not in EXPONENTS]:
        raise _unfair(f"{unknown[0][:10]} is no currency that is known here")
    if missing := [code for code in PURPOSES if code not in card.purposes]:
        raise _unfair(f"it has no multiplier for the purpose “{missing[0]}”")
    if missing := [code for code in ("EU", "WORLD") if card.territory_groups.get(code, 0) < 1]:
        raise _unfair(f"it does not say how many territories {missing[0]} counts as")


def _never_cheaper(card: RateCard) -> None:
    ends = [tier.up_to for tier in card.tiers]
    if ends != sorted(set(ends)) or ends[0] < 1:
        raise _unfair("its tiers do not rise")
    below_one = {
        **{f"the purpose “{code}”": value for code, value in card.purposes.items()},
        "channel_cap": card.channel_cap,
        "territory_cap": card.territory_cap,
        "category_exclusivity": card.category_exclusivity,
    }
    for name, value in below_one.items():
        if value < ONE:
            raise _unfair(f"{name} is under {ONE}, so asking for more would cost less")
    if card.full_exclusivity < card.category_exclusivity:
        raise _unfair("every category exclusive would cost less than one of them")
    if min(card.days_included, card.days_per_step, card.days_max, card.floor_max) < 1:
        raise _unfair("days and the highest floor are at least 1")
    for currency, base in card.base.items():
        cheapest = min(Money(base, currency).basis_points(tier.share).amount for tier in card.tiers)
        if cheapest < ends[-1]:  # rounding to whole minor units a picture may add up to one for each picture
            raise _unfair(
                f"a picture in {currency} is so cheap that rounding could make a bigger order cost less"
            )


def _only_adds(name: str, rule: PopularityRule, inputs: tuple[str, ...]) -> None:
    if sorted(rule.inputs) != sorted(inputs):
        known = ", ".join(WORDS[kind] for kind in inputs)
        raise _unfair(f"{name} must count exactly these: {known}")
    if rule.start > MOST:
        raise _unfair(f"{name} starts over {MOST}")
    for kind, steps in rule.inputs.items():
        rising = all(_rises(one, other) for one, other in pairwise(steps))
        if not rising or steps[0].at < 1 or steps[-1].points > MOST:
            raise _unfair(f"the steps of {WORDS[kind]} do not rise")


def _rises(one: Step, other: Step) -> bool:
    return one.at < other.at and one.points <= other.points


def _stays_countable(card: RateCard) -> None:
    """The largest order of all still has a price."""
    known = PopularityFigure(MOST, "the largest order", date(2000, 1, 1))
    for currency in card.base:
        order = QuoteInput(
            model_popularity=known,
            brand_popularity=known,
            pictures=card.tiers[-1].up_to,
            purpose=max(card.purposes, key=lambda code: card.purposes[code]),
            channels=tuple(CHANNELS),
            territories=tuple(TERRITORIES),
            days=card.days_max,
            exclusivity="all",
            floor_per_picture=Money(1, currency),
            currency=currency,
        )
        try:
            quote(card, order)
        except Refused as refused:
            raise _unfair(f"the largest order in {currency} has no price: {refused.reason}") from None


def _unfair(what: str) -> BadInput:
    return BadInput(
        "unfair_card", f"This card cannot be published: {what}.", hint="Change that number and try again."
    )
