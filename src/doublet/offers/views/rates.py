"""The rate card: public to read, the operator's to replace."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.consents.terms import FLOOR_MINOR
from doublet.kernel import clock
from doublet.kernel.refusals import Refused
from doublet.offers import rate_publishing, rates
from doublet.offers.pricing import RateCard, quote
from doublet.offers.pricing.card_check import NEEDED
from doublet.offers.pricing.card_data import as_data, sha256_of, to_toml
from doublet.offers.pricing.receipt import receipt
from doublet.offers.pricing.samples import SAMPLES, at
from doublet.offers.rate_forms import FIELD_OF, CardForm
from doublet.offers.rate_words import in_words
from doublet.people.access import SignedIn, for_roles, require_role
from doublet.people.forms import explain


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The card in use."""
    return _card(request, rates.current())


@require_safe
def card(request: HttpRequest, pk: str) -> HttpResponse:
    """One version, in use or not."""
    return _card(request, rates.found(pk))


@require_safe
def as_json(_request: HttpRequest, pk: str) -> HttpResponse:
    """All its numbers, with the hash that receipts name."""
    found = rates.found(pk)
    return JsonResponse(as_data(found) | {"sha256": sha256_of(found)}, json_dumps_params={"indent": 1})


@require_safe
def as_toml(_request: HttpRequest, pk: str) -> HttpResponse:
    """The same as a file to start a new card from."""
    found = rates.found(pk)
    name = f"rate-card-{found.version}.toml"
    return HttpResponse(
        to_toml(found),
        "text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@for_roles("operator", "auditor")
@never_cache
def publish(request: SignedIn) -> HttpResponse:
    """A new card; `look` only says what it would change."""
    if request.method == "POST":
        require_role(request.user, "operator")
    form = CardForm(request.POST or None, initial={"text": to_toml(rates.current())})
    status, seen = 200, None
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                seen = rate_publishing.preview(form.cleaned_data["text"])
                status = 200
                if "look" not in request.POST:
                    row = rate_publishing.publish_card(by=request.user, **form.cleaned_data)
                    messages.success(
                        request, f"Rate card {row.version} holds from {row.valid_from:%d %B %Y}."
                    )
                    return redirect("offers:rate_card", row.version)
            except Refused as refused:
                explain(form, refused, FIELD_OF)
                status = refused.status
    context = {"form": form, "preview": seen, "cards": _history()}
    return render(request, "offers/rates_publish.html", context, status=status)


def _card(request: HttpRequest, found: RateCard) -> HttpResponse:
    fee = settings.PLATFORM_COMMISSION_BP
    examples = [
        {
            "sample": sample,
            "receipt": receipt(quote(found, at(sample, NEEDED[0], fee=fee))),
            "others": [quote(found, at(sample, code, fee=fee)).gross for code in NEEDED[1:]],
        }
        for sample in SAMPLES
    ]
    context = {
        "card": found,
        "words": in_words(found),
        "sha256": sha256_of(found),
        "examples": examples,
        "cards": _history(),
        "published": rates.publication(found),
        "floors": [(code, FLOOR_MINOR[code]) for code in NEEDED],
        "fee": fee,
    }
    return render(request, "offers/rate_card.html", context)


def _history() -> list[dict[str, Any]]:
    used, today = rates.current(), clock.now().date()
    return [
        {
            "card": each,
            "state": "in use" if each == used else "to come" if each.valid_from > today else "earlier",
            "published": rates.publication(each),
        }
        for each in rates.cards()
    ]
