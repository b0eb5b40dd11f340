"""A quote as it is kept and shown: every line, every input, and a hash over all of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.offers.pricing.asked import PopularityFigure, QuoteInput
from doublet.offers.pricing.card import RateCard
from doublet.offers.pricing.card_data import sha256_of
from doublet.offers.pricing.popularity import Counted
from doublet.offers.pricing.quote import Quote, quote


def receipt(quoted: Quote, *, agreed: Money | None = None) -> dict[str, Any]:
    """The receipt as data: the same card and the same inputs give the same bytes in canonical JSON.

    Args:
        quoted: by the card.
        agreed: the price of a picture that the parties propose instead, on a line of its own.
    """
    rate = quoted.per_picture if agreed is None else agreed
    count = quoted.asked.pictures
    gross = rate * count
    lines = [_line(line.label, line.how, line.amount) for line in quoted.lines]
    if gross != quoted.gross:
        how = f"The parties propose {rate} a picture instead of {quoted.per_picture}: {count} × {rate}"
        lines.append(_line("Negotiated", how, gross - quoted.gross))
    kept = {
        "card": quoted.card.version,
        "card_sha256": sha256_of(quoted.card),
        "lines": lines,
        "within": _within(gross, quoted.asked.platform_bp),
        "gross_minor": gross.amount,
        "per_picture_minor": rate.amount,
        "currency": rate.currency,
        "inputs": inputs_of(quoted.asked) | {"agreed_minor": rate.amount if agreed is not None else None},
    }
    return kept | {"sha256": digest(kept)}


def again(card: RateCard, kept: dict[str, Any]) -> dict[str, Any]:
    """The receipt reckoned once more from the inputs that one was kept with.

    Raises:
        BadInput: the inputs cannot be read, or the card knows none of them.
    """
    inputs = kept["inputs"]
    asked, agreed = asked_of(inputs), inputs["agreed_minor"]
    return receipt(quote(card, asked), agreed=None if agreed is None else Money(agreed, asked.currency))


def inputs_of(asked: QuoteInput) -> dict[str, Any]:
    """Everything that a price was reckoned from, as data."""
    return {
        "model_popularity": _figure(asked.model_popularity),
        "brand_popularity": _figure(asked.brand_popularity),
        "pictures": asked.pictures,
        "purpose": asked.purpose,
        "channels": list(asked.channels),
        "territories": list(asked.territories),
        "days": asked.days,
        "exclusivity": asked.exclusivity,
        "floor_minor": asked.floor_per_picture.amount,
        "currency": asked.currency,
        "platform_bp": asked.platform_bp,
    }


def asked_of(inputs: dict[str, Any]) -> QuoteInput:
    """Back from a receipt."""
    return QuoteInput(
        model_popularity=figure_of(inputs["model_popularity"]),
        brand_popularity=figure_of(inputs["brand_popularity"]),
        pictures=inputs["pictures"],
        purpose=inputs["purpose"],
        channels=tuple(inputs["channels"]),
        territories=tuple(inputs["territories"]),
        days=inputs["days"],
        exclusivity=inputs["exclusivity"],
        floor_per_picture=Money(inputs["floor_minor"], inputs["currency"]),
        currency=inputs["currency"],
        platform_bp=inputs["platform_bp"],
    )


def figure_of(kept: dict[str, Any]) -> PopularityFigure:
    """A popularity figure as it was kept with a quote."""
    return PopularityFigure(
        kept["score"],
        kept["source"],
        date.fromisoformat(kept["date"]),
        tuple(Counted.from_dict(each) for each in kept["inputs"]),
    )


def _figure(figure: PopularityFigure) -> dict[str, Any]:
    return {
        "score": figure.score,
        "source": figure.source,
        "date": figure.date.isoformat(),
        "inputs": [each.as_dict() for each in figure.counted],
    }


def _line(label: str, how: str, amount: Money) -> dict[str, Any]:
    return {"label": label, "how": how, "amount_minor": amount.amount}


def _within(gross: Money, points: int) -> list[dict[str, Any]]:
    if not points:
        return []
    fee = gross.basis_points(points)
    how = f"{points / 100:g} % of {gross}, inside the price and never on top of it"
    return [_line("Operator's fee", how, fee)]
