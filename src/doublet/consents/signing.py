"""What a model fills in to have a paper written and to sign it, in her language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from doublet.consents.kinds import ADVISERS, AFTER_DEATH
from doublet.consents.languages import Language, choices
from doublet.consents.rules import Advice
from doublet.consents.text import capital
from doublet.kernel.refusals import Refused
from doublet.people.forms import explain

FIELD_OF = {
    "no_duration": "ends",
    "too_long": "ends",
    "name_differs": "name",
    "time_to_read": "waive",
    "adviser_unnamed": "adviser",
    "heir_unnamed": "heir",
    "memo_not_accepted": "memo",
}


class Spoken(forms.Form):
    """A form whose labels, hints and errors are in one language."""

    def __init__(self, *args: Any, said: Language, **more: Any) -> None:
        super().__init__(*args, **more)
        self.said = said
        self.optional_word = said.word("page", "optional_field")
        self.error_title = said.word("page", "error_title")
        self.not_signed_title = said.word("page", "not_signed_title")

    def call(self, name: str, label: str, help_text: str = "") -> None:
        """Label a field, and say below it what it is for."""
        self.fields[name].label = self.said.word("page", label)
        self.fields[name].help_text = self.said.word("page", help_text) if help_text else ""

    def explain(self, refused: Refused, **fields: str) -> None:
        """Put a refusal's words, in her language where there are some, next to the field it is about."""
        if refused.code in self.said.tables["refusals"]:
            words = self.said.text("refusals", refused.code, **fields)
            refused = type(refused)(refused.code, words, rule="")
        explain(self, refused, FIELD_OF)


class WriteForm(Spoken):
    """How long a document shall last; for the time after her death also what may go on."""

    ends = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    after_death = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    heir = forms.CharField(
        max_length=160, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.call("ends", "ends", "ends_help")
        if kind != "posthumous":
            del self.fields["after_death"], self.fields["heir"]
            return
        self.call("after_death", "after_death", "after_death_help")
        self.call("heir", "heir", "heir_help")
        self.fields["after_death"].choices = [  # type: ignore[attr-defined]
            (code, capital(self.said.word("after_death", code))) for code in AFTER_DEATH
        ]

    @classmethod
    def until(cls, day: date, *, kind: str, said: Language) -> WriteForm:
        """The form with a proposed last day."""
        return cls(initial={"ends": day}, kind=kind, said=said)

    def wanted(self) -> dict[str, Any]:
        """What `open_consent` takes."""
        given: Mapping[str, Any] = self.cleaned_data
        return {
            "ends": given["ends"],
            "after_death": tuple(given.get("after_death", ())),
            "heir": given.get("heir", ""),
        }


class LanguageForm(Spoken):
    """Another language for a document that is not signed yet."""

    language = forms.ChoiceField(choices=choices)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.call("language", "read_in", "switch_note")
        self.fields["language"].label = self.said.word("paper", "language")


class SignForm(Spoken):
    """A signature: the typed name, who advised her, and her own choice not to wait. Nothing is ticked beforehand."""

    name = forms.CharField(
        max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
    advised_by = forms.ChoiceField(widget=forms.RadioSelect)
    adviser = forms.CharField(
        max_length=160, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    waive = forms.BooleanField(required=False)
    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.call("name", "type_name")
        label_advice(self)
        if "waive" in self.fields:
            self.call("waive", "waive")

    def advice(self) -> Advice:
        """Who advised her."""
        return Advice(self.cleaned_data["advised_by"], self.cleaned_data["adviser"])


def label_advice(form: Spoken) -> None:
    """The question who advised her, with its three answers; none is chosen beforehand."""
    form.call("advised_by", "advised", "advised_help")
    form.call("adviser", "adviser", "adviser_help")
    form.fields["advised_by"].choices = [  # type: ignore[attr-defined]
        (code, capital(form.said.word("page", code))) for code in ADVISERS
    ]
