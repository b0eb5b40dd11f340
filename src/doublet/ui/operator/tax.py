"""The operator's page of tax: the rules that withhold it, and passing it on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from doublet.kernel import clock, money
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.ledger.models import Balance, Posting, WithholdingRule
from doublet.ledger.payouts import withholding
from doublet.people import rights
from doublet.people.access import SignedIn, for_roles, with_second_factor
from doublet.people.forms import explain

_FIELD_OF = {
    "place_unknown": "country",
    "tax_share": "percent",
    "authority_unreadable": "authority",
    "reason_missing": "words",
    "starts_in_the_past": "starts",
}


class RuleForm(forms.Form):
    """A new rule. It replaces the one before for the same country and party, from its day on."""

    country = forms.CharField(
        max_length=6, help_text="Where the payee lives or sits: FR, or US-NY for a state."
    )
    party = forms.ChoiceField(label="Who is paid", choices=list(withholding.PARTIES.items()))
    percent = forms.DecimalField(
        min_value=0, max_value=50, decimal_places=2, help_text="Of what is paid out. 0 ends the rule before."
    )
    authority = forms.CharField(max_length=60, help_text="To whom it is passed on.")
    words = forms.CharField(
        label="Which law or treaty", max_length=200, help_text="It stands in the payee's statement."
    )
    starts = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))


class PassOnForm(forms.Form):
    """Tax that went to its authority."""

    held = forms.ChoiceField(label="Withheld for")
    amount = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    reference = forms.CharField(max_length=60, help_text="The bank's own reference.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(f"{code}|{sum_.currency}", f"{code}: {sum_}") for code, sum_ in held()]
        self.fields["held"].choices = choices  # type: ignore[attr-defined]


def held() -> list[tuple[str, Money]]:
    """Tax that was withheld and not passed on yet, by authority."""
    rows = Balance.objects.filter(account__startswith="tax_payable:", amount_minor__lt=0).order_by("account")
    return [(row.account.partition(":")[2], Money(-row.amount_minor, row.currency)) for row in rows]


@for_roles("operator", "auditor")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tax(request: SignedIn) -> HttpResponse:
    """The rules in force, those to come, and a new one."""
    if request.method == "POST":
        rights.must_be_operator(request.user)
    form = RuleForm(request.POST or None, initial={"starts": clock.now().date()})
    status = 400 if request.method == "POST" else 200
    if form.is_valid():
        given = form.cleaned_data
        points = int(given.pop("percent") * 100)
        try:
            rule = withholding.set_rule(by=request.user, basis_points=points, **given)
        except Refused as refused:
            explain(form, refused, _FIELD_OF)
            status = refused.status
        else:
            messages.success(request, f"From {rule.starts:%d %B %Y} this rule counts.")
            return redirect("operator:tax")
    return _page(request, form, PassOnForm(), status)


@for_roles("operator")
@never_cache
@require_POST
@with_second_factor
def tax_paid(request: SignedIn) -> HttpResponse:
    """Tax went to its authority."""
    form = PassOnForm(request.POST)
    status = 400
    if form.is_valid():
        authority, _, currency = form.cleaned_data["held"].rpartition("|")
        try:
            amount = money.parse(form.cleaned_data["amount"], currency)
            withholding.pass_on(
                by=request.user, authority=authority, amount=amount, reference=form.cleaned_data["reference"]
            )
        except Refused as refused:
            explain(form, refused, {"more_than_withheld": "amount", "already_noted": "reference"})
            status = refused.status
        else:
            messages.success(request, f"Noted: {amount} to {authority}.")
            return redirect("operator:tax")
    return _page(request, RuleForm(initial={"starts": clock.now().date()}), form, status)


def _page(request: SignedIn, form: RuleForm, paid: PassOnForm, status: int) -> HttpResponse:
    today = clock.now().date()
    context = {
        "form": form,
        "paid_form": paid,
        "held": held(),
        "in_force": withholding.in_force(today),
        "to_come": WithholdingRule.objects.filter(starts__gt=today).order_by("starts"),
        "passed_on": Posting.objects.filter(kind=Posting.Kind.TAX_PAID)
        .prefetch_related("entries")
        .order_by("-posted_at")[:20],
        "parties": withholding.PARTIES,
    }
    return render(request, "ui/operator/tax.html", context, status=status)
