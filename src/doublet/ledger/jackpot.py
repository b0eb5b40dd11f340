"""How unevenly income is spread: a few numbers over a group of people. Pure.

A platform on which a few people win and most get nothing is a lottery. These numbers say how far it is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FEWEST = 10
"""Of fewer people nothing is told: a number over a few is a number about somebody."""

_RESAMPLES, _SEED, _SPREAD_UP_TO = 400, 2026, 5_000


@dataclass(frozen=True, slots=True)
class Spread:
    """How income is spread over a group.

    Attributes:
        people: how many are counted.
        without: how many of them had no income.
        gini: 0 where all earn the same, close to 1 where one has it all; None where nobody earned.
        gini_low, gini_high: where it lies in 95 of 100 resamplings of the same group.
        top_share: the part of all income that goes to the tenth that earns most.
        median: minor units, half of the people earned less; rounded to two digits, so that it is nobody's own.
    """

    people: int
    without: int
    gini: float | None
    gini_low: float | None
    gini_high: float | None
    top_share: float | None
    median: int


def gini(incomes: Sequence[int]) -> float:
    """The Gini coefficient: half the mean difference between any two incomes, over the mean income.

    Args:
        incomes: minor units, none negative, at least one over zero.
    """
    values = np.sort(np.asarray(incomes, dtype=np.float64))
    n = len(values)
    ranks = np.arange(1, n + 1)
    return float(2 * (ranks @ values) / (n * values.sum()) - (n + 1) / n)


def top_share(incomes: Sequence[int], part: int = 10) -> float:
    """The part of all income of the one `part`-th who earn most, at least one person."""
    ordered = sorted(incomes, reverse=True)
    return sum(ordered[: max(1, len(ordered) // part)]) / sum(ordered)


def median(incomes: Sequence[int]) -> int:
    """The middle income, of two middle ones the lower mean."""
    ordered = sorted(incomes)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) // 2


def blurred(amount: int) -> int:
    """To two digits: 12,345 is about 12,000."""
    step = 10 ** max(0, len(str(abs(amount))) - 2)
    return round(amount / step) * step


def spread(incomes: Sequence[int]) -> Spread | None:
    """The numbers over a group, one income a person, those of nothing too; None where they are too few.

    Money that was taken back may leave an income below zero in a short time; it counts as nothing.
    """
    if len(incomes) < FEWEST:
        return None
    kept = [max(0, each) for each in incomes]
    without = kept.count(0)
    if not any(kept):
        return Spread(len(kept), without, None, None, None, None, 0)
    low, high = interval(kept)
    return Spread(len(kept), without, gini(kept), low, high, top_share(kept), blurred(median(kept)))


def interval(incomes: Sequence[int]) -> tuple[float | None, float | None]:
    """Where 95 of 100 Gini coefficients of resampled groups lie; the same every time. None for huge groups."""
    if len(incomes) > _SPREAD_UP_TO:
        return None, None
    random = np.random.default_rng(_SEED)
    values = np.asarray(incomes, dtype=np.float64)
    n = len(values)
    drawn = np.sort(values[random.integers(0, n, (_RESAMPLES, n))], axis=1)
    sums = drawn.sum(axis=1)
    drawn, sums = drawn[sums > 0], sums[sums > 0]
    found = 2 * (drawn @ np.arange(1, n + 1)) / (n * sums) - (n + 1) / n
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)
