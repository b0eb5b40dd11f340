"""The review board: every waiting picture on one full screen, by keyboard or by swipe; and her yes to many at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import explain
from doublet.publishing import actions, batching, queries
from doublet.publishing.board import pictures, reasons, share_of
from doublet.publishing.forms import BatchRuleForm


@for_roles("model")
@require_safe
@never_cache
def board(request: SignedIn) -> HttpResponse:
    """All of them on one screen."""
    waiting = pictures(request.user)
    badges = sorted({each["badge"] for each in waiting})
    context = {"pictures": waiting, "reasons": reasons(), "badges": badges}
    return render(request, "publishing/board.html", context)


@for_roles("model")
@require_POST
def decide(request: SignedIn, pk: str) -> HttpResponse:
    """Her yes or no to one picture, from the board; answers JSON, a refusal too."""
    try:
        frame = queries.hers(request.user, pk)
        comment, seen = request.POST.get("comment", ""), request.POST.get("seen", "")
        if request.POST.get("decision") == "approved":
            actions.approve(by=request.user, frame=frame, comment=comment, seen=seen)
        else:
            actions.reject(
                by=request.user, frame=frame, reason=request.POST.get("reason", ""), comment=comment
            )
    except Refused as refused:
        return JsonResponse(refused.as_dict(), status=refused.status)
    return JsonResponse({"frame": pk, "share": share_of(frame.licence).format()})


@for_roles("model")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def batch(request: SignedIn) -> HttpResponse:
    """Her own rule, which pictures it covers today, and one yes to exactly those."""
    model, status = request.user.profile, 200
    rule = batching.rule_of(request.user)
    form = BatchRuleForm(initial={"room": rule.room, "likeness_room": rule.likeness_room} if rule else None)
    if request.method == "POST":
        match request.POST.get("do"):
            case "approve":
                seen = dict(each.partition(":")[::2] for each in request.POST.getlist("seen"))
                return _approved(request, batching.approve_covered(by=request.user, seen=seen))
            case "drop":
                batching.drop_rule(by=request.user, model=model)
                return redirect("publishing:batch")
        form, status = BatchRuleForm(request.POST), 400
        if form.is_valid():
            try:
                batching.set_rule(by=request.user, model=model, **form.cleaned_data)
                return redirect("publishing:batch")
            except Refused as refused:
                explain(form, refused, {})
    rows = batching.covered(request.user)
    inside = [row for row in rows if not row.against]
    context = {
        "rule": rule,
        "form": form,
        "inside": inside,
        "outside": [row for row in rows if row.against],
        "sums": _sums([share_of(row.frame.licence) for row in inside]),
    }
    return render(request, "publishing/batch.html", context, status=status)


def _approved(request: SignedIn, outcome: batching.Outcome) -> HttpResponse:
    count = len(outcome.approved)
    messages.success(request, f"Approved: {count} picture{'' if count == 1 else 's'}.")
    for why in sorted(set(outcome.left.values())):
        messages.warning(request, f"Left for you to look at: {why}")
    return redirect("publishing:review")


def _sums(shares: list[Money]) -> list[Money]:
    """One sum for each currency."""
    sums: dict[str, Money] = {}
    for share in shares:
        sums[share.currency] = sums[share.currency] + share if share.currency in sums else share
    return list(sums.values())
