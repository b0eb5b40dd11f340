"""Exchange rates: the operator notes them; a model says in which currency she wants to be paid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel import clock
from doublet.kernel.refusals import Refused
from doublet.ledger import eurofxref, fixing, rates
from doublet.ledger.forms import CurrencyForm, RateForm, RatesFileForm
from doublet.ledger.models import ExchangeRate, PayeeChoice
from doublet.licences.paid_in import Rate
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import explain
from doublet.people.queries import profile_of

SHOWN = 60
_HISTORY = timedelta(days=60)
_FIELDS = {
    "rate_unreadable": "rate",
    "rate_to_come": "on",
    "source_missing": "source",
    "same_currency": "quote",
    "rates_unreadable": "file",
    "rates_too_big": "file",
}


@for_roles("operator", "auditor")
@never_cache
@require_safe
def exchange(request: SignedIn) -> HttpResponse:
    """The rates that are known, and two ways to note more."""
    return _page(request)


@for_roles("operator")
@require_POST
def note(request: SignedIn) -> HttpResponse:
    """One rate."""
    form = RateForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=400)
    try:
        rates.note_rate(by=request.user, **form.cleaned_data)
    except Refused as refused:
        explain(form, refused, _FIELDS)
        return _page(request, form=form, status=refused.status)
    messages.success(request, "Noted.")
    return redirect("ledger:exchange")


@for_roles("operator")
@require_POST
def take_file(request: SignedIn) -> HttpResponse:
    """The European Central Bank's file; of its history, the last sixty days."""
    form = RatesFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, file_form=form, status=400)
    try:
        data = form.cleaned_data["file"].read(eurofxref.MOST_BYTES + 1)
        quoted = eurofxref.read(data, since=clock.now().date() - _HISTORY)
        fresh = rates.import_rates(by=request.user, quoted=quoted, source=eurofxref.SOURCE)
    except Refused as refused:
        explain(form, refused, _FIELDS)
        return _page(request, file_form=form, status=refused.status)
    messages.success(request, f"{len(fresh)} new rates noted, of {len(quoted)} in the file.")
    return redirect("ledger:exchange")


@for_roles("model")
@never_cache
def currency(request: SignedIn) -> HttpResponse:
    """In which currency she is paid, and what that means."""
    model = profile_of(request.user)
    chosen = PayeeChoice.objects.filter(pk=model.pk).values_list("currency", flat=True).first() or ""
    form = CurrencyForm(request.POST if request.method == "POST" else None, initial={"currency": chosen})
    if request.method == "POST" and form.is_valid():
        fixing.choose_currency(by=request.user, model=model, currency=form.cleaned_data["currency"])
        messages.success(request, "Saved, for licences that you sign from now on.")
        return redirect("ledger:currency")
    known = [rate for base in ("EUR", "USD", "GBP") if chosen and (rate := rates.rate_between(base, chosen))]
    context = {"form": form, "chosen": chosen, "known": known}
    return render(request, "ledger/currency.html", context, status=400 if form.is_bound else 200)


def _page(request: SignedIn, *, status: int = 200, **changed: Any) -> HttpResponse:
    rows = ExchangeRate.objects.select_related("noted_by")[:SHOWN]
    shown = [
        (row, Rate(row.rate_from, row.base, row.rate_to, row.quote, row.source, row.on).shown) for row in rows
    ]
    context = {
        "rows": shown,
        "oldest": clock.now().date() - rates.RATE_LIVES,
        "form": RateForm(),
        "file_form": RatesFileForm(),
    }
    return render(request, "ledger/exchange.html", context | changed, status=status)
