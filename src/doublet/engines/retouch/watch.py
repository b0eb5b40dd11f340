"""Retouching under guard: the one way from a recipe to a picture that may be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from doublet.engines.retouch.apply import Context, apply
from doublet.engines.retouch.guard import refuse
from doublet.engines.retouch.measuring import measure
from doublet.engines.retouch.recipe import Recipe
from doublet.engines.retouch.steps import Background, Crop, Grain, Saturation, Step, Vignette
from doublet.kernel.refusals import NotAllowed

# What moves all pixels (a cut), would hide smoothing (grain), or does not do the same to skin and rest although
# it never picks out the skin: these are bounded by their ranges, and count in the total.
_HIDE = (Crop, Grain, Background, Vignette, Saturation)


@dataclass(frozen=True, eq=False)
class Retouched:
    """A retouched picture, HxWx3 uint8, and what the guard measured."""

    picture: np.ndarray
    numbers: dict[str, float]


def guarded(
    recipe: Recipe, picture: np.ndarray, context: Context, *, opened: Iterable[str] = ()
) -> Retouched:
    """Retouch a picture, and refuse what changes her.

    Args:
        opened: the alterations that consent and licence open, e.g. ``("body_shape",)``.

    Raises:
        NotAllowed: ``body_shape_closed``.
        Refused: ``retouch_...``: a measure beyond its limit, with the number.
        Unavailable: a model file is missing: what cannot be guarded is not done.
    """
    opened = tuple(opened)
    if "body_shape" in recipe.kinds and "body_shape" not in opened:
        raise NotAllowed(
            "body_shape_closed",
            "A step changes the shape of her body. Neither her consent nor this licence opens that.",
            rule="HOUSE-BODY",
            hint="Take that step out, or ask for a licence that names it.",
        )
    judged, whole = (_without(recipe, *hidden) for hidden in (_HIDE, (Crop, Grain, Background)))
    numbers: dict[str, float] = {}
    if whole is not None:
        coloured = apply(whole, picture, context)
        numbers = measure(picture, apply(judged, picture, context) if judged else picture, coloured)
        refuse(numbers, opened=opened)
    return Retouched(apply(recipe, picture, context), numbers)


def _without(recipe: Recipe, *kinds: type[Step]) -> Recipe | None:
    steps = tuple(step for step in recipe.steps if not isinstance(step, kinds))
    return Recipe(steps, recipe.version) if steps else None
