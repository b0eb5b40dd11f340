"""What anybody hands in to be verified: a picture, its address, or the code under it."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from doublet.consents.languages import Language
from doublet.kernel.outbound import LONGEST
from doublet.kernel.refusals import Refused


class _Spoken(forms.Form):
    """A form whose labels, help and errors are in the language of the page."""

    field: str
    group = "page"
    too_long = ("refusal", "not_an_address")

    def __init__(self, *args: Any, said: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = said
        field = self.fields[self.field]
        field.label = said.word(self.group, self.field)
        field.help_text = said.word(self.group, f"{self.field}_help")
        missing = said.word(self.group, f"{self.field}_missing")
        field.error_messages |= {
            "required": missing,
            "empty": said.word("refusal", "empty_file"),
            "max_length": said.word(*self.too_long),
        }

    def explain(self, refused: Refused) -> None:
        """Put a refusal beside the field, in the language of the page."""
        words = self.said.tables["refusal"]
        told = words.get(refused.code) or self.said.text("refusal", "other", code=refused.code)
        self.add_error(self.field, str(told))


class PictureForm(_Spoken):
    """One picture. What it is shows in its content, not in its name."""

    field = "picture"
    picture = forms.FileField(widget=forms.FileInput(attrs={"accept": "image/*"}))


class AddressForm(_Spoken):
    """Where a picture lies on the web. What an address may be is decided where it is asked."""

    field = "address"
    address = forms.CharField(
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


class LookUpForm(_Spoken):
    """The id of a registered file, as people type it, or the whole address of its record."""

    field, group, too_long = "id", "record", ("record", "wrong")
    id = forms.CharField(
        max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )

    def clean_id(self) -> str:
        """Capitals, gaps and the letters that the alphabet leaves out are forgiven."""
        typed = self.cleaned_data["id"].strip().rpartition("/")[2].partition("?")[0].lower()
        bare = re.sub(r"[\s\-]", "", typed).removeprefix("crd").removeprefix("_")
        bare = bare.translate(str.maketrans("oil", "011"))
        if not re.fullmatch(r"[0-9a-z]{20}", bare):
            raise forms.ValidationError(self.said.word("record", "wrong"))
        return f"crd_{bare}"
