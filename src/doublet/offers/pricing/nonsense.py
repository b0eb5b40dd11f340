"""What no price can be reckoned for."""

from __future__ import annotations

import re
from typing import get_args

from doublet.kernel.refusals import BadInput
from doublet.offers.pricing.asked import Exclusivity, QuoteInput
from doublet.offers.pricing.card import RateCard


def refuse_nonsense(card: RateCard, asked: QuoteInput) -> None:
    """Refuse what no price can be reckoned for, by name.

    Raises:
        BadInput: a number is zero, negative or enormous, or a word is not on the card.
    """
    if asked.currency not in card.base:
        raise BadInput(
            "currency_not_on_card",
            f"Rate card {card.version} has no prices in {asked.currency!r}.",
            hint=f"Ask in one of {', '.join(card.base)}.",
        )
    _between("pictures", "The number of pictures", asked.pictures, 1, card.tiers[-1].up_to)
    _between("days", "The number of days", asked.days, 1, card.days_max)
    for whose, figure in (("model", asked.model_popularity), ("brand", asked.brand_popularity)):
        _between(f"{whose}_popularity", f"The {whose}'s popularity", figure.score, 0, 100)
        if not figure.source.strip():
            raise BadInput(
                "popularity_without_source",
                f"The {whose}'s popularity has no source.",
                hint="Name where the figure comes from.",
            )
    _between("platform_fee", "The operator's fee in hundredths of a percent", asked.platform_bp, 0, 2_000)
    if asked.floor_per_picture.currency != asked.currency:
        raise BadInput(
            "mixed_currencies",
            f"The model's floor is {asked.floor_per_picture}; the quote is asked in {asked.currency}.",
            hint="Ask for the quote in the currency of the floor.",
        )
    _between("floor", "The floor per picture", asked.floor_per_picture.amount, 1, card.floor_max)
    if asked.purpose not in card.purposes:
        raise BadInput(
            "unknown_purpose",
            f"{asked.purpose!r} is not a purpose of rate card {card.version}.",
            hint=f"Use one of {', '.join(card.purposes)}.",
        )
    if asked.exclusivity not in get_args(Exclusivity):
        raise BadInput(
            "unknown_exclusivity",
            f"{asked.exclusivity!r} is not a kind of exclusivity.",
            hint="Use none, category or all.",
        )
    _distinct("channels", asked.channels, r"[a-z][a-z0-9_-]{0,39}", "web_shop")
    _distinct("territories", asked.territories, r"[A-Z]{2}(-[A-Z0-9]{1,3})?|WORLD", "FR, US-NY, EU or WORLD")


def _between(what: str, words: str, number: int, low: int, high: int) -> None:
    if type(number) is not int:
        raise BadInput(f"{what}_not_whole", f"{words} must be a whole number, not {number!r}.")
    if number < low:
        raise BadInput(f"{what}_too_small", f"{words} is {number}.", hint=f"Give at least {low}.")
    if number > high:
        raise BadInput(f"{what}_too_large", f"{words} is {number}.", hint=f"Give at most {high}.")


def _distinct(what: str, words: tuple[str, ...], pattern: str, example: str) -> None:
    if not words:
        raise BadInput(f"no_{what}", f"No {what} are named.", hint=f"Name at least one, such as {example}.")
    for word in words:
        if not re.fullmatch(pattern, word):
            raise BadInput(
                f"unreadable_{what}", f"{word!r} is not one of the {what}.", hint=f"Write it like {example}."
            )
    if len(set(words)) != len(words):
        raise BadInput(f"repeated_{what}", f"The same entry stands twice in {what}.", hint="Name each once.")
