"""What a model types to sign a licence."""

from __future__ import annotations

from django import forms

FIELD_OF = {"name_differs": "name", "memo_not_accepted": "memo"}


class SignForm(forms.Form):
    """Her signature under exactly the terms that were shown."""

    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = forms.CharField(
        label="Type your full name", max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    memo = forms.BooleanField(label="I have read this deal memo and accept it.", required=False)
