"""What a model earned, to the cent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel import clock
from doublet.kernel.refusals import NotThere
from doublet.ledger import papers, queries
from doublet.people.access import for_roles, user_of
from doublet.people.models import ModelProfile
from doublet.people.queries import profile_of


@for_roles("model")
@require_safe
@never_cache
def statement(request: HttpRequest) -> HttpResponse:
    """Earned, taken, paid out, owed; picture by picture."""
    model = profile_of(user_of(request))
    known = queries.currencies(model)
    if not known:
        return render(request, "ledger/statement.html", {"told": None})
    currency = _known(model, request.GET.get("currency", known[0]))
    told = queries.statement(model, currency)
    dues = queries.due_dates(model, currency)
    page = reverse("ledger:statement")
    context = {
        "currency": currency,
        "tabs": [(code, f"{page}?currency={code}") for code in known],
        "here": f"{page}?currency={currency}",
        "told": told,
        "rows": [
            (line, line.split.gross - line.split.model, dues.get(line.reference)) for line in told.lines
        ],
        "taken": told.gross - told.net,
        "paid": queries.paid_out(model, currency),
        "payouts": queries.payouts(model, currency),
        "owed": queries.owed_to(model, currency),
        "next_due": queries.next_due(model, currency),
        "today": clock.now().date(),
    }
    return render(request, "ledger/statement.html", context)


@for_roles("model")
@require_safe
@never_cache
def paper(request: HttpRequest, currency: str) -> HttpResponse:
    """The statement as a sealed PDF."""
    model = profile_of(user_of(request))
    pdf = papers.statement_pdf(model, _known(model, currency), at=clock.now())
    return _file(pdf, "application/pdf", f"statement-{currency}.pdf")


@for_roles("model")
@require_safe
@never_cache
def table(request: HttpRequest, currency: str) -> HttpResponse:
    """The statement as a table."""
    model = profile_of(user_of(request))
    sheet = papers.statement_csv(model, _known(model, currency))
    return _file(sheet.encode(), "text/csv; charset=utf-8", f"statement-{currency}.csv")


def _known(model: ModelProfile, currency: str) -> str:
    if currency not in queries.currencies(model):
        raise NotThere("no_such_statement", "You have no earnings in this currency.")
    return currency


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
