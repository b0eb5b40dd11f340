"""Replaying a recipe on a picture. The same recipe on the same picture gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from doublet.engines.retouch import shapes, tones
from doublet.engines.retouch.backdrop import set_before
from doublet.engines.retouch.recipe import Recipe
from doublet.engines.retouch.steps import (
    Background,
    Blemish,
    Contrast,
    Crop,
    Curve,
    Exposure,
    Grain,
    Liquify,
    Saturation,
    Step,
    Vignette,
    WhiteBalance,
)


@dataclass(frozen=True)
class Context:
    """What a picture's own making decides: the light that a new backdrop stands in, and its seed."""

    light: str = "soft"
    seed: int = 1


_HANDS: dict[type[Step], Callable[[np.ndarray, Any], np.ndarray]] = {
    Exposure: tones.expose,
    WhiteBalance: tones.balance,
    Curve: tones.bend,
    Contrast: tones.contrast,
    Saturation: tones.saturate,
    Grain: tones.grain,
    Vignette: tones.vignette,
    Blemish: shapes.heal,
    Crop: shapes.cut,
    Liquify: shapes.push,
}


def apply(recipe: Recipe, picture: np.ndarray, context: Context) -> np.ndarray:
    """The retouched picture, HxWx3 uint8 RGB; smaller than the given one where the recipe cuts it.

    Raises:
        Refused: a step that cannot be done on this picture.
        Unavailable: a step needs a model file that is missing.
    """
    made = picture.astype(np.float32)
    for step in recipe.steps:
        if isinstance(step, Background):
            made = set_before(made, step, context.light, context.seed)
        else:
            made = _HANDS[type(step)](made, step)
        made = np.clip(made, 0, 255)
    return np.rint(made).astype(np.uint8)
