"""What a model says of a picture, and what a brand types about deliveries and placements."""

from __future__ import annotations

from typing import Any

from django import forms

from doublet.consents.terms import CHANNELS
from doublet.kernel import clock
from doublet.publishing.models import Review

FIELD_OF = {"not_an_address": "url", "unknown_channel": "channel", "in_the_future": "since"}


class RejectForm(forms.Form):
    """Her no, with its reason."""

    reason = forms.ChoiceField(label="Why not?", choices=Review.ReasonCode.choices, widget=forms.RadioSelect)
    comment = forms.CharField(
        label="Anything to add", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class BatchRuleForm(forms.Form):
    """Her own rule for approving many pictures with one yes."""

    room = forms.IntegerField(
        label="Every number at least so far beyond its limit, in per cent",
        min_value=0,
        max_value=95,
        initial=30,
        help_text="0 is the limit itself, 100 would be perfect. A colour limit of at most 5 with 30 asks for 3.5.",
    )
    likeness_room = forms.IntegerField(
        label="Your face at least so far beyond its limit, in per cent", min_value=0, max_value=95, initial=50
    )


class AltTextForm(forms.Form):
    """What a picture says to somebody who cannot see it."""

    words = forms.CharField(
        label="Alt text", max_length=300, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )


class PlacementForm(forms.Form):
    """A place where a picture was published."""

    url = forms.CharField(
        label="Address of the page",
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    channel = forms.ChoiceField(
        choices=[(code, words[:1].upper() + words[1:]) for code, words in CHANNELS.items()]
    )
    since = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("initial", {"since": clock.now().date()})
        super().__init__(*args, **more)
