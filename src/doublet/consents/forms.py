"""What a model opens, writes and signs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.models import Boundaries
from doublet.consents.terms import (
    ALTERATIONS,
    CHANNELS,
    KINDS,
    PROCESSORS,
    PURPOSES,
    SETTINGS,
    TERRITORIES,
)
from doublet.kernel.money import EXPONENTS, Money, parse

COMMON_CURRENCIES = ("EUR", "GBP", "USD", "CHF", "NOK", "JPY", "CNY")
FIELD_OF = {
    "floor_out_of_range": "floor",
    "not_an_amount": "floor",
    "too_many_decimals": "floor",
    "ambiguous_amount": "floor",
    "money_too_large": "floor",
    "no_duration": "ends",
    "too_long": "ends",
    "name_differs": "name",
    "time_to_read": "waive",
}


def _doors(label: str, choices: Mapping[str, str], help_text: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[(code, words[0].upper() + words[1:]) for code, words in choices.items()],
        widget=forms.CheckboxSelectMultiple,
    )


class BoundaryForm(forms.Form):
    """Every door that a model can open, all closed at first, and her floor price a picture."""

    kinds = _doors("What you wear", KINDS, "A brand can only bring garments of the kinds that are open.")
    settings = _doors("Where you appear", SETTINGS, "What may stand around you in a picture.")
    purposes = _doors("What it is for", PURPOSES, "The reason that a brand may have.")
    channels = _doors("Where people see it", CHANNELS, "The places where a brand may show a picture.")
    territories = _doors("In which countries", TERRITORIES, "A union covers its members.")
    alterations = _doors(
        "What may be altered", ALTERATIONS, "Skin tone, age and the structure of your face are never altered."
    )
    processors = _doors(
        "Who else may receive your photos",
        PROCESSORS,
        "Pictures are made in this house. A brand can ask for one made by a company outside only if you "
        "open its door here and sign a consent that names it. Then your photo is sent there.",
    )
    never_brands = forms.CharField(
        label="Brands that you never work for",
        required=False,
        max_length=4000,
        help_text="One name a line.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    floor = forms.CharField(
        label="Your floor price a picture",
        max_length=20,
        help_text="Before commissions. No offer below it can be sent to you.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.ChoiceField(
        choices=[
            (code, code) for code in (*COMMON_CURRENCIES, *sorted(set(EXPONENTS) - set(COMMON_CURRENCIES)))
        ]
    )

    doors = ("kinds", "settings", "purposes", "channels", "territories", "alterations", "processors")

    @property
    def groups(self) -> list[forms.BoundField]:
        """The groups of doors, for the page."""
        return [self[name] for name in self.doors]

    @classmethod
    def showing(cls, row: Boundaries | None) -> BoundaryForm:
        """The form as her boundaries stand today."""
        initial: dict[str, Any] = {"currency": "EUR"}
        if row is not None:
            initial = dict(row.terms)
            initial["never_brands"] = "\n".join(row.terms.get("never_brands", ()))
            initial["floor"] = Money(row.floor_minor, row.currency).decimal() if row.floor_minor else ""
            initial["currency"] = row.currency
        return cls(initial=initial)

    def terms(self) -> BoundaryTerms:
        """What was ticked, as rules know it."""
        chosen = {name: tuple(self.cleaned_data[name]) for name in self.doors}
        brands = (" ".join(line.split()) for line in self.cleaned_data["never_brands"].splitlines())
        return BoundaryTerms(**chosen, never_brands=tuple(dict.fromkeys(name for name in brands if name)))

    def price(self) -> Money:
        """The floor. Raises BadInput where what was typed is no amount."""
        return parse(self.cleaned_data["floor"], self.cleaned_data["currency"])


class DurationForm(forms.Form):
    """How long a document shall last."""

    ends = forms.DateField(
        label="Until when",
        help_text="Up to 36 months. It never renews itself, and you can take it back on any day before.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @classmethod
    def until(cls, day: date) -> DurationForm:
        """The form with a proposed last day."""
        return cls(initial={"ends": day})


class SignForm(forms.Form):
    """A signature: the typed name, and her own choice not to wait. Nothing is ticked beforehand."""

    name = forms.CharField(
        label="Type your full name",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    waive = forms.BooleanField(label="I have read it and do not want to wait 48 hours", required=False)
    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
