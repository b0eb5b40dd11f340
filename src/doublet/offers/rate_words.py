"""A rate card in words, for whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.consents.terms import PURPOSES
from doublet.kernel.money import Money
from doublet.offers.pricing import RateCard
from doublet.offers.pricing.card import PopularityRule
from doublet.offers.pricing.popularity import WORDS
from doublet.offers.pricing.quote import times

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class InWords:
    """The sections of a card, each a list of names and values."""

    base: Rows
    pictures: Rows
    purposes: Rows
    reach: Rows
    popularity: Rows
    hers: Rows
    theirs: Rows


def in_words(card: RateCard) -> InWords:
    """Every number of the card."""
    return InWords(
        base=[(code, str(Money(amount, code))) for code, amount in card.base.items()],
        pictures=_tiers(card),
        purposes=[
            (PURPOSES[code], f"× {times(value)}") for code, value in card.purposes.items() if code in PURPOSES
        ],
        reach=[
            (
                "Channels",
                f"each after the first adds {times(card.channel_step)}, up to × {times(card.channel_cap)}",
            ),
            (
                "Territories",
                f"each after the first adds {times(card.territory_step)}, up to × {times(card.territory_cap)}",
            ),
            *((f"{_place(code)} counts as", f"{count}") for code, count in card.territory_groups.items()),
            (
                "Duration",
                f"{card.days_included} days are included; each further {card.days_per_step} begun add "
                f"{times(card.days_step)}",
            ),
            ("Its kind of garment kept free of other brands", f"× {times(card.category_exclusivity)}"),
            ("Every kind kept free", f"× {times(card.full_exclusivity)}"),
        ],
        popularity=[
            ("Model", f"each point of 100 adds {times(card.model_popularity_step)}"),
            ("Brand", f"each point of 100 adds {times(card.brand_popularity_step)}"),
        ],
        hers=_rule(card.model_popularity),
        theirs=_rule(card.brand_popularity),
    )


def _tiers(card: RateCard) -> Rows:
    rows, first = [], 1
    for tier in card.tiers:
        rows.append((f"Picture {first} to {tier.up_to:,}", f"{tier.share / 100:g} % of the base"))
        first = tier.up_to + 1
    return rows


def _rule(rule: PopularityRule) -> Rows:
    steps = [
        (WORDS[kind].capitalize(), ", ".join(f"from {step.at:,}: {step.points}" for step in found))
        for kind, found in rule.inputs.items()
    ]
    return [("Everybody starts at", str(rule.start)), *steps]


def _place(code: str) -> str:
    return {"EU": "The European Union", "WORLD": "The whole world"}.get(code, code)
