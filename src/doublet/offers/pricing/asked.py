"""What a price is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from doublet.kernel.money import Money
from doublet.offers.pricing.popularity import Counted

Exclusivity = Literal["none", "category", "all"]


@dataclass(frozen=True, slots=True)
class PopularityFigure:
    """How well known a model or a brand is: 0 to 100, with the source and the day of the figure.

    ``counted`` are the inputs that it was reckoned from, where it was reckoned here.
    """

    score: int
    source: str
    date: date
    counted: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteInput:
    """What a brand asks the price of. ``floor_per_picture`` is the model's, gross of commissions.

    ``platform_bp`` is the operator's fee in hundredths of a percent. It lies inside the price, never on top.
    """

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
    platform_bp: int = 0
