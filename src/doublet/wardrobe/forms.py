"""What a brand types about a garment or a background of its own."""

from __future__ import annotations

from typing import Any

from django import forms

from doublet.wardrobe.actions import SIZES
from doublet.wardrobe.measures import MEANINGS
from doublet.wardrobe.models import Garment, Goes, Plate

FIELD_OF = {
    "name_length": "name",
    "unknown_category": "category",
    "unknown_kind": "kind",
    "size_out_of_range": "chest",
}


class GarmentForm(forms.Form):
    """One garment: its front photo, and what it is."""

    photo = forms.FileField(
        label="Front photo",
        help_text="One garment, laid flat or on an invisible mannequin, from straight in front, on a plain light ground. "
        "JPEG, PNG, WebP or HEIC, at most 40 MB.",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    name = forms.CharField(max_length=120)
    category = forms.ChoiceField(label="How it is worn", choices=Garment.Category.choices)
    kind = forms.ChoiceField(
        label="What it is",
        choices=Garment.Kind.choices,
        help_text="Models open and close their boundaries by this.",
    )
    colour = forms.CharField(max_length=40, required=False)
    sku = forms.CharField(label="Article number", max_length=60, required=False)
    credential = forms.ChoiceField(
        label="Does its content credential go along?",
        required=False,
        choices=[
            (Goes.ASK, "Yes; ask me if it names somebody"),
            (Goes.WHOLE, "Yes, with any names in it"),
            (Goes.HASH, "No, the photo’s hash alone"),
        ],
        help_text="Some cameras and programs sign photos (C2PA), and write who took them. It would stand in every picture made with this one.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in SIZES:
            self.fields[name] = forms.FloatField(
                label=f"{name.capitalize()}, cm", required=False, help_text=MEANINGS[name]
            )

    @property
    def sizes(self) -> list[forms.BoundField]:
        """The fields for measures in centimetres."""
        return [self[name] for name in SIZES]

    def described(self) -> dict[str, Any]:
        """What `add_garment` wants, apart from the photo."""
        chosen = self.cleaned_data
        sizes = {name: chosen[name] for name in SIZES if chosen[name] is not None}
        return {name: chosen[name] for name in ("name", "category", "kind", "colour", "sku")} | {
            "size_cm": sizes,
            "credential": chosen["credential"] or Goes.ASK,
        }


class PlateForm(forms.Form):
    """One background: its picture, and what it shows."""

    photo = forms.FileField(
        label="Picture",
        help_text="An empty place or set, without people, taken from chest height. JPEG, PNG, WebP or HEIC, "
        "at least 720 pixels on the shorter side, at most 40 MB.",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    name = forms.CharField(max_length=120)
    setting = forms.ChoiceField(
        label="What it shows",
        choices=Plate.Setting.choices,
        help_text="Models open and close their boundaries by this. She sees the background before she agrees.",
    )
