"""What an operator types about rules and about itself."""

from __future__ import annotations

from typing import Any

from django import forms

from doublet.rulebook.pack import LEVELS, Pack
from doublet.rulebook.wording import COUNTED, LIMITS, OPERATOR_KINDS

_WHY = "One sentence for whoever reads the history. It stays."


class RaiseForm(forms.Form):
    """Make a rule stricter."""

    rule = forms.ChoiceField(label="Rule")
    level = forms.ChoiceField(label="From now on it", choices=[("warn", "warns"), ("block", "blocks")])
    why = forms.CharField(max_length=300, help_text=_WHY)

    def __init__(self, book: Pack, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        soft = [
            (rule.id, f"{rule.id}: {rule.title} (now: {rule.level})")
            for rule in book.rules
            if rule.at_the_gate and rule.kind != "bill" and not rule.floor and rule.level != LEVELS[-1]
        ]
        self.fields["rule"].choices = soft  # type: ignore[attr-defined]


class AddForm(forms.Form):
    """Add a rule of the operator's own."""

    rule = forms.CharField(label="Name", max_length=36, initial="OWN-", help_text="OWN- and a short word.")
    title = forms.CharField(max_length=120, help_text="What it is for, in a few words.")
    what = forms.ChoiceField(label="It limits the", choices=list(LIMITS.items()))
    most = forms.IntegerField(
        label="At most", required=False, min_value=1, max_value=10_000, help_text="For pictures and days."
    )
    never = forms.CharField(
        label="Never",
        required=False,
        max_length=40,
        help_text="For the others: the value that is never allowed, such as paid_ads or US-NY.",
    )
    level = forms.ChoiceField(label="It", choices=[("block", "blocks"), ("warn", "warns")])
    why = forms.CharField(max_length=300, help_text=_WHY)

    def body(self) -> dict[str, Any]:
        """The limit as data."""
        given = self.cleaned_data
        counted = given["what"] in COUNTED
        value = {"most": given["most"]} if counted else {"never": given["never"].strip()}
        return {"title": given["title"], "what": given["what"], **value}


class SetupForm(forms.Form):
    """What the operator is."""

    kind = forms.ChoiceField(
        label="What are you?", choices=list(OPERATOR_KINDS.items()), widget=forms.RadioSelect
    )
    seat = forms.CharField(
        label="Where do you sit?",
        max_length=6,
        help_text="Two letters, such as FR; in the United States with the state, such as US-NY.",
    )
    takes_fee = forms.BooleanField(
        label="We take a fee for bringing models and brands together", required=False
    )
    registration = forms.CharField(
        label="Registration number in New York",
        required=False,
        max_length=40,
        help_text="Of a model management company, if you have one.",
    )
    registration_ends = forms.DateField(
        label="Its last day", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
