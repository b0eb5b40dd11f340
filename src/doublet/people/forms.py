"""What people type about themselves and their houses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import QuerySet

from doublet.kernel.refusals import Refused
from doublet.people.identity import Evidence
from doublet.people.inviting import Proposal
from doublet.people.models import Agency, Brand, IdentityCheck, Mandate, ModelProfile, in_a_year
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
_WHERE = "Codes such as FR IT US-NY, or EU, with spaces between. Empty is everywhere."

# Which field a refusal is about; the others are about the form as a whole.
_FIELD_OF = {
    "under_age": "birth_date",
    "implausible_birth_date": "birth_date",
    "email_taken": "email",
    "email_unusable": "email",
    "password_weak": "password",
    "commission_too_high": "percent",
    "commission_over_limit": "percent",
    "term_too_long": "ends_on",
    "term_over": "ends_on",
    "place_unknown": "territories",
    "place_taken": "territories",
    "second_mother": "kind",
    "already_invited": "email",
    "already_yours": "email",
    "evidence_unknown": "document",
    "number_too_long": "last_four",
    "document_expired": "expires_on",
    "birth_date_differs": "birth_date_matches",
    "reason_missing": "reason",
    "tie_too_vague": "words",
    "tie_exists": "brand",
    "other_file": "file",
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


def _password() -> forms.CharField:
    return forms.CharField(
        label="Password",
        max_length=200,
        help_text=" ".join(password_validators_help_texts()[:1]),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


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
    password = _password()


class InvitedModelForm(JoinForm):
    """An invited model's own account: the invited address, and what she checked of what was typed of her."""

    email = None  # type: ignore[assignment]


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
    postal_address = forms.CharField(
        label="Postal address",
        required=False,
        max_length=500,
        help_text="Stands in your contracts and nowhere else; kept encrypted. Some contracts must name it.",
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
    )

    class Meta:
        model = ModelProfile
        fields = ["public_name", "residence", "language", "height_cm"]
        labels = {"residence": "Where you live", "height_cm": "Height in cm"}
        help_texts = {"residence": _PLACE, "public_name": "The name that brands see."}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial["postal_address"] = self.instance.postal_address


class BankForm(forms.Form):
    """Where money goes. What is on file is shown by its last characters only, never sent back whole."""

    iban = forms.CharField(
        label="IBAN",
        max_length=60,
        help_text="The number on your bank statement. Payouts go there from now on.",
        widget=_text(autocomplete="off", spellcheck="false"),
    )


class Percent(forms.DecimalField):
    """A share in per cent, kept as hundredths of one."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_value=100, max_digits=5, decimal_places=2, **more)

    def clean(self, value: Any) -> Any:
        """Basis points."""
        cleaned = super().clean(value)
        return cleaned if cleaned is None else int(cleaned * 100)


class Codes(forms.CharField):
    """Codes with spaces or commas between."""

    def clean(self, value: Any) -> Any:
        """The codes as a list."""
        return re.split(r"[\s/|,;]+", super().clean(value).strip())


class MandateForm(forms.Form):
    """Which agency may speak for her, for what share, where and until when."""

    field_order = ("agency", "kind", "percent", "territories", "ends_on", "may_negotiate")

    kind = forms.ChoiceField(
        label="As",
        choices=Mandate.Kind.choices,
        initial="agent",
        help_text="A mother agency found you and is paid beside your agency. You have one at most.",
    )
    percent = Percent(
        label="Their share, in per cent",
        initial=10,
        help_text="Of your gross. All commissions together never pass 20 %, the platform's included.",
    )
    territories = Codes(label="Where", required=False, max_length=120, help_text=_WHERE)
    ends_on = forms.DateField(
        label="Last day",
        initial=in_a_year,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Three years from now at the latest. It ends by itself and never renews itself.",
    )
    may_negotiate = forms.BooleanField(
        label="They may negotiate for me",
        required=False,
        help_text="Counter, agree in principle and decline. Without it they read along. They never sign.",
    )

    def __init__(self, agencies: QuerySet[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = forms.ModelChoiceField(agencies)
        self.order_fields(self.field_order)

    def terms(self) -> dict[str, Any]:
        """What the action takes."""
        cleaned = dict(self.cleaned_data)
        points = cleaned.pop("percent")
        return {**cleaned, "commission_bp": points}


class InviteModelForm(forms.Form):
    """An agency asks a model whether it may speak for her."""

    name = forms.CharField(label="Her public name", max_length=120)
    email = forms.EmailField(label="Her e-mail")
    kind = forms.ChoiceField(label="As her", choices=Mandate.Kind.choices, initial="agent")
    percent = Percent(label="Your share, in per cent", initial=10, help_text="Of her gross.")
    months = forms.IntegerField(
        min_value=1, max_value=36, initial=12, help_text="From the day on which she says yes; 36 at most."
    )
    territories = Codes(label="Where", required=False, max_length=120, help_text=_WHERE)

    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        typed = self.cleaned_data
        proposal = Proposal(typed["percent"], typed["kind"], typed["months"], tuple(typed["territories"]))
        return {"name": typed["name"], "email": typed["email"], "proposal": proposal}


class ColleagueForm(forms.Form):
    """An admin invites somebody into the own house."""

    name = forms.CharField(label="The person's name", max_length=120)
    email = forms.EmailField(label="E-mail")
    house_admin = forms.BooleanField(
        label="Looks after the team too", required=False, help_text="May invite and remove colleagues."
    )


class JoinHouseForm(forms.Form):
    """An invited colleague."""

    name = forms.CharField(label="Your name", max_length=120, widget=_text(autocomplete="name"))
    password = _password()


class RosterForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(
        label="The file", widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"})
    )


class RosterImportForm(RosterForm):
    """The same file once more, now to be imported."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    only_good = forms.BooleanField(
        label="Import the good rows and leave the others out",
        required=False,
        help_text="Without it, one refused row stops the whole import.",
    )


class EvidenceForm(forms.Form):
    """What the operator saw. There is no place for a scan, on purpose."""

    how = forms.ChoiceField(
        label="How you looked",
        choices=[choice for choice in IdentityCheck.How.choices if choice[0] != "vendor"],
    )
    document = forms.ChoiceField(label="At which document", choices=IdentityCheck.Document.choices)
    country = forms.CharField(label="Issued by", max_length=2, help_text="Two letters, such as FR.")
    last_four = forms.CharField(
        label="Last four characters of its number",
        required=False,
        max_length=4,
        help_text="Or nothing. Never the whole number.",
    )
    expires_on = forms.DateField(
        label="Valid until", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    birth_date_matches = forms.BooleanField(
        label="I have seen the birth date, and it is the one above", required=False
    )
    note = forms.CharField(required=False, max_length=500, help_text="The model can read it.")
    reason = forms.CharField(
        label="If you refuse: why", required=False, max_length=200, help_text="She reads this sentence."
    )

    def evidence(self) -> Evidence:
        """As the action takes it."""
        typed = dict(self.cleaned_data)
        typed.pop("reason")
        return Evidence(**typed)


class TieForm(forms.Form):
    """Money between an agency and a brand, beside commissions."""

    field_order = ("agency", "brand", "words")

    words = forms.CharField(
        label="What binds the two",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: the brand owns a fifth of the agency. Every offer between them shows it.",
    )

    def __init__(self, agency: Agency | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        if agency is None:
            self.fields["agency"] = forms.ModelChoiceField(Agency.objects.order_by("name"))
        self.fields["brand"] = forms.ModelChoiceField(Brand.objects.order_by("name"))
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """An agency declares for itself only."""
        cleaned = dict(super().clean() or {})
        return {"agency": self.agency, **cleaned} if self.agency else cleaned


class TokenForm(forms.Form):
    """A key for a machine."""

    label = forms.CharField(label="What it is for", max_length=80)
    scopes = forms.MultipleChoiceField(
        label="It may", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple, initial=["read"]
    )
    days = forms.IntegerField(label="Days until it ends", min_value=1, max_value=366, initial=90)
