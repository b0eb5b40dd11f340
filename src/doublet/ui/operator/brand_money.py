"""The operator's page of what brands paid: what is theirs still, refunds, and payments that a bank took back."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from doublet.kernel import money
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.ledger import brand_money
from doublet.ledger.accounts import read
from doublet.ledger.models import Balance, Posting
from doublet.licences.models import Licence
from doublet.people.access import SignedIn, for_roles, with_second_factor
from doublet.people.forms import explain
from doublet.people.models import Brand

PAGE = 50
_FIELD_OF = {
    "refund_over_credit": "amount",
    "chargeback_over_payment": "amount",
    "already_noted": "reference",
    "reference_length": "reference",
    "reason_missing": "reason",
}


class RefundForm(forms.Form):
    """Paying back what is a brand's own."""

    amount = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    reference = forms.CharField(max_length=60, help_text="Of the transfer to the brand.")
    reason = forms.CharField(max_length=120)


class TakenBackForm(forms.Form):
    """A brand's bank took a payment back."""

    amount = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    reference = forms.CharField(max_length=60, help_text="The bank's own, of the debit.")


@dataclass(frozen=True)
class Payment:
    """A payment of a brand that was received."""

    posting: Posting
    brand: str
    amount: Money
    left: Money


@for_roles("operator", "auditor")
@never_cache
@require_safe
def brands_money(request: SignedIn) -> HttpResponse:
    """What brands have with the house, and every payment of theirs."""
    rows = Posting.objects.filter(kind=Posting.Kind.PAYMENT_RECEIVED).order_by("-posted_at", "-pk")
    page = Paginator(rows.prefetch_related("entries"), PAGE).get_page(request.GET.get("page"))
    context = {"credits": _credits(), "page": page, "payments": [_payment(row) for row in page]}
    return render(request, "ui/operator/brands_money.html", context)


@for_roles("operator")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_second_factor
def refund(request: SignedIn, pk: str, currency: str) -> HttpResponse:
    """Pay a brand back what is its own."""
    brand = get_object_or_404(Brand, pk=pk)
    money.exponent(currency)
    form = RefundForm(request.POST or None)
    status = 400 if request.method == "POST" else 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            amount = money.parse(given["amount"], currency)
            brand_money.refund(
                by=request.user,
                brand=brand,
                amount=amount,
                reference=given["reference"],
                reason=given["reason"],
            )
        except Refused as refused:
            explain(form, refused, _FIELD_OF)
            status = refused.status
        else:
            messages.success(request, f"Noted: {amount} back to {brand}. Transfer it at the bank.")
            return redirect("operator:brands_money")
    credit = next((sum_ for one, sum_ in _credits() if one == brand and sum_.currency == currency), None)
    context = {"form": form, "brand": brand, "credit": credit or Money(0, currency)}
    return render(request, "ui/operator/refund.html", context, status=status)


@for_roles("operator")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_second_factor
def chargeback(request: SignedIn, pk: str) -> HttpResponse:
    """A brand's bank took a payment back; nobody who was paid gives anything back."""
    posting = get_object_or_404(Posting, pk=pk, kind=Posting.Kind.PAYMENT_RECEIVED)
    told = _payment(posting)
    form = TakenBackForm(request.POST or None, initial={"amount": told.left.decimal()})
    status = 400 if request.method == "POST" else 200
    if form.is_valid():
        try:
            amount = money.parse(form.cleaned_data["amount"], told.left.currency)
            brand_money.take_back(
                by=request.user, payment=posting, amount=amount, reference=form.cleaned_data["reference"]
            )
        except Refused as refused:
            explain(form, refused, _FIELD_OF)
            status = refused.status
        else:
            messages.success(
                request, f"Noted: {amount} was taken back. The brand owes for its pictures again."
            )
            return redirect("operator:brands_money")
    return render(request, "ui/operator/chargeback.html", {"form": form, "told": told}, status=status)


def _credits() -> list[tuple[Brand, Money]]:
    rows = Balance.objects.filter(account__startswith="brand_credit:", amount_minor__lt=0).order_by("account")
    brands = Brand.objects.in_bulk([row.account.partition(":")[2] for row in rows])
    return [
        (brands[row.account.partition(":")[2]], Money(-row.amount_minor, row.currency))
        for row in rows
        if row.account.partition(":")[2] in brands
    ]


def _payment(posting: Posting) -> Payment:
    home, left = brand_money.left_of(posting)
    told = read(home)
    brand = (
        Licence.objects.select_related("brand").get(pk=told.holder).brand
        if told.kind == "escrow"
        else Brand.objects.get(pk=told.holder)
    )
    entry = next(one for one in posting.entries.all() if one.amount_minor < 0)
    return Payment(posting, brand.name, Money(-entry.amount_minor, entry.currency), left)
