"""The books as an operator or auditor reads them: trial balance, accounts, postings, ageing, export."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel import clock
from doublet.kernel.refusals import NotThere
from doublet.ledger import ageing, papers, periods, sheets
from doublet.ledger import trial as balances
from doublet.ledger.export import FORMATS, write
from doublet.ledger.models import Posting
from doublet.ledger.telling import currencies_of, statement_of
from doublet.ledger.views import shown
from doublet.ledger.views.statements import file_of
from doublet.people.access import SignedIn, for_roles

READERS = ("operator", "auditor")
PAGE = 50


@for_roles(*READERS)
@never_cache
@require_safe
def trial(request: SignedIn) -> HttpResponse:
    """Every kind of account with what it means and what stands on it; all of it together is zero."""
    return render(request, "ui/operator/trial.html", {"trial": balances.trial(), "formats": FORMATS})


@for_roles(*READERS)
@never_cache
@require_safe
def trial_csv(_request: SignedIn) -> HttpResponse:
    """Every account with its balance, as a table."""
    return file_of(balances.table().encode(), "text/csv; charset=utf-8", "trial-balance.csv")


@for_roles(*READERS)
@never_cache
@require_safe
def account(request: SignedIn, code: str) -> HttpResponse:
    """One kind of account, account by account; or one account, entry by entry."""
    if balances.is_kind(code):
        context: dict[str, Any] = {"kind": balances.kind(code)}
        return render(request, "ui/operator/accounts.html", context)
    told = balances.account(code)
    page = _page(request, told.entries)
    return render(
        request,
        "ui/operator/account.html",
        {"told": told, "page": page, "rows": balances.running(told, page)},
    )


@for_roles(*READERS)
@never_cache
@require_safe
def posting(request: SignedIn, pk: str) -> HttpResponse:
    """One posting: what happened, what it was about, both sides of it."""
    found = get_object_or_404(Posting.objects.prefetch_related("entries"), pk=pk)
    return render(request, "ui/operator/posting.html", balances.posting(found) | {"posting": found})


@for_roles(*READERS)
@never_cache
@require_safe
def aged(request: SignedIn) -> HttpResponse:
    """What brands owe, by how late it is."""
    rows = ageing.ageing(clock.now().date())
    heads = [words for _, words in ageing.BUCKETS]
    if request.GET.get("format") == "csv":
        head = (
            "brand",
            "name",
            "currency",
            "pictures",
            "oldest_due",
            *(code for code, _ in ageing.BUCKETS),
            "together",
        )
        cells = [
            [r.brand, r.name, r.currency, r.pictures, r.oldest_due, *r.amounts, r.together] for r in rows
        ]
        return file_of(sheets.table(head, cells).encode(), "text/csv; charset=utf-8", "ageing.csv")
    shown_rows = [(row, list(zip(heads, row.amounts, strict=True))) for row in rows]
    return render(request, "ui/operator/ageing.html", {"rows": shown_rows, "heads": heads})


@for_roles(*READERS)
@never_cache
@require_safe
def export(request: SignedIn) -> StreamingHttpResponse:
    """The whole ledger, or a period of it, as a file."""
    form, period = request.GET.get("format", "beancount"), periods.read(request.GET.get("period", ""))
    pieces = write(form, period=period, named=request.GET.get("names") == "yes")
    name = f"{'-'.join(filter(None, ('ledger', period.code)))}.{FORMATS[form].ending}"
    return StreamingHttpResponse(
        pieces,
        content_type=FORMATS[form].kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@for_roles(*READERS)
@never_cache
@require_safe
def platform(request: SignedIn) -> HttpResponse:
    """What the operator itself earned: its fee, picture by picture."""
    known = currencies_of("platform", "")
    if not known:
        return render(request, "ui/operator/platform.html", {"told": None})
    currency = request.GET.get("currency", known[0])
    if currency not in known:
        raise NotThere("no_such_statement", "Nothing was earned in this currency.")
    period = request.GET.get("period", "")
    told = statement_of("platform", "", currency, periods.read(period))
    if request.GET.get("format") == "pdf":
        return file_of(
            papers.statement_pdf(told, at=clock.now()), "application/pdf", f"platform-{currency}.pdf"
        )
    if request.GET.get("format") == "csv":
        text = sheets.statement_table(told)
        return file_of(text.encode(), "text/csv; charset=utf-8", f"platform-{currency}.csv")
    page = shown.page_of("platform", "", currency, number=request.GET.get("page"))
    context = {
        "payee": "platform",
        "currency": currency,
        "known": known,
        "here": f"{request.path}?currency={currency}",
    }
    return render(request, "ui/operator/platform.html", context | page)


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))
