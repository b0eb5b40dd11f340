"""Paying beforehand for one licence: for its brand, its model, and the operator, who notes the money."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from doublet.kernel.refusals import Refused
from doublet.ledger import brand_money
from doublet.ledger.beforehand import beforehand as told_of
from doublet.ledger.forms import BeforehandForm
from doublet.licences.queries import licence_for
from doublet.people import rights
from doublet.people.access import SignedIn, signed_in
from doublet.people.forms import explain
from doublet.people.models import Role


@signed_in
@never_cache
def beforehand(request: SignedIn, pk: str) -> HttpResponse:
    """What is suggested, paid, used, given back and left."""
    licence = licence_for(request.user, pk)
    told, form, status = told_of(licence), None, 200
    if request.user.role == Role.OPERATOR:
        form = BeforehandForm(told.price.currency, request.POST or None)
    if request.method == "POST":
        rights.must_be_operator(request.user)
        assert form is not None
        status = 400
        if form.is_valid():
            try:
                brand_money.receive_payment(
                    by=request.user,
                    brand=licence.brand,
                    amount=form.cleaned_data["amount"],
                    reference=form.cleaned_data["reference"],
                    licence=licence,
                )
            except Refused as refused:
                explain(form, refused, {"already_noted": "reference", "reference_length": "reference"})
                status = refused.status
            else:
                messages.success(
                    request, f"Noted: {form.cleaned_data['amount']} beforehand from {licence.brand}."
                )
                return redirect("ledger:beforehand", licence.pk)
    context = {
        "licence": licence,
        "told": told,
        "form": form,
        "platform": settings.PLATFORM_NAME,
        "iban": settings.PLATFORM_IBAN,
    }
    return render(request, "ledger/beforehand.html", context, status=status)
