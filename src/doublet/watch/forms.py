"""What people type about tasks, endpoints, reports and cases."""

from __future__ import annotations

from typing import Any

from django import forms

from doublet.consents.languages import Language
from doublet.kernel.refusals import Refused
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

    kind = forms.ChoiceField(widget=forms.RadioSelect)
    places = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    picture = forms.FileField(required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    words = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    for_somebody = forms.BooleanField(required=False)
    contact = forms.EmailField(max_length=254)
    good_faith = forms.BooleanField()
    signature = forms.CharField(min_length=3, max_length=160)
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )

    def __init__(self, *args: Any, said: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said, self.optional_word = said, said.word("form", "optional")
        words, missing = said.tables["form"], said.tables["missing"]
        self.fields["kind"].choices = [(kind, said.word("kind", kind)) for kind in Report.Kind.values]  # type: ignore[attr-defined]
        for name in self.fields.keys() - {"website"}:
            field = self.fields[name]
            field.label, field.help_text = words[name], words.get(f"{name}_help", "")
            field.error_messages |= {"required": missing["required"], "max_length": missing["too_long"]}
        own = {
            "kind": dict.fromkeys(("required", "invalid_choice"), missing["no_kind"]),
            "contact": {"required": missing["not_an_email"], "invalid": missing["not_an_email"]},
            "good_faith": {"required": missing["no_good_faith"]},
            "signature": {"required": missing["no_signature"], "min_length": missing["no_signature"]},
            "picture": {"empty": said.word("refusal", "empty_file")},
        }
        for name, told in own.items():
            self.fields[name].error_messages |= told

    def explain(self, refused: Refused) -> None:
        """Put a refusal beside the field that it is about, in the language of the page."""
        words = {**self.said.tables["refusal"], **self.said.tables["missing"]}
        told = words.get(refused.code) or self.said.text("refusal", "other", code=refused.code)
        name = None if refused.code == "too_often" else _FIELD_OF.get(refused.code, "picture")
        self.add_error(name, str(told))

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
            language=self.said.code,
        )


_FIELD_OF = {
    "no_place": "places",
    "no_signature": "signature",
    "no_good_faith": "good_faith",
    "unknown_kind": "kind",
}
