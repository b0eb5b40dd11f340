"""What somebody asks the log."""

from __future__ import annotations

from django import forms

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
