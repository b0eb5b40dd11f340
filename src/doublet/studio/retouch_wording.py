"""A retouched version in words: its steps with their kinds, and what the guard measured."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.engines.retouch import KINDS, LIMITS, Recipe
from doublet.studio.models import Retouch


@dataclass(frozen=True)
class Told:
    """(what was done, what kind of change it is) a step, and (measure, value) a number of the guard."""

    steps: tuple[tuple[str, str], ...]
    measures: tuple[tuple[str, str], ...]


def told(version: Retouch) -> Told:
    """A version for people who decide about it."""
    recipe = Recipe.from_dict(version.recipe)
    return Told(
        tuple((step.words(), KINDS[step.kind]) for step in recipe.steps),
        tuple(
            (
                limit.title,
                f"{version.measures[limit.name]:.2f} "
                + (f"(at most {limit.high:g})" if limit.low == 0 else f"({limit.low:g} to {limit.high:g})"),
            )
            for limit in LIMITS
            if limit.name in version.measures
        ),
    )
