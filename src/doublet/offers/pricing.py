"""What a set of pictures costs: a versioned rate card, and a receipt that explains every line.

Pure and deterministic: the same card and the same input give the same quote for ever, so a quote
can be checked by anyone years later. A published card is never edited; a change is a new version.

Two promises hold for every card (`tests/test_pricing.py` proves them): a bigger order never costs
less in total, and more popularity never lowers the price. The model's floor always wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, get_args

from doublet.consents.terms import CHANNELS, PURPOSES
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput

Exclusivity = Literal["none", "category", "all"]

MODEL_SHARE_MIN_BP = 8_000
"""The part of the gross that the model gets at least (FWA-06: commissions together at most 20 %)."""

ONE = 10_000
"""A multiplier of 1.00: all multipliers are whole ten-thousandths, so that no float touches a price."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Pictures up to number ``up_to`` cost ``share`` ten-thousandths of the base each."""

    up_to: int
    share: int


@dataclass(frozen=True, slots=True)
class RateCard:
    """One published price list. Multipliers and steps are ten-thousandths (:data:`ONE` is 1.00).

    Attributes:
        base: price of one picture by currency, in minor units, before everything else.
        tiers: what the n-th picture costs of the base; the last tier's ``up_to`` is the largest order.
        model_popularity_step, brand_popularity_step: added to 1.00 for each point of popularity.
        purposes: multiplier by purpose (the purposes that a consent can name).
        channel_step, channel_cap: each channel after the first adds a step, up to the cap.
        territory_step, territory_cap: the same for territories; ``territory_groups`` count as many.
        days_included, days_per_step, days_step, days_max: length of use.
        category_exclusivity: multiplier for keeping the brand's category free of others.
        full_exclusivity: multiplier for keeping every category free of others.
        floor_max: the highest floor per picture that is believed, in minor units.
    """

    version: str
    base: Mapping[str, int]
    tiers: tuple[Tier, ...]
    model_popularity_step: int
    brand_popularity_step: int
    purposes: Mapping[str, int]
    channel_step: int
    channel_cap: int
    territory_step: int
    territory_cap: int
    territory_groups: Mapping[str, int]
    days_included: int
    days_per_step: int
    days_step: int
    days_max: int
    category_exclusivity: int
    full_exclusivity: int
    floor_max: int


RATE_CARDS: Mapping[str, RateCard] = MappingProxyType(
    {
        "2026-11": RateCard(
            version="2026-11",
            base=MappingProxyType(
                {
                    "EUR": 60_00,
                    "USD": 65_00,
                    "GBP": 52_00,
                    "CHF": 58_00,
                    "SEK": 690_00,
                    "DKK": 450_00,
                    "JPY": 9_800,
                }
            ),
            tiers=(Tier(10, 10_000), Tier(50, 8_000), Tier(1_000, 6_000)),
            model_popularity_step=300,
            brand_popularity_step=100,
            purposes=MappingProxyType(
                {
                    "ecommerce": 10_000,
                    "lookbook": 11_000,
                    "social_organic": 11_000,
                    "tryon_consumer": 12_000,
                    "editorial": 12_000,
                    "runway_virtual": 14_000,
                    "print": 15_000,
                    "social_paid": 16_000,
                    "ooh": 20_000,
                }
            ),
            channel_step=1_500,
            channel_cap=20_000,
            territory_step=500,
            territory_cap=25_000,
            territory_groups=MappingProxyType({"EU": 11, "WORLD": 31}),
            days_included=90,
            days_per_step=30,
            days_step=600,
            days_max=1_096,
            category_exclusivity=16_000,
            full_exclusivity=25_000,
            floor_max=100_000_000,
        ),
    }
)


@dataclass(frozen=True, slots=True)
class PopularityFigure:
    """How well known a model or a brand is: 0 to 100, with the source and the day of the figure."""

    score: int
    source: str
    date: date


@dataclass(frozen=True, slots=True)
class QuoteInput:
    """What a brand asks the price of. ``floor_per_picture`` is the model's, gross of commissions."""

    model_popularity: PopularityFigure
    brand_popularity: PopularityFigure
    pictures: int
    purpose: str
    channels: tuple[str, ...]
    territories: tuple[str, ...]
    days: int
    exclusivity: Exclusivity
    floor_per_picture: Money
    currency: str


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One step of the receipt: what it is, how it was reckoned in plain words, what it adds."""

    label: str
    how: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """A price with its receipt. The lines sum to ``gross``; ``gross`` is ``per_picture`` × pictures.

    ``model_share_min`` is what reaches the model at least when every picture is approved.
    """

    lines: tuple[QuoteLine, ...]
    gross: Money
    per_picture: Money
    model_share_min: Money
    card_version: str


def quote(card: RateCard, asked: QuoteInput) -> Quote:
    """The itemised price of what is asked, by this card.

    Raises:
        BadInput: a number is zero, negative or enormous, or a word is not on the card.
    """
    _refuse_nonsense(card, asked)
    lines = [_base_line(card, asked)]
    running = lines[0].amount
    for label, why, multiplier in _multipliers(card, asked):
        after = running.basis_points(multiplier)
        how = f"{why}: {running} × {_times(multiplier)} = {after}"
        lines.append(QuoteLine(label, how, after - running))
        running = after

    floor = asked.floor_per_picture * asked.pictures
    if running < floor:
        how = (
            f"The model's floor is {asked.floor_per_picture} a picture before commissions: "
            f"{asked.pictures} × {asked.floor_per_picture} = {floor}"
        )
        lines.append(QuoteLine("Raised to the model's floor", how, floor - running))
        running = floor

    per_picture = Money(-(-running.amount // asked.pictures), asked.currency)
    gross = per_picture * asked.pictures
    if gross != running:
        how = f"Every picture costs the same, {per_picture}: {asked.pictures} × {per_picture} = {gross}"
        lines.append(QuoteLine("Rounded up", how, gross - running))
    return Quote(
        lines=tuple(lines),
        gross=gross,
        per_picture=per_picture,
        model_share_min=per_picture.basis_points(MODEL_SHARE_MIN_BP) * asked.pictures,
        card_version=card.version,
    )


def card(version: str) -> RateCard:
    """A published rate card.

    Raises:
        BadInput: there is no such version.
    """
    found = RATE_CARDS.get(version)
    if found is None:
        raise BadInput(
            "unknown_rate_card",
            f"There is no rate card {version!r}.",
            hint=f"Known: {', '.join(sorted(RATE_CARDS))}.",
        )
    return found


def _base_line(card: RateCard, asked: QuoteInput) -> QuoteLine:
    base = Money(card.base[asked.currency], asked.currency)
    amount, parts, before = Money(0, asked.currency), [], 0
    for tier in card.tiers:
        count = min(asked.pictures, tier.up_to) - before
        if count <= 0:
            break
        each = base.basis_points(tier.share)
        amount = amount + each * count
        parts.append(f"{count} × {each}")
        before = tier.up_to
    noun = "1 picture" if asked.pictures == 1 else f"{asked.pictures} pictures"
    return QuoteLine(
        "Pictures", f"{noun} by rate card {card.version}: {' + '.join(parts)} = {amount}", amount
    )


def _multipliers(card: RateCard, asked: QuoteInput) -> list[tuple[str, str, int]]:
    channels = len(asked.channels)
    by_channel = min(ONE + card.channel_step * (channels - 1), card.channel_cap)
    reach = sum(card.territory_groups.get(code, 1) for code in asked.territories)
    by_territory = min(ONE + card.territory_step * (reach - 1), card.territory_cap)
    steps = -(-max(0, asked.days - card.days_included) // card.days_per_step)
    return [
        (
            "Model's popularity",
            _popularity(asked.model_popularity),
            ONE + card.model_popularity_step * asked.model_popularity.score,
        ),
        (
            "Brand's popularity",
            _popularity(asked.brand_popularity),
            ONE + card.brand_popularity_step * asked.brand_popularity.score,
        ),
        ("Purpose", PURPOSES.get(asked.purpose, asked.purpose), card.purposes[asked.purpose]),
        (
            "Channels",
            f"{channels} ({', '.join(CHANNELS.get(code, code) for code in asked.channels)})",
            by_channel,
        ),
        ("Territories", f"{', '.join(asked.territories)}, counted as {reach}", by_territory),
        (
            "Duration",
            f"{asked.days} days, of which {card.days_included} are included and each further "
            f"{card.days_per_step} begun add {_times(card.days_step)}",
            ONE + card.days_step * steps,
        ),
        (
            "Exclusivity",
            {
                "none": "None asked",
                "category": "Category kept free of other brands",
                "all": "Every category kept free of other brands",
            }[asked.exclusivity],
            {"none": ONE, "category": card.category_exclusivity, "all": card.full_exclusivity}[
                asked.exclusivity
            ],
        ),
    ]


def _popularity(figure: PopularityFigure) -> str:
    return f"{figure.score} of 100 ({figure.source}, {figure.date.isoformat()})"


def _times(multiplier: int) -> str:
    """A multiplier in words: 10000 -> ``1.00``, 11234 -> ``1.1234``."""
    whole, part = divmod(multiplier, ONE)
    return f"{whole}.{f'{part:04d}'.rstrip('0').ljust(2, '0')}"


def _refuse_nonsense(card: RateCard, asked: QuoteInput) -> None:
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
