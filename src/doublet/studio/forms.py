"""What a brand ticks to ask for pictures: garments by backgrounds by lights by croppings."""

from __future__ import annotations

from itertools import product
from typing import Any

from django import forms

from doublet.consents.terms import UseTerms
from doublet.engines.tryon.scenes import CROPS, LIGHTS
from doublet.licences.models import Licence
from doublet.offers.wording import background_title
from doublet.studio.actions import Wish
from doublet.wardrobe.models import Garment


class ShotsForm(forms.Form):
    """Every combination of what is ticked is one picture."""

    garments = forms.ModelMultipleChoiceField(Garment.objects.none(), widget=forms.CheckboxSelectMultiple)
    backgrounds = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    lights = forms.MultipleChoiceField(
        choices=[(name, light.title) for name, light in LIGHTS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=["soft"],
    )
    crops = forms.MultipleChoiceField(
        label="Framing",
        choices=[(name, crop.title) for name, crop in CROPS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=["three_quarter"],
    )

    def __init__(self, *args: Any, licence: Licence, **more: Any) -> None:
        super().__init__(*args, **more)
        terms = UseTerms.from_dict(licence.terms)
        named = Garment.objects.filter(pk__in=[garment.id for garment in terms.garments])
        self.fields["garments"].queryset = named  # type: ignore[attr-defined]
        self.fields["backgrounds"].choices = [  # type: ignore[attr-defined]
            (name, background_title(name)) for name in terms.backgrounds
        ]

    def wishes(self) -> list[Wish]:
        """One for each combination of what was understood; none while a row has no tick."""
        found = [self.cleaned_data.get(name) or [] for name in ("garments", "backgrounds", "lights", "crops")]
        return [
            Wish(garment, background, light, crop) for garment, background, light, crop in product(*found)
        ]
