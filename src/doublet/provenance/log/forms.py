"""What somebody asks the log."""

from __future__ import annotations

from typing import Any

from django import forms

from doublet.consents import languages
from doublet.consents.languages import Language
from doublet.kernel.refusals import Refused

_MOST = 2**53


class EventForm(forms.Form):
    """Is this event in the log?"""

    event = forms.IntegerField(label="Number of the event", min_value=1, max_value=_MOST)
    size = forms.IntegerField(min_value=1, max_value=_MOST, required=False, widget=forms.HiddenInput)


class OldForm(forms.Form):
    """Is the log that I once saw still the beginning of this one?"""

    old = forms.IntegerField(label="Events it had then", min_value=1, max_value=_MOST)
    root = forms.RegexField(
        r"^[0-9a-f]{64}$",
        label="Its root then",
        required=False,
        help_text="64 characters, as you wrote them down.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    new = forms.IntegerField(min_value=1, max_value=_MOST, required=False, widget=forms.HiddenInput)


class SpokenOldForm(OldForm):
    """The same on the page, in its language."""

    def __init__(self, *args: Any, said: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = said
        self.optional_word = languages.language(said.code).word("page", "optional_field")
        old, root, number = self.fields["old"], self.fields["root"], said.word("log", "number_wrong")
        del self.fields["new"]
        old.label, root.label = said.word("log", "old"), said.word("log", "root_then")
        root.help_text = said.word("log", "root_help")
        root.error_messages["invalid"] = said.word("log", "root_wrong")
        old.error_messages |= dict.fromkeys(("required", "invalid", "min_value", "max_value"), number)

    def explain(self, refused: Refused) -> None:
        """Put a refusal beside the number, in the language of the page."""
        words = {**self.said.tables["refusal"], **self.said.tables["log"]}
        told = words.get(refused.code) or self.said.text("refusal", "other", code=refused.code)
        self.add_error("old", str(told))
