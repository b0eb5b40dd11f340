"""What anybody hands in to be verified."""

from __future__ import annotations

from django import forms


class PictureForm(forms.Form):
    """One picture. What it is shows in its content, not in its name."""

    picture = forms.FileField(
        label="A picture",
        help_text="JPEG, PNG, WebP, HEIC or AVIF, at most 40 MB. It is looked at in memory and not kept.",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": "Choose a picture first.", "empty": "The file is empty."},
    )


class LookUpForm(forms.Form):
    """The id of a registered file."""

    id = forms.RegexField(
        r"^crd_[0-9a-z]{20}$",
        label="Record id",
        help_text="It begins with crd_ and stands in the picture's metadata.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": "A record id is crd_ and 20 letters and digits."},
    )
