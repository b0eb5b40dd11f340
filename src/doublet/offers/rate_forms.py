"""What is typed about rate cards and followers."""

from __future__ import annotations

from typing import Any

from django import forms

from doublet.kernel import clock
from doublet.offers.following import MOST_FOLLOWERS

FIELD_OF = {
    "unreadable_card": "text",
    "unfair_card": "text",
    "card_published": "text",
    "card_day_taken": "text",
    "card_in_the_past": "text",
    "why_missing": "why",
    "source_length": "source",
    "followers_number": "number",
    "counted_ahead": "counted_on",
}


class CardForm(forms.Form):
    """A new rate card: the file of the one in use, with other numbers."""

    text = forms.CharField(
        label="The card",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
        help_text="TOML. Give it a version and a first day of its own.",
    )
    why = forms.CharField(
        max_length=300, required=False, help_text="One sentence for whoever reads the history. It stays."
    )


class FollowersForm(forms.Form):
    """How many people follow her somewhere."""

    source = forms.CharField(label="Where", max_length=120, help_text="For example instagram.com/yourname.")
    number = forms.IntegerField(label="Followers", min_value=1, max_value=MOST_FOLLOWERS)
    counted_on = forms.DateField(
        label="On", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("initial", {"counted_on": clock.now().date()})
        super().__init__(*args, **more)
