"""What a model types about her crew, and what somebody of it types behind the link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from doublet.people.crew.models import CrewMember
from doublet.people.crew.wording import languages
from doublet.people.forms import Percent

FIELD_OF = {
    "email_unusable": "email",
    "own_address": "email",
    "named_already": "email",
    "crew_share_too_large": "percent",
    "commission_over_limit": "percent",
    "iban_unreadable": "iban",
    "iban_country": "iban",
    "iban_length": "iban",
    "iban_checksum": "iban",
    "place_unknown": "country",
    "reason_missing": "words",
}


class CrewForm(forms.Form):
    """A model names somebody who worked on her photos."""

    role = forms.ChoiceField(label="What they did", choices=CrewMember.Role.choices)
    name = forms.CharField(label="Their name", max_length=120)
    email = forms.EmailField(label="Their e-mail", help_text="A link goes there. They need no account.")
    capture = forms.ChoiceField(label="For which photos", required=False)
    language = forms.ChoiceField(label="Their language", choices=languages)
    percent = Percent(
        label="Their share, in per cent",
        required=False,
        help_text="Or nothing. Of your gross, for licences that you sign from now on. Your whole crew gets 5 % at most; "
        "all commissions together never pass 20 %.",
    )

    def __init__(self, captures: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["capture"].choices = [("", "All my photos"), *captures]  # type: ignore[attr-defined]

    def named(self) -> dict[str, Any]:
        """What the action takes."""
        typed = dict(self.cleaned_data)
        points = typed.pop("percent")
        return {**typed, "share_bp": points or 0}


class ShareForm(forms.Form):
    """Another share."""

    percent = Percent(label="Share, in per cent")


class PermissionForm(forms.Form):
    """Yes or no, with a name. Nothing is ticked beforehand."""

    name = forms.CharField(
        label="Your full name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    credited = forms.BooleanField(
        label="Name me where the pictures are explained",
        required=False,
        help_text="On the record of each picture, and in the papers of its licence. It ends when you take your permission back.",
    )
    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    language = forms.CharField(widget=forms.HiddenInput, max_length=5)


class AccountForm(forms.Form):
    """Where a share is paid to. What is on file is shown by its last characters only."""

    iban = forms.CharField(
        label="IBAN",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    country = forms.CharField(
        label="Where you pay tax",
        max_length=6,
        help_text="A country code such as FR; in the United States US-NY.",
    )


class ResolveForm(forms.Form):
    """Why a photographer's no stands in the way no more."""

    words = forms.CharField(
        label="What you found out",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is written down and told to both.",
    )
