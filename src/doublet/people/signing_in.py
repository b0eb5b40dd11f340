"""The form to sign in, in the words of the house."""

from __future__ import annotations

from typing import Any

from allauth.account import forms


class LoginForm(forms.LoginForm):
    """Allauth's form. A label already says what a field is for; a placeholder would only say it again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail"
        self.fields["remember"].label = "Stay signed in on this device"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
