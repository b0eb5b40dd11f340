"""The jackpot meter: a public page without names."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doublet.ledger import jackpot
from doublet.ledger.meter import meter, sentences


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How unevenly income is spread here; of fewer than ten people nothing but the reason."""
    told = meter()
    context = {
        "told": told,
        "fewest": jackpot.FEWEST,
        "sentences": sentences(told.whole, told.median_month)
        if told.whole and told.median_month is not None
        else (),
        "known": [month for month in told.months if month.spread],
    }
    return render(request, "ledger/jackpot.html", context)
