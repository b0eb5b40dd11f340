"""What a model opens, writes and signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.models import Boundaries
from doublet.consents.terms import (
    ALTERATIONS,
    CHANNELS,
    COMPANY,
    EXPOSURE,
    FLOOR_MINOR,
    KINDS,
    POSES,
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
}


# Doors that stand a little apart in their group, under a heading of their own.
_APART: dict[str, dict[str, tuple[str, ...]]] = {
    "kinds": {"Closer to the skin": ("swim", "lingerie"), "From animals": ("fur",)},
    "settings": {"Subjects": ("alcohol", "tobacco", "gambling", "faith", "politics")},
}


@dataclass(frozen=True)
class Group:
    """One group of doors: the field, and its options in parts, each under a heading or none."""

    field: forms.BoundField
    parts: list[tuple[str, list[Any]]]


def _parts(name: str, field: forms.BoundField) -> list[tuple[str, list[Any]]]:
    options = {option.data["value"]: option for option in field.subwidgets}
    apart = _APART.get(name, {})
    moved = {code for codes in apart.values() for code in codes}
    first = [option for code, option in options.items() if code not in moved]
    return [("", first), *((title, [options[code] for code in codes]) for title, codes in apart.items())]


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
    exposure = _doors(
        "What skin may show", EXPOSURE, "Beyond face, neck and hands. A brand says for each brief what shows."
    )
    poses = _doors("How you are shown", POSES, "Which poses a brand may ask for.")
    settings = _doors(
        "What is around you",
        SETTINGS,
        "Places, and the subjects that some people keep out of their pictures.",
    )
    company = _doors("Who else is in the picture", COMPANY, "Nobody, unless you open a door. Never a child.")
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
    never_rivals_of = forms.CharField(
        label="Brands whose competitors you never work for",
        required=False,
        max_length=4000,
        help_text="One name a line. A brand that names one of these as its competitor is refused.",
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

    doors = (
        "kinds",
        "exposure",
        "poses",
        "settings",
        "company",
        "purposes",
        "channels",
        "territories",
        "alterations",
        "processors",
    )
    names = ("never_brands", "never_rivals_of")

    @property
    def groups(self) -> list[Group]:
        """The groups of doors, for the page."""
        return [Group(self[name], _parts(name, self[name])) for name in self.doors]

    @classmethod
    def showing(cls, row: Boundaries | None) -> BoundaryForm:
        """The form as her boundaries stand today."""
        initial: dict[str, Any] = {"currency": "EUR", "floor": Money(FLOOR_MINOR["EUR"], "EUR").decimal()}
        if row is not None:
            initial = dict(row.terms)
            initial |= {name: "\n".join(row.terms.get(name, ())) for name in cls.names}
            initial["floor"] = Money(row.floor_minor or FLOOR_MINOR["EUR"], row.currency).decimal()
            initial["currency"] = row.currency
        return cls(initial=initial)

    def terms(self) -> BoundaryTerms:
        """What was ticked, as rules know it."""
        chosen = {name: tuple(self.cleaned_data.get(name, ())) for name in self.doors}
        named = {name: _lines(self.cleaned_data.get(name, "")) for name in self.names}
        return BoundaryTerms(**chosen, **named)

    def price(self) -> Money:
        """The floor. Raises BadInput where what was typed is no amount."""
        return parse(self.cleaned_data["floor"], self.cleaned_data["currency"])


def _lines(typed: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in typed.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
