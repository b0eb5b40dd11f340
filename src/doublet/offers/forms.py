"""What brands, agents and models type about briefs and offers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms

from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.terms import (
    CHANNELS,
    COMPANY,
    EXCLUSIVITY,
    EXPOSURE,
    KINDS,
    MAX_PICTURES,
    POSES,
    PURPOSES,
    TERRITORIES,
    UseTerms,
    within,
)
from doublet.engines.tryon.scenes import BACKGROUNDS
from doublet.kernel import clock, money
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.offers.roster import Wish
from doublet.offers.scenes import settings_of
from doublet.wardrobe.models import Garment, Plate

# Which field of a form a refusal is about; the others are about the form as a whole.
FIELD_OF = {
    "title_length": "title",
    "boundary_in_words": "description",
    "no_garments": "garments",
    "garment_not_wearable": "garments",
    "pictures_out_of_range": "pictures",
    "too_vague": "description",
    "already_over": "ends",
    "ends_before_it_starts": "ends",
    "too_long": "ends",
    "payment_too_late": "payment_days",
    "under_floor": "rate",
}

TURNS = {0: "Most fitting first", 50: "Half and half", 100: "Everybody in turn"}


def _choices(known: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, words[:1].upper() + words[1:]) for code, words in known.items()]


def _ticks() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple()


def _date() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RosterForm(forms.Form):
    """What a brand looks for."""

    kind = forms.ChoiceField(label="Wears", required=False, choices=[("", "Anything"), *_choices(KINDS)])
    purpose = forms.ChoiceField(
        label="For", required=False, choices=[("", "Any purpose"), *_choices(PURPOSES)]
    )
    territory = forms.ChoiceField(
        label="Shown in", required=False, choices=[("", "Anywhere"), *_choices(TERRITORIES)]
    )
    at_most = forms.CharField(label="At most, EUR", required=False, max_length=20)
    free_on = forms.DateField(label="Free on", required=False, widget=_date())
    turns = forms.TypedChoiceField(
        label="Order",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "As this house keeps it"), *TURNS.items()],
    )

    def clean_at_most(self) -> Money | None:
        typed = self.cleaned_data["at_most"].strip()
        return _amount(typed, "EUR") if typed else None

    def wish(self) -> Wish:
        """What was understood of it; an unreadable field asks for nothing."""
        self.is_valid()
        found = self.cleaned_data if self.is_bound else {}
        return Wish(**{name: found[name] for name in found if found[name] and name != "turns"})

    @property
    def fairness(self) -> int | None:
        """The order that was chosen, None for the operator's."""
        return self.cleaned_data.get("turns") if self.is_bound and self.is_valid() else None


class BriefForm(forms.Form):
    """What a brand wants pictures of, where they will be shown, and for how long."""

    title = forms.CharField(label="Title", max_length=120, help_text="What your team calls it.")
    garments = forms.ModelMultipleChoiceField(Garment.objects.none(), widget=_ticks())
    backgrounds = forms.MultipleChoiceField(
        choices=[(name, background.title) for name, background in BACKGROUNDS.items()], widget=_ticks()
    )
    poses = forms.MultipleChoiceField(
        label="How she is shown", choices=_choices(POSES), widget=_ticks(), required=False
    )
    exposure = forms.MultipleChoiceField(
        label="Skin that shows",
        choices=_choices(EXPOSURE),
        widget=_ticks(),
        required=False,
        help_text="Beyond face, neck and hands. Nothing ticked: nothing more shows.",
    )
    company = forms.MultipleChoiceField(
        label="Who else is in the picture",
        choices=_choices(COMPANY),
        widget=_ticks(),
        required=False,
        help_text="Nothing ticked: she is alone.",
    )
    pictures = forms.IntegerField(
        label="How many pictures",
        min_value=1,
        max_value=MAX_PICTURES,
        initial=6,
        help_text="Over all garments together.",
    )
    purpose = forms.ChoiceField(choices=_choices(PURPOSES))
    channels = forms.MultipleChoiceField(label="Shown on", choices=_choices(CHANNELS), widget=_ticks())
    territories = forms.MultipleChoiceField(choices=_choices(TERRITORIES), widget=_ticks())
    starts = forms.DateField(label="First day", widget=_date())
    ends = forms.DateField(label="Last day", widget=_date())
    exclusivity = forms.ChoiceField(
        label="Keep her free of other brands",
        choices=_choices(EXCLUSIVITY),
        initial="none",
        widget=forms.RadioSelect(),
    )
    description = forms.CharField(
        label="What the pictures show",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        help_text="At least 15 words: for which collection, how she is shown, where people will see it.",
    )

    def __init__(
        self, *args: Any, garments: Any, bounds: BoundaryTerms, plates: Iterable[Plate] = (), **more: Any
    ) -> None:
        today = clock.now().date()
        more.setdefault(
            "initial", {"starts": today, "ends": today + timedelta(days=89), "poses": ["standing"]}
        )
        super().__init__(*args, **more)
        self.fields["garments"].queryset = garments  # type: ignore[attr-defined]
        own = {plate.background: plate for plate in plates}
        backgrounds = self.fields["backgrounds"]
        backgrounds.choices = [  # type: ignore[attr-defined]
            *backgrounds.choices,  # type: ignore[attr-defined]
            *((name, f"{plate.name} (yours)") for name, plate in own.items()),
        ]
        shown = {name: {plate.setting} for name, plate in own.items()}
        opened = {
            "poses": lambda code: code in bounds.poses,
            "exposure": lambda code: code in bounds.exposure,
            "company": lambda code: code in bounds.company,
            "purpose": lambda code: code in bounds.purposes,
            "channels": lambda code: code in bounds.channels,
            "territories": lambda code: within(code, bounds.territories),
            "backgrounds": lambda code: shown.get(code, set(settings_of((code,)))) <= set(bounds.settings),
        }
        for name, is_open in opened.items():
            field = self.fields[name]
            field.choices = [  # type: ignore[attr-defined]
                (code, words if is_open(code) else f"{words} (she keeps this closed)")
                for code, words in field.choices  # type: ignore[attr-defined]
            ]

    def terms(self) -> dict[str, Any]:
        """The fields of `UseTerms` that a brand chooses."""
        chosen = self.cleaned_data
        backgrounds = tuple(chosen.get("backgrounds", ()))
        return {
            "settings": settings_of(backgrounds),
            "backgrounds": backgrounds,
            "poses": tuple(chosen.get("poses", ())) or UseTerms.poses,
            "exposure": tuple(chosen.get("exposure", ())),
            "company": tuple(chosen.get("company", ())),
            "pictures": chosen["pictures"],
            "purpose": chosen["purpose"],
            "description": chosen.get("description", ""),
            "channels": tuple(chosen["channels"]),
            "territories": tuple(chosen["territories"]),
            "starts": chosen["starts"],
            "ends": chosen["ends"],
            "exclusivity": chosen.get("exclusivity") or "none",
        }


class NoteForm(forms.Form):
    """A few words that go along."""

    note = forms.CharField(
        label="A few words to go along",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _amount(typed: str, currency: str) -> Money:
    try:
        return money.parse(typed, currency)
    except Refused as refused:
        raise forms.ValidationError(f"{refused.reason} {refused.hint}".strip()) from None
