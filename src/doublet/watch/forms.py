"""What a brand says when a task is done."""

from __future__ import annotations

from django import forms


class ProofForm(forms.Form):
    """How it was done."""

    proof = forms.CharField(
        label="What you did",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A sentence or a link. The model can read it.",
    )
