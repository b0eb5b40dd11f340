"""What a brand ticks to ask for pictures: garments by backgrounds by lights by croppings."""

from __future__ import annotations

from itertools import product
from typing import Any

from django import forms

from doublet.consents.terms import UseTerms
from doublet.engines.tryon.scenes import CROPS, LIGHTS
from doublet.licences.models import Licence
from doublet.offers.wording import background_title
from doublet.studio import engines
from doublet.studio.actions import Wish
from doublet.wardrobe.models import Garment
from doublet.wardrobe.queries import plates_named


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

    engine = forms.ChoiceField(label="Made by", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, licence: Licence, **more: Any) -> None:
        super().__init__(*args, **more)
        self.engines = engines.choices(licence)
        self.fields["engine"].choices = [  # type: ignore[attr-defined]
            (each.engine.id, each.line) for each in self.engines
        ]
        self.fields["engine"].required = len(self.engines) > 1
        self.fields["engine"].initial = self.engines[0].engine.id if self.engines else ""
        terms = UseTerms.from_dict(licence.terms)
        named = Garment.objects.filter(pk__in=[garment.id for garment in terms.garments])
        self.fields["garments"].queryset = named  # type: ignore[attr-defined]
        own = plates_named(terms.backgrounds, licence.brand_id)
        self.fields["backgrounds"].choices = [  # type: ignore[attr-defined]
            (name, own[name].name if name in own else background_title(name)) for name in terms.backgrounds
        ]

    def wishes(self) -> list[Wish]:
        """One for each combination of what was understood; none while a row has no tick."""
        found = [self.cleaned_data.get(name) or [] for name in ("garments", "backgrounds", "lights", "crops")]
        maker = self.cleaned_data.get("engine") or ""
        return [
            Wish(garment, background, light, crop, engine=maker)
            for garment, background, light, crop in product(*found)
        ]
