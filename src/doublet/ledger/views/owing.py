"""What a brand owes, on its own page and on paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel import clock
from doublet.kernel.refusals import NotThere
from doublet.ledger import papers, periods, sheets, wording
from doublet.ledger.owing import Owing, currencies_of, owing_of
from doublet.ledger.views.statements import file_of
from doublet.people.access import SignedIn, for_roles


@for_roles("brand")
@require_safe
@never_cache
def owing(request: SignedIn) -> HttpResponse:
    """What is owed and by when, where to pay it, and what stands here of the brand's own money."""
    brand = request.user.brand
    assert brand is not None
    known = currencies_of(brand)
    if not known:
        return render(request, "ledger/owing.html", {"told": None})
    currency = _known(known, request.GET.get("currency", known[0]))
    told = owing_of(brand, currency)
    page = reverse("ledger:owing")
    months = sorted({periods.month_of(each.day).code for each in told.moved}, reverse=True)
    context = {
        "told": told,
        "currency": currency,
        "tabs": [(code, f"{page}?currency={code}") for code in known],
        "here": f"{page}?currency={currency}",
        "items": [(each, wording.due(each)) for each in told.items],
        "pay_to": papers.pay_to(brand),
        "moved": list(reversed(told.moved))[:50],
        "months": [periods.read(code) for code in months],
    }
    return render(request, "ledger/owing.html", context)


@for_roles("brand")
@require_safe
@never_cache
def paper(request: SignedIn, currency: str) -> HttpResponse:
    """What is owed, as a sealed PDF for the brand's own books."""
    told = _asked(request, currency)
    return file_of(papers.owing_pdf(told, at=clock.now()), "application/pdf", _name(told, "pdf"))


@for_roles("brand")
@require_safe
@never_cache
def table(request: SignedIn, currency: str) -> HttpResponse:
    """The same as a table."""
    told = _asked(request, currency)
    return file_of(sheets.owing_table(told).encode(), "text/csv; charset=utf-8", _name(told, "csv"))


def _asked(request: SignedIn, currency: str) -> Owing:
    brand = request.user.brand
    assert brand is not None
    stretch = periods.read(request.GET.get("period", ""))
    return owing_of(brand, _known(currencies_of(brand), currency), stretch)


def _known(currencies: list[str], currency: str) -> str:
    if currency not in currencies:
        raise NotThere("no_such_statement", "Nothing was ever owed or paid in this currency.")
    return currency


def _name(told: Owing, kind: str) -> str:
    return f"{'-'.join(filter(None, ('owed', told.currency, told.period.code)))}.{kind}"
