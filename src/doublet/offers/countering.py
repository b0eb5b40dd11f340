"""What people type into a thread: other terms, messages, more time, a no."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.terms import (
    ALTERATIONS,
    CHANNELS,
    COMPANY,
    EXCLUSIVITY,
    EXPOSURE,
    MAX_PICTURES,
    POSES,
    PURPOSES,
    TERRITORIES,
    GarmentRef,
    UseTerms,
    within,
)
from doublet.engines.tryon.scenes import BACKGROUNDS
from doublet.kernel import money
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.offers.changes import same
from doublet.offers.models import Offer
from doublet.offers.scenes import settings_of
from doublet.wardrobe.models import Plate

# Which field of the counter a refusal is about; the others are about the form as a whole.
FIELD_OF = {
    "no_garments": "garments",
    "garment_not_in_brief": "garments",
    "pictures_out_of_range": "pictures",
    "too_vague": "description",
    "already_over": "ends",
    "ends_before_it_starts": "ends",
    "too_long": "ends",
    "payment_too_late": "payment_days",
    "under_floor": "rate",
    "no_such_plate": "backgrounds",
}
CLOSED = "she keeps this closed"


def _choices(known: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, words[:1].upper() + words[1:]) for code, words in known.items()]


def _ticks(label: str, known: dict[str, str], *, required: bool = True) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=_choices(known), required=required, widget=forms.CheckboxSelectMultiple()
    )


def _date(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class CounterForm(forms.Form):
    """Other terms. Whatever is left as it stands is not part of the counter."""

    rate = forms.CharField(label="Price a picture", max_length=20)
    pictures = forms.IntegerField(min_value=1, max_value=MAX_PICTURES)
    payment_days = forms.IntegerField(label="Paid within, in days", min_value=1, max_value=30)
    starts = _date("First day")
    ends = _date("Last day")
    channels = _ticks("Shown on", CHANNELS)
    territories = _ticks("Territories", TERRITORIES)
    exclusivity = forms.ChoiceField(choices=_choices(EXCLUSIVITY), widget=forms.RadioSelect())
    purpose = forms.ChoiceField(choices=_choices(PURPOSES))
    garments = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple())
    backgrounds = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple())
    poses = _ticks("Poses", POSES)
    exposure = _ticks("Skin that shows", EXPOSURE, required=False)
    company = _ticks("Others in the picture", COMPANY, required=False)
    alterations = _ticks("May be altered", ALTERATIONS, required=False)
    description = forms.CharField(
        label="What the pictures show", widget=forms.Textarea(attrs={"rows": 5}), max_length=2000
    )
    note = forms.CharField(
        label="A few words to go along",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    MONEY = ("rate", "pictures", "payment_days")
    PLACES = ("starts", "ends", "channels", "territories", "exclusivity")
    PICTURE = (
        "purpose",
        "garments",
        "backgrounds",
        "poses",
        "exposure",
        "company",
        "alterations",
        "description",
    )

    def __init__(
        self,
        *args: Any,
        terms: UseTerms,
        number: int,
        garments: Iterable[GarmentRef],
        bounds: BoundaryTerms,
        plates: Iterable[Plate] = (),
        closed: str = CLOSED,
        **more: Any,
    ) -> None:
        self.terms, self.closed = terms, closed
        standing = Money(terms.rate_minor, terms.currency)
        more["initial"] = {
            **{name: getattr(terms, name) for name in self.base_fields if hasattr(terms, name)},
            "garments": [garment.id for garment in terms.garments],
            "rate": standing.decimal(),
            "number": number,
        }
        super().__init__(*args, **more)
        self.fields["rate"].label = f"Price a picture, {terms.currency}"
        own = {plate.background: plate for plate in plates}
        named = {name: background.title for name, background in BACKGROUNDS.items()}
        self._offer("garments", [(each.id, each.name) for each in garments])
        self._offer(
            "backgrounds",
            [*named.items(), *((name, f"{plate.name} (the brand’s)") for name, plate in own.items())],
        )
        shown = {name: {plate.setting} for name, plate in own.items()}
        self._mark("purpose", lambda code: code in bounds.purposes)
        self._mark("territories", lambda code: within(code, bounds.territories))
        self._mark(
            "backgrounds", lambda code: shown.get(code, set(settings_of((code,)))) <= set(bounds.settings)
        )
        for name in ("channels", "poses", "exposure", "company", "alterations"):
            self._mark(name, getattr(bounds, name).__contains__)

    def clean_rate(self) -> Money:
        try:
            return money.parse(self.cleaned_data["rate"], self.terms.currency)
        except Refused as refused:
            raise forms.ValidationError(f"{refused.reason} {refused.hint}".strip()) from None

    def changes(self) -> dict[str, Any]:
        """Only what differs from the terms on the table."""
        wanted = {name: self.cleaned_data[name] for name in (*self.MONEY, *self.PLACES, *self.PICTURE)}
        wanted["rate_minor"] = wanted.pop("rate").amount
        standing = {
            **{name: getattr(self.terms, name) for name in wanted},
            "garments": [garment.id for garment in self.terms.garments],
        }
        return {name: value for name, value in wanted.items() if not same(value, standing[name])}

    def goes_by(self, number: int) -> None:
        """From now on the form is about this version; what was typed stays."""
        typed = self.data.copy()  # type: ignore[attr-defined]
        typed["number"] = str(number)
        self.data = typed

    def opens(self, names: Iterable[str]) -> bool:
        """Must this group stand open, since something in it is wrong or was changed?"""
        return self.is_bound and any(name in self.errors or name in self.changed_data for name in names)

    @property
    def picture_stands_open(self) -> bool:
        """Does the group about what the pictures show stand open?"""
        return self.opens(self.PICTURE)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _mark(self, name: str, is_open: Callable[[str], bool]) -> None:
        given = self.fields[name].choices  # type: ignore[attr-defined]
        self._offer(
            name, [(code, words if is_open(code) else f"{words} ({self.closed})") for code, words in given]
        )


class MessageForm(forms.Form):
    """Words into the thread."""

    words = forms.CharField(
        label="Write to the others", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExtendForm(forms.Form):
    """More time for the other side."""

    days = forms.TypedChoiceField(
        label="Leave it open longer",
        coerce=int,
        choices=[(3, "3 days more"), (7, "a week more"), (14, "two weeks more"), (30, "30 days more")],
        initial=7,
    )


class DeclineForm(forms.Form):
    """A no. Both fields may stay empty."""

    because = forms.ChoiceField(
        label="Because of", required=False, choices=[("", "I would rather not say"), *Offer.Because.choices]
    )
    note = forms.CharField(
        label="A few words", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
