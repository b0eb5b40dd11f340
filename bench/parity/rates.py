"""Rates with their uncertainty, and whether two groups differ beyond it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from bench.drape.making import Outcome

_SHUFFLES = 2000
_NOISE = 0.01


@dataclass(frozen=True)
class Group:
    """What came of the pairs of one tone, size or sex."""

    name: str
    accepted: tuple[bool, ...]
    scores: dict[str, tuple[float, ...]]


def groups(outcomes: Iterable[Outcome], part: int) -> list[Group]:
    """Outcomes by one part of the person's name, ``<sex>_<size>_<tone>``."""
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        rows[outcome.person.split("_")[part]].append(outcome)
    found = []
    for name, own in sorted(rows.items()):
        scores: dict[str, list[float]] = defaultdict(list)
        for outcome in own:
            for code, value in outcome.scores.items():
                if value is not None:
                    scores[code].append(float(value))
        accepted = tuple(outcome.outcome == "accepted" for outcome in own)
        found.append(Group(name, accepted, {code: tuple(values) for code, values in scores.items()}))
    return found


def interval(hits: int, tries: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a rate."""
    if not tries:
        return 0.0, 1.0
    z = 1.96
    middle = (hits + z * z / 2) / (tries + z * z)
    reach = z / (tries + z * z) * float(np.sqrt(hits * (tries - hits) / tries + z * z / 4))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def beyond_noise(parts: list[tuple[float, ...]]) -> float:
    """How likely means lie as far apart as these by chance (permutation test); small is a fault."""
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return 1.0
    sizes = np.cumsum([len(part) for part in parts])[:-1]
    everything = np.concatenate([np.asarray(part, float) for part in parts])

    def apart(values: np.ndarray) -> float:
        means = [part.mean() for part in np.split(values, sizes)]
        return float(max(means) - min(means))

    seen, random = apart(everything), np.random.default_rng(1)
    shuffled = sum(apart(random.permutation(everything)) >= seen - 1e-12 for _ in range(_SHUFFLES))
    return (shuffled + 1) / (_SHUFFLES + 1)


def is_fault(likelihood: float) -> bool:
    """Whether a difference is beyond noise."""
    return likelihood < _NOISE


def mean_of(pick: Callable[[Group], tuple[float, ...]], group: Group) -> str:
    """Mean and its standard error as words."""
    values = pick(group)
    if not values:
        return ""
    error = float(np.std(values)) / max(1.0, np.sqrt(len(values)))
    return f"{np.mean(values):.3g} ± {1.96 * error:.2g}"
