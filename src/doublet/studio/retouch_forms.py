"""What a brand chooses to retouch a frame: a recipe of the house, and a few steps on top."""

from __future__ import annotations

from typing import Any

from django import forms

from doublet.engines.retouch import PRESETS, Recipe, Step
from doublet.engines.retouch.steps import (
    Background,
    Contrast,
    Crop,
    Exposure,
    Grain,
    Saturation,
    Vignette,
    WhiteBalance,
)
from doublet.engines.tryon.scenes import BACKGROUNDS
from doublet.kernel.refusals import BadInput
from doublet.licences.models import Licence


def _number(label: str, step: type[Step], name: str, by: float, words: str = "") -> forms.FloatField:
    low, high = step.RANGES[name]
    return forms.FloatField(
        label=label,
        required=False,
        min_value=low,
        max_value=high,
        help_text=words or f"{low:g} to {high:g}",
        widget=forms.NumberInput(attrs={"step": by, "inputmode": "decimal"}),
    )


class RetouchForm(forms.Form):
    """A preset, then single steps in a fixed order; what is left empty is not done."""

    preset = forms.ChoiceField(
        label="Recipe",
        required=False,
        choices=[("", "None"), *((preset.id, preset.title) for preset in PRESETS.values())],
        widget=forms.RadioSelect,
    )
    exposure = _number("Exposure", Exposure, "ev", 0.05, "in stops, -0.5 to 0.5")
    warmth = _number("Warmth", WhiteBalance, "warmth", 0.05, "-1 cool to 1 warm")
    contrast = _number("Contrast", Contrast, "amount", 0.05)
    saturation = _number("Saturation", Saturation, "amount", 0.05)
    vignette = _number("Darker corners", Vignette, "amount", 0.05)
    grain = _number("Grain", Grain, "amount", 0.5)
    straighten = _number("Straighten", Crop, "degrees", 0.5, "in degrees, -4 to 4")
    background = forms.ChoiceField(label="Background", required=False)

    def __init__(self, *args: Any, licence: Licence, **more: Any) -> None:
        super().__init__(*args, **more)
        named = [name for name in licence.terms["backgrounds"] if name in BACKGROUNDS]
        self.fields["background"].choices = [  # type: ignore[attr-defined]
            ("", "As it is"),
            *((name, BACKGROUNDS[name].title) for name in named),
        ]

    def recipe(self) -> Recipe:
        """The steps that were chosen, the backdrop first and the grain last."""
        chosen = self.cleaned_data
        makers: tuple[tuple[str, type[Step]], ...] = (
            ("exposure", Exposure),
            ("warmth", WhiteBalance),
            ("contrast", Contrast),
            ("saturation", Saturation),
            ("vignette", Vignette),
            ("grain", Grain),
        )
        steps: list[Step] = [Background(chosen["background"])] if chosen.get("background") else []
        if chosen.get("straighten"):
            steps.append(Crop(degrees=chosen["straighten"]))
        if chosen.get("preset"):
            steps += PRESETS[chosen["preset"]].recipe.steps
        steps += [make(chosen[name]) for name, make in makers if chosen.get(name)]  # type: ignore[call-arg]
        if not steps:
            raise BadInput("recipe_length", "Nothing was chosen.", hint="Choose a recipe or a step.")
        return Recipe(tuple(steps))
