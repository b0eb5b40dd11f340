"""Which pack."""

from __future__ import annotations

from django import forms

from doublet.licences.models import Licence


class LicencePackForm(forms.Form):
    """One licence."""

    licence = forms.ModelChoiceField(
        Licence.objects.select_related("brand", "model", "version__offer__brief")
    )


class PeriodPackForm(forms.Form):
    """Some days."""

    first = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))
    names = forms.BooleanField(
        label="With names",
        required=False,
        help_text="Else it holds ids, hashes and codes alone. That you took names stands in the audit log for good.",
    )
