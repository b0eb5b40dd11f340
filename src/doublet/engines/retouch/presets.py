"""Recipes of the house, to begin with."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.engines.retouch.recipe import Recipe
from doublet.engines.retouch.steps import Contrast, Curve, Exposure, Grain, Saturation, Vignette, WhiteBalance


@dataclass(frozen=True)
class Preset:
    """A named recipe and what it is for."""

    id: str
    title: str
    words: str
    recipe: Recipe


PRESETS: dict[str, Preset] = {
    preset.id: preset
    for preset in (
        Preset(
            "clean_shop",
            "Clean, for a shop",
            "A little brighter, with clear middle tones.",
            Recipe((Exposure(0.10), Contrast(0.10), Saturation(0.04))),
        ),
        Preset(
            "warm_editorial",
            "Warm editorial",
            "Warmer, with lifted shadows and fine grain.",
            Recipe(
                (
                    WhiteBalance(0.45, 0.05),
                    Curve(((0, 8), (64, 66), (192, 190), (255, 250))),
                    Grain(2.0),
                    Vignette(0.14),
                )
            ),
        ),
        Preset(
            "cool_lookbook",
            "Cool lookbook",
            "Cooler and quieter, a little flatter.",
            Recipe((WhiteBalance(-0.35), Contrast(-0.06), Saturation(-0.10))),
        ),
        Preset(
            "evening_print",
            "Evening print",
            "Deeper shadows and darker corners, for print.",
            Recipe((Exposure(-0.10), Contrast(0.18), Grain(1.5), Vignette(0.28))),
        ),
    )
}
