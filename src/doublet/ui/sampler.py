"""Made-up content for the style guide: every component once, nobody real."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms

from doublet.kernel.money import Money


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(help_text="What the brand calls this brief.", max_length=40)
    floor = forms.CharField(label="Floor price", initial="350.00")
    purpose = forms.ChoiceField(choices=[("shop", "Online shop"), ("ad", "Advertisement")])
    territory = forms.MultipleChoiceField(
        choices=[("FR", "France"), ("DE", "Germany"), ("US-NY", "New York")],
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(widget=forms.Textarea, required=False)
    photos = forms.FileField(
        help_text="JPEG, PNG, WebP or HEIC, at most 40 MB each.",
        widget=forms.ClearableFileInput(),
        required=False,
    )
    opted = forms.BooleanField(label="Show my twin on the roster", required=False)


class SampleSignature(forms.Form):
    """What a signature asks for."""

    name = forms.CharField(
        label="Type your full name", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    read = forms.BooleanField(label="I have read this document to the end.")


def sample(typed: Any = None) -> dict[str, Any]:
    """The context of the style guide."""
    wrong = SampleForm({"title": "", "floor": "free", "purpose": "ad"}, prefix="wrong")
    wrong.is_valid()
    at = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
    return {
        "form": SampleForm(typed),
        "wrong": wrong,
        "signature": SampleSignature(prefix="sign"),
        "states": ["approved", "pending", "expiring", "withdrawn", "draft"],
        "facts": [
            ("Licence", "lic_7k3m9q0000000000demo"),
            ("Purpose", "Online shop"),
            ("Ends", "14 March 2027"),
        ],
        "tags": ["online shop", "France", "Germany", "no alcohol"],
        "tabs": [("Terms", "/_look"), ("Shots", "/_look#shots"), ("Money", "/_look#money")],
        "steps": ["Capture", "Consent", "Offer", "Licence", "Picture"],
        "columns": ["soft", "left", "right", "warm"],
        "rows": [
            ("front", ["accepted", "accepted", "warning", "accepted"]),
            ("left profile", ["missing", "refused", "none", "none"]),
            ("right profile", ["accepted", "none", "none", "none"]),
        ],
        "head": ["Line", "How", "Amount"],
        "lines": [
            ["Base fee", "40 pictures at the rate card of 2026-11", Money(120000, "EUR")],
            ["Her popularity", "score 62, so 12 percent more", Money(14400, "EUR")],
            ["Raised to her floor", "40 times EUR 35.00 is more", Money(5600, "EUR")],
        ],
        "diff": [("Pictures", 40, 24), ("Territories", "France, Germany", "France")],
        "entries": [
            {"who": "Atelier Exemple", "at": at, "words": "We would like forty pictures.", "state": "sent"},
            {
                "who": "Agence Fictive",
                "at": at.replace(hour=15),
                "words": "Twenty-four, and France alone.",
                "state": "countered",
                "diff": [("Pictures", 40, 24), ("Territories", "France, Germany", "France")],
            },
        ],
    }
