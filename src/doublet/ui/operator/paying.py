"""The operator's pages of payout runs. An auditor reads them; two operators act on them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel.money import Money
from doublet.kernel.refusals import NotThere, Unavailable
from doublet.ledger.models import Payout, PayoutItem
from doublet.ledger.payouts import approving, files, planning, sending, service, settling
from doublet.ledger.payouts.payees import currencies
from doublet.people.access import SignedIn, for_roles, signed_in_just_now, user_of, with_second_factor
from doublet.ui.operator.answers import download


@for_roles("operator", "auditor")
@never_cache
@require_safe
def payout_runs(request: SignedIn) -> HttpResponse:
    """What could be paid out, and every run so far."""
    context = {
        "previews": [planning.preview(currency) for currency in currencies()],
        "ways": _ways(),
        "runs": Payout.objects.select_related("made_by", "approved_by").prefetch_related("items"),
    }
    return render(request, "ui/operator/payouts.html", context)


@for_roles("operator", "auditor")
@never_cache
@require_safe
def payout_preview(request: SignedIn) -> HttpResponse:
    """Who would get how much, and who nothing, and why."""
    currency, way = request.GET.get("currency", "EUR"), request.GET.get("way", "file")
    told = planning.preview(currency[:3], way)
    return render(request, "ui/operator/payout_preview.html", {"told": told, "way": planning.WAYS[way]})


@for_roles("operator")
@require_POST
@with_second_factor
def payout_plan(request: SignedIn) -> HttpResponse:
    """Write the run down for a second person."""
    run = planning.plan(
        by=request.user, currency=request.POST.get("currency", "")[:3], way=request.POST.get("way", "file")
    )
    messages.success(request, "Planned. Nothing is paid before another operator approves it.")
    return redirect("operator:payout", run.pk)


@for_roles("operator", "auditor")
@never_cache
@require_safe
def payout(request: SignedIn, pk: str) -> HttpResponse:
    """One run: every payment in it, and what comes next."""
    run = _run(pk)
    items = list(run.items.select_related("tax_rule"))
    context = {
        "run": run,
        "items": items,
        "way": planning.WAYS.get(run.way, run.way),
        "gross": sum(item.gross_minor for item in items),
        "tax": sum(item.tax_minor for item in items),
        "left_out": [(name, Money(minor, run.currency), why) for name, minor, _, why in run.left_out],
        "own": run.made_by_id == request.user.pk,
        "cancellable": run.status == "draft" or (run.way == "file" and run.status in ("approved", "sent")),
    }
    return render(request, "ui/operator/payout.html", context)


@for_roles("operator")
@require_POST
@signed_in_just_now
def payout_approve(request: HttpRequest, pk: str) -> HttpResponse:
    """A second person's yes; sending begins at once."""
    run = approving.approve(by=user_of(request), payout=_run(pk))
    messages.success(request, "Approved: it stands in the books.")
    return _send(request, run)


@for_roles("operator")
@require_POST
@with_second_factor
def payout_send(request: SignedIn, pk: str) -> HttpResponse:
    """Carry on where sending stopped."""
    return _send(request, _run(pk))


@for_roles("operator")
@require_POST
@with_second_factor
def payout_cancel(request: SignedIn, pk: str) -> HttpResponse:
    """Stop a run; what was posted is given back."""
    approving.cancel(by=request.user, payout=_run(pk), reason=request.POST.get("reason", ""))
    messages.success(request, "Cancelled. Everything is owed again as before.")
    return redirect("operator:payout", pk)


@for_roles("operator")
@require_POST
@with_second_factor
def payout_item(request: SignedIn, pk: str) -> HttpResponse:
    """One payment: proved by hand, come back, or tried again."""
    item = get_object_or_404(PayoutItem, pk=pk)
    given = request.POST
    if "prove" in given:
        sending.prove(
            by=request.user,
            item=item,
            reference=given.get("reference", ""),
            evidence=given.get("evidence", ""),
        )
        messages.success(request, f"{item.name}: paid, with its proof.")
    elif "again" in given:
        sending.try_again(by=request.user, item=item)
        return _send(request, item.payout)
    else:
        settling.return_item(
            by=request.user, item=item, reason=given.get("reason", ""), bounced="bounced" in given
        )
        messages.success(request, f"{item.name}: it is owed again.")
    return redirect("operator:payout", item.payout_id)


@for_roles("operator", "auditor")
@never_cache
@require_safe
def payout_xml(_request: SignedIn, pk: str) -> HttpResponse:
    """A run's file for the bank (ISO 20022, pain.001)."""
    run = _run(pk)
    if not run.file:
        raise NotThere(
            "no_file_yet", "This run has no file for a bank: it was not approved, or is paid another way."
        )
    return download(run.file.encode(), "application/xml", f"{run.pk}.xml")


@for_roles("operator", "auditor")
@never_cache
@require_safe
def payout_csv(_request: SignedIn, pk: str) -> HttpResponse:
    """A run's payments as a table."""
    run = _run(pk)
    if run.way != "file":
        raise NotThere("no_file_yet", "Only a run for the bank has a table of bank accounts.")
    return download(files.csv_of(run), "text/csv; charset=utf-8", f"{run.pk}.csv")


def _send(request: HttpRequest, run: Payout) -> HttpResponse:
    try:
        run = sending.send(payout=run)
    except Unavailable as refused:
        messages.warning(request, f"{refused.reason} {refused.hint}")
    if run.status == Payout.Status.SENT and run.way == "file":
        messages.success(
            request, "The file for the bank is ready. Upload it there, then read the bank's statement."
        )
    return redirect("operator:payout", run.pk)


def _run(pk: str) -> Payout:
    return get_object_or_404(Payout.objects.select_related("made_by", "approved_by"), pk=pk)


def _ways() -> list[tuple[str, str]]:
    """The ways that this instance can pay out by."""
    return [(way, words) for way, words in planning.WAYS.items() if way != "stripe" or service.is_set_up()]
