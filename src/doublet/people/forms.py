"""What people type about themselves and their houses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import QuerySet

from doublet.kernel.refusals import Refused
from doublet.people.models import Agency, ModelProfile
from doublet.people.rules import SCOPES

LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("it", "Italiano"),
    ("es", "Español"),
    ("pt", "Português"),
    ("ja", "日本語"),
    ("zh", "中文"),
    ("ar", "العربية"),
]

_PLACE = "A country code such as FR; in the United States with the state, such as US-NY."

# Which field a refusal is about; the others are about the form as a whole.
_FIELD_OF = {
    "under_age": "birth_date",
    "implausible_birth_date": "birth_date",
    "email_taken": "email",
    "email_unusable": "email",
    "password_weak": "password",
    "commission_too_high": "percent",
    "height_implausible": "height_cm",
    "token_days": "days",
    "iban_unreadable": "iban",
    "iban_country": "iban",
    "iban_length": "iban",
    "iban_checksum": "iban",
}


def explain(form: forms.BaseForm, refused: Refused, fields: Mapping[str, str] = _FIELD_OF) -> None:
    """Put a refusal's words next to the field that it is about; `fields` names the field of a code."""
    name = fields.get(refused.code)
    words = f"{refused.reason} {refused.hint}".strip()
    if refused.rule.startswith(("MIN", "FWA")):
        words = f"{words} (rule {refused.rule})"
    form.add_error(name if name in form.fields else None, words)


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


class JoinForm(forms.Form):
    """A model's own account."""

    legal_name = forms.CharField(
        label="Full name",
        max_length=160,
        help_text="As in your passport. Only contracts show it.",
        widget=_text(autocomplete="name"),
    )
    public_name = forms.CharField(
        label="Public name",
        max_length=120,
        help_text="The name that brands see.",
        widget=_text(autocomplete="nickname"),
    )
    birth_date = forms.DateField(
        label="Birth date",
        help_text="You must be 18 or over.",
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
    )
    residence = forms.CharField(label="Where you live", max_length=6, help_text=_PLACE)
    language = forms.ChoiceField(label="Your language", choices=LANGUAGES)
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        max_length=200,
        help_text=" ".join(password_validators_help_texts()[:1]),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class InviteForm(forms.Form):
    """The operator opens an account for an agent or for a brand's team."""

    role = forms.ChoiceField(label="As", choices=[("agent", "Agent"), ("brand", "Brand")])
    house_name = forms.CharField(
        label="Agency or brand",
        max_length=120,
        help_text="The name of an existing one adds a colleague to it.",
    )
    country = forms.CharField(max_length=2, help_text="Two letters, such as FR.")
    name = forms.CharField(label="The person's name", max_length=120)
    email = forms.EmailField(label="E-mail")


class ProfileForm(forms.ModelForm):
    """What a model may change by herself. Validation of values is the action's."""

    language = forms.ChoiceField(label="Your language", choices=LANGUAGES)

    class Meta:
        model = ModelProfile
        fields = ["public_name", "residence", "language", "height_cm"]
        labels = {"residence": "Where you live", "height_cm": "Height in cm"}
        help_texts = {"residence": _PLACE, "public_name": "The name that brands see."}


class BankForm(forms.Form):
    """Where money goes. What is on file is shown by its last characters only, never sent back whole."""

    iban = forms.CharField(
        label="IBAN",
        max_length=60,
        help_text="The number on your bank statement. Payouts go there from now on.",
        widget=_text(autocomplete="off", spellcheck="false"),
    )


class MandateForm(forms.Form):
    """Which agency may negotiate, for what share."""

    field_order = ("agency", "percent")

    percent = forms.DecimalField(
        label="Their share, in per cent",
        min_value=0,
        max_digits=5,
        decimal_places=2,
        initial=10,
        help_text="Of your gross. All commissions together never pass 20 %.",
    )

    def __init__(self, agencies: QuerySet[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = forms.ModelChoiceField(agencies)
        self.order_fields(self.field_order)


class TokenForm(forms.Form):
    """A key for a machine."""

    label = forms.CharField(label="What it is for", max_length=80)
    scopes = forms.MultipleChoiceField(
        label="It may", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple, initial=["read"]
    )
    days = forms.IntegerField(label="Days until it ends", min_value=1, max_value=366, initial=90)
