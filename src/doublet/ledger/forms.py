"""What people type about advances, exchange rates and money paid beforehand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from doublet.kernel import clock, money
from doublet.kernel.money import EXPONENTS, Money
from doublet.kernel.refusals import Refused
from doublet.people.forms import Percent
from doublet.people.models import ModelProfile

CURRENCIES = [(code, code) for code in sorted(EXPONENTS)]


class AdvanceForm(forms.Form):
    """An agency tells an advance, line by line."""

    items = forms.CharField(
        label="What it was for",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One line for each thing, with its amount at the end: “Flight to Milan, 4 March 320.00”.",
    )
    currency = forms.ChoiceField(choices=CURRENCIES, initial="EUR")
    percent = Percent(
        label="Most of each earning, in per cent",
        initial=20,
        help_text="So much of each of her earnings goes into paying it back, at most; half of it is the limit.",
    )

    def __init__(self, models: QuerySet[ModelProfile], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["model"] = forms.ModelChoiceField(models, label="To whom")
        self.order_fields(("model", "items", "currency", "percent"))

    def clean(self) -> dict[str, Any]:
        """Each line as words and an amount."""
        given = super().clean() or {}
        read = []
        for line in str(given.get("items", "")).splitlines():
            words, _, amount = line.strip().rpartition(" ")
            if not line.strip():
                continue
            try:
                read.append((words, money.parse(amount, given.get("currency", "EUR"))))
            except Refused as refused:
                self.add_error("items", f"“{line.strip()[:60]}”: {refused.reason} {refused.hint}".strip())
                break
        given["read"] = read
        return given

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        typed = self.cleaned_data
        return {"model": typed["model"], "items": typed["read"], "share_bp": typed["percent"]}


class RateForm(forms.Form):
    """One rate of one day."""

    base = forms.ChoiceField(label="One unit of", choices=CURRENCIES, initial="EUR")
    rate = forms.CharField(
        label="was worth", max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    quote = forms.ChoiceField(label="in", choices=CURRENCIES, initial="USD")
    on = forms.DateField(
        label="On", initial=lambda: clock.now().date(), widget=forms.DateInput(attrs={"type": "date"})
    )
    source = forms.CharField(
        label="Who says so", max_length=120, help_text="Such as “European Central Bank”."
    )


class RatesFileForm(forms.Form):
    """A file of rates."""

    file = forms.FileField(
        label="The file", widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"})
    )


class CurrencyForm(forms.Form):
    """In which currency a model would like to be paid."""

    currency = forms.ChoiceField(
        label="Pay me in", required=False, choices=[("", "The currency of each licence"), *CURRENCIES]
    )


class BeforehandForm(forms.Form):
    """The operator notes money that a brand paid beforehand for one licence."""

    amount = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    reference = forms.CharField(
        max_length=60, label="The bank’s reference", help_text="The same one cannot be noted twice."
    )

    def __init__(self, currency: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.currency = currency
        self.fields["amount"].label = f"Amount in {currency}"

    def clean_amount(self) -> Money:
        """The amount as understood."""
        try:
            return money.parse(self.cleaned_data["amount"], self.currency)
        except Refused as refused:
            raise forms.ValidationError(f"{refused.reason} {refused.hint}".strip()) from None
