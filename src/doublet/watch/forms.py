"""What people type about tasks, endpoints, reports and cases."""

from __future__ import annotations

from django import forms

from doublet.watch.models import Report
from doublet.watch.reporting.actions import Told


class ProofForm(forms.Form):
    """How it was done."""

    proof = forms.CharField(
        label="What you did",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A sentence or a link. The model can read it.",
    )
    screenshot = forms.FileField(
        label="A screenshot, if you have one",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text="JPEG, PNG or WebP, at most 10 MB. The model can see it.",
    )


class ReopenForm(forms.Form):
    """Where it still stands."""

    why = forms.CharField(label="Where you saw it", max_length=300)


class EndpointForm(forms.Form):
    """Where a brand's server listens."""

    url = forms.CharField(
        label="Address of your server",
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text="It begins with https:// and can be reached from anywhere.",
    )


class DecisionForm(forms.Form):
    """What an operator decided."""

    words = forms.CharField(
        label="What was decided, and why", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReportForm(forms.Form):
    """A report without an account. `website` is left empty by people; machines fill it in."""

    kind = forms.ChoiceField(label="What is it?", choices=Report.Kind.choices, widget=forms.RadioSelect)
    places = forms.CharField(
        label="Where does it stand?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Web addresses, one a line.",
    )
    picture = forms.FileField(
        label="The picture, if you have it",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text="We keep its fingerprint to find copies, and not the picture.",
    )
    words = forms.CharField(
        label="Anything we should know",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    for_somebody = forms.BooleanField(label="I report it for somebody else, and may do so", required=False)
    contact = forms.EmailField(label="Your e-mail address", help_text="We write to you what was decided.")
    good_faith = forms.BooleanField(
        label="I believe in good faith that the person shown did not allow this, and what I say here is true",
        error_messages={"required": "Without this statement we cannot act."},
    )
    signature = forms.CharField(label="Your full name, as signature", min_length=3, max_length=160)
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )

    def told(self) -> Told:
        """What was written, for the action."""
        given = self.cleaned_data
        return Told(
            kind=given["kind"],
            places=given["places"],
            signature=given["signature"],
            contact=given["contact"],
            good_faith=given["good_faith"],
            words=given["words"],
            for_somebody=given["for_somebody"],
        )
