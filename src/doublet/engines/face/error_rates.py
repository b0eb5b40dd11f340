"""How often a face comparison errs, from photos of named people, with honest intervals.

Two photos of one person make a genuine pair, of two people an impostor pair. Pairs that share
people resemble each other, so that intervals count people and pairs of people, not photos: with
54 people there are 1,431 pairs of people, however many photos each has.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959964
RULE_OF_THREE = 3.0


@dataclass(frozen=True)
class Rate:
    """A share, and its Wilson interval at 95 % over `independent` trials."""

    value: float
    independent: int

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson, "Probable inference" (1927). (0, 1) where nothing was tried."""
        n, p = self.independent, self.value
        if n == 0:
            return 0.0, 1.0
        middle = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
        reach = Z95 / (1 + Z95**2 / n) * math.sqrt(p * (1 - p) / n + Z95**2 / (4 * n * n))
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def as_dict(self) -> dict[str, Any]:
        low, high = self.interval
        return {"rate": round(self.value, 5), "low": round(low, 5), "high": round(high, 5)}


@dataclass(frozen=True, eq=False)
class Comparisons:
    """Similarities of all pairs. `people` and `person_pairs` are what the intervals count."""

    genuine: NDArray[np.float64]
    impostor: NDArray[np.float64]
    people: int
    paired_people: int
    person_pairs: int

    def false_match(self, threshold: float) -> Rate:
        """Impostor pairs that reach the threshold: strangers taken for one person."""
        return Rate(_share(self.impostor >= threshold), self.person_pairs)

    def false_non_match(self, threshold: float) -> Rate:
        """Genuine pairs below the threshold: one person taken for two."""
        return Rate(_share(self.genuine < threshold), self.paired_people)

    def equal_error(self) -> tuple[float, float]:
        """The threshold at which both errors are equally frequent, and how frequent."""
        if not len(self.genuine) or not len(self.impostor):
            return float("nan"), float("nan")
        steps = np.linspace(-1, 1, 2001)
        wrong = np.searchsorted(np.sort(self.genuine), steps) / len(self.genuine)
        passed = 1 - np.searchsorted(np.sort(self.impostor), steps) / len(self.impostor)
        at = int(np.argmin(np.abs(wrong - passed)))
        return round(float(steps[at]), 3), float((wrong[at] + passed[at]) / 2)

    def supports(self, target: float) -> bool:
        """Are there pairs of people enough to claim this rate? With none wrong in n, the truth is up to 3/n."""
        return self.person_pairs * target >= RULE_OF_THREE

    def threshold_for(self, target: float) -> float:
        """The lowest threshold, in hundredths, at which impostors pass no more often than `target`."""
        steps = np.arange(-100, 101) / 100
        passed = 1 - np.searchsorted(np.sort(self.impostor), steps) / max(len(self.impostor), 1)
        return float(steps[np.argmax(passed <= target)])

    def as_dict(self) -> dict[str, int]:
        return {
            "people": self.people,
            "genuine_pairs": len(self.genuine),
            "impostor_pairs": len(self.impostor),
            "person_pairs": self.person_pairs,
        }


def people_needed(target: float) -> int:
    """How many people make pairs enough for this false-match rate."""
    return math.ceil((1 + math.sqrt(1 + 8 * RULE_OF_THREE / target)) / 2)


def compare_all(people: Mapping[str, Sequence[NDArray[np.float32]]]) -> Comparisons:
    """Every photo with every other. Templates live in memory only, as long as the caller holds them."""
    shown = {name: np.stack(templates) for name, templates in people.items() if len(templates)}
    genuine = [(mine @ mine.T)[np.triu_indices(len(mine), 1)] for mine in shown.values() if len(mine) > 1]
    impostor = [(a @ b.T).ravel() for a, b in itertools.combinations(shown.values(), 2)]
    return Comparisons(
        genuine=np.concatenate(genuine).astype(np.float64) if genuine else np.zeros(0),
        impostor=np.concatenate(impostor).astype(np.float64) if impostor else np.zeros(0),
        people=len(shown),
        paired_people=len(genuine),
        person_pairs=len(impostor),
    )


def compare_to_sets(
    people: Mapping[str, Sequence[NDArray[np.float32]]], *, nearest: int, least: int
) -> Comparisons:
    """Every photo against whole sets, as the checks decide: the mean of the nearest few of the set.

    Sets are people with at least `least` photos. Genuine are her own photos, each against her other ones.
    """
    sets = {name: np.stack(templates) for name, templates in people.items() if len(templates) >= least}
    genuine, impostor = [], []
    for owner, templates in sets.items():
        alike = (templates @ templates.T).astype(np.float64)
        np.fill_diagonal(alike, -2)
        genuine.append(np.sort(alike, axis=1)[:, -nearest:].mean(axis=1))
        for name, others in people.items():
            if name != owner and len(others):
                values = np.sort(np.stack(others) @ templates.T, axis=1)[:, -nearest:]
                impostor.append(values.mean(axis=1).astype(np.float64))
    return Comparisons(
        genuine=np.concatenate(genuine) if genuine else np.zeros(0),
        impostor=np.concatenate(impostor) if impostor else np.zeros(0),
        people=sum(len(templates) > 0 for templates in people.values()),
        paired_people=len(genuine),
        person_pairs=len(impostor),
    )


def _share(hits: NDArray[np.bool_]) -> float:
    return float(hits.mean()) if hits.size else 0.0
