"""A rate card: one published price list, with the formula of popularity that it is read with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

ONE = 10_000
"""A multiplier of 1.00: all multipliers are whole ten-thousandths, so that no float touches a price."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Pictures up to number ``up_to`` cost ``share`` ten-thousandths of the base each."""

    up_to: int
    share: int


@dataclass(frozen=True, slots=True)
class Step:
    """An input that has reached ``at`` is worth ``points``."""

    at: int
    points: int


@dataclass(frozen=True, slots=True)
class PopularityRule:
    """How a score from 0 to 100 comes from inputs: where everybody starts, and what each input adds.

    Attributes:
        start: the score of somebody of whom nothing is known yet.
        inputs: by the input's name, its steps; the highest step reached counts. No step takes away.
    """

    start: int
    inputs: Mapping[str, tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class RateCard:
    """One published price list. Multipliers and steps are ten-thousandths (:data:`ONE` is 1.00).

    Attributes:
        valid_from: the first day on which new quotes are reckoned by it.
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
        model_popularity, brand_popularity: how their scores are reckoned.
    """

    version: str
    valid_from: date
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
    model_popularity: PopularityRule
    brand_popularity: PopularityRule
