"""An itemised price: what was multiplied, why, and what it came to.

Two promises hold for every card (`tests/test_pricing.py` proves them): a bigger order never costs
less in total, and more popularity never lowers the price. The model's floor always wins.
"""

from __future__ import annotations

from dataclasses import dataclass

from doublet.consents.terms import CHANNELS, PURPOSES
from doublet.kernel.money import Money
from doublet.offers.pricing.asked import PopularityFigure, QuoteInput
from doublet.offers.pricing.card import ONE, RateCard
from doublet.offers.pricing.nonsense import refuse_nonsense

MODEL_SHARE_MIN_BP = 8_000
"""The part of the gross that the model gets at least (FWA-06: commissions together at most 20 %)."""

_EXCLUSIVITY = {
    "none": "None asked",
    "category": "Category kept free of other brands",
    "all": "Every category kept free of other brands",
}


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
    card: RateCard
    asked: QuoteInput

    @property
    def card_version(self) -> str:
        """Which card it was reckoned by."""
        return self.card.version


def quote(card: RateCard, asked: QuoteInput) -> Quote:
    """The itemised price of what is asked, by this card.

    Raises:
        BadInput: a number is zero, negative or enormous, or a word is not on the card.
    """
    refuse_nonsense(card, asked)
    lines = [_base_line(card, asked)]
    running = lines[0].amount
    for label, why, multiplier in _multipliers(card, asked):
        after = running.basis_points(multiplier)
        how = f"{why}: {running} × {times(multiplier)} = {after}"
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
        card=card,
        asked=asked,
    )


def times(multiplier: int) -> str:
    """A multiplier in words: 10000 -> ``1.00``, 11234 -> ``1.1234``."""
    whole, part = divmod(multiplier, ONE)
    return f"{whole}.{f'{part:04d}'.rstrip('0').ljust(2, '0')}"


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
    exclusive = {"none": ONE, "category": card.category_exclusivity, "all": card.full_exclusivity}
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
            f"{card.days_per_step} begun add {times(card.days_step)}",
            ONE + card.days_step * steps,
        ),
        ("Exclusivity", _EXCLUSIVITY[asked.exclusivity], exclusive[asked.exclusivity]),
    ]


def _popularity(figure: PopularityFigure) -> str:
    return f"{figure.score} of 100 ({figure.source}, {figure.date.isoformat()})"
