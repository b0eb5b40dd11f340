"""What an operator types."""

from __future__ import annotations

from typing import Any

from django import forms

from doublet.kernel import money
from doublet.kernel.money import EXPONENTS, Money
from doublet.kernel.refusals import Refused
from doublet.people.models import Brand


class EventFilter(forms.Form):
    """Which events to show."""

    kind = forms.ChoiceField(label="What happened", required=False)
    subject = forms.CharField(
        label="To what, or by whom",
        required=False,
        max_length=120,
        help_text="An id, such as lic_… or usr_….",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, kinds: list[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [("", "Everything"), *((kind, kind) for kind in kinds)]  # type: ignore[attr-defined]


class DatabaseForm(forms.Form):
    """Taking over a database that was put back to an older day."""

    because = forms.CharField(
        label="Why was the database put back?",
        max_length=500,
        help_text="It stands in the audit log for good.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PaymentForm(forms.Form):
    """A brand's payment that stands at the bank."""

    brand = forms.ModelChoiceField(Brand.objects.order_by("name"))
    amount = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    currency = forms.ChoiceField(choices=[(code, code) for code in sorted(EXPONENTS)], initial="EUR")
    reference = forms.CharField(
        max_length=60, help_text="The bank's own reference. The same one cannot be noted twice."
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("amount") and given.get("currency"):
            try:
                given["money"] = money.parse(given["amount"], given["currency"])
            except Refused as refused:
                self.add_error("amount", f"{refused.reason} {refused.hint}".strip())
        return given

    def paid(self) -> Money:
        """The amount as understood."""
        amount: Money = self.cleaned_data["money"]
        return amount
