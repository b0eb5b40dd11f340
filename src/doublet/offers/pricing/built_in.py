"""The rate card that the product comes with. Never edited: a change is a new card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from doublet.offers.pricing.card import PopularityRule, RateCard, Step, Tier


def _steps(*pairs: tuple[int, int]) -> tuple[Step, ...]:
    return tuple(Step(at, points) for at, points in pairs)


_MODEL = PopularityRule(
    start=20,
    inputs=MappingProxyType(
        {
            "offers": _steps((1, 2), (3, 4), (10, 7), (30, 10)),
            "licences": _steps((1, 4), (3, 8), (10, 14), (30, 20)),
            "repeats": _steps((1, 4), (3, 8), (10, 14), (30, 20)),
            "followers": _steps((1_000, 3), (10_000, 8), (100_000, 15), (1_000_000, 22), (10_000_000, 30)),
        }
    ),
)
_BRAND = PopularityRule(
    start=0,
    inputs=MappingProxyType(
        {
            "licences": _steps((1, 5), (3, 10), (10, 20), (30, 30), (100, 40)),
            "repeats": _steps((1, 5), (3, 10), (10, 20), (30, 30), (100, 40)),
        }
    ),
)

BUILT_IN: Mapping[str, RateCard] = MappingProxyType(
    {
        "2026-11": RateCard(
            version="2026-11",
            valid_from=date(2026, 11, 1),
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
            model_popularity=_MODEL,
            brand_popularity=_BRAND,
        )
    }
)
