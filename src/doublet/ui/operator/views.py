"""The operator's pages. An auditor may read every one of them, and act on none."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel import audit as chain
from doublet.kernel import witness
from doublet.kernel.refusals import Refused
from doublet.ledger import brand_money, checking
from doublet.licences.restoring import accept_database
from doublet.people.access import SignedIn, for_roles, signed_in_just_now, user_of
from doublet.people.forms import explain
from doublet.rulebook import queries as rulebook
from doublet.ui.operator import reading
from doublet.ui.operator.forms import DatabaseForm, EventFilter, PaymentForm

PAGE = 50


@for_roles("operator", "auditor")
@never_cache
@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """How the machine stands."""
    files = reading.model_files()
    context = {
        "queues": reading.queues(),
        "head": reading.last_event(),
        "balances": reading.balances(),
        "waiting": reading.waiting_for_a_person(),
        "answered": rulebook.setup() is not None,
        "files": files,
        "put_back": witness.problem(chain.head()),
        "database_form": DatabaseForm(),
        "missing": [file for file in files if file.state != "here"],
    }
    return render(request, "ui/operator/overview.html", context)


@for_roles("operator")
@signed_in_just_now
@never_cache
@require_POST
def database(request: HttpRequest) -> HttpResponse:
    """Take over a database that was put back; what was withdrawn since is withdrawn again."""
    again = accept_database(by=user_of(request), because=request.POST.get("because", ""))
    messages.success(
        request, f"Taken over. Permissions that were withdrawn again: {len(again) or 'none were open'}."
    )
    return redirect("operator:overview")


@for_roles("operator", "auditor")
@never_cache
@require_safe
def audit(request: SignedIn) -> HttpResponse:
    """The log, page by page."""
    return render(request, "ui/operator/audit.html", _log(request))


@for_roles("operator", "auditor")
@never_cache
@require_POST
def audit_check(request: SignedIn) -> HttpResponse:
    """Walk the whole chain now."""
    count, problems = chain.check()
    context = _log(request) | {"checked": True, "count": count, "problems": problems[:20]}
    return render(request, "ui/operator/audit.html", context)


@for_roles("operator", "auditor")
@never_cache
@require_safe
def ledger(request: SignedIn) -> HttpResponse:
    """Every posting, and the trial balance."""
    return _ledger(request, PaymentForm())


@for_roles("operator")
@never_cache
@require_POST
def payment(request: SignedIn) -> HttpResponse:
    """Note a payment that stands at the bank."""
    form = PaymentForm(request.POST)
    if not form.is_valid():
        return _ledger(request, form, status=400)
    try:
        given = form.cleaned_data
        brand_money.receive_payment(
            by=request.user, brand=given["brand"], amount=form.paid(), reference=given["reference"]
        )
    except Refused as refused:
        explain(form, refused, {"already_noted": "reference", "reference_length": "reference"})
        return _ledger(request, form, status=refused.status)
    messages.success(request, f"Noted: {form.paid()} from {given['brand']}.")
    return redirect("operator:ledger")


@for_roles("operator", "auditor")
@never_cache
@require_POST
def ledger_check(request: SignedIn) -> HttpResponse:
    """Prove every posting now."""
    count, problems = checking.check()
    return _ledger(request, PaymentForm(), checked=True, count=count, problems=problems[:20])


@for_roles("operator")
@require_safe
def captures(_request: SignedIn) -> HttpResponse:
    """Photos of people are shown to those who act on them only, on the page of capture."""
    return redirect("twins:unconfirmed")


def _log(request: HttpRequest) -> dict[str, Any]:
    form = EventFilter(reading.kinds(), request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    kind, subject = asked.get("kind", ""), asked.get("subject", "").strip()
    return {
        "form": form,
        "page": _page(request, reading.events(kind=kind, subject=subject)),
        "kind": kind,
        "subject": subject,
        "head": reading.last_event(),
    }


def _ledger(request: SignedIn, form: PaymentForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "balances": reading.balances(), "page": _page(request, reading.postings())}
    return render(request, "ui/operator/ledger.html", context | more, status=status)


def _page(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))
