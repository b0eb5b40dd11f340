"""What a model types to sign a licence, in her language."""

from __future__ import annotations

from typing import Any

from django import forms

from doublet.consents.signing import SignForm as ConsentSignForm


class SignForm(ConsentSignForm):
    """Her signature under exactly the terms that were shown; who advised her is asked here too."""

    waive = None  # type: ignore[assignment]
    memo = forms.BooleanField(required=False)
    memo_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["memo"].label = self.said.word("memo", "accept")
