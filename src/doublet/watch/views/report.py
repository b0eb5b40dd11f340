"""Reporting a picture, for anybody, without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel import limits
from doublet.kernel.refusals import Refused
from doublet.people.forms import explain
from doublet.watch.forms import ReportForm
from doublet.watch.reporting import actions

MOST, SECONDS = 5, 3600
_FIELD_OF = {
    "no_good_faith": "good_faith",
    "no_place": "places",
    "no_signature": "signature",
    "unknown_kind": "kind",
}


@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """The form. The answer is the same whether a picture is known here or not."""
    form, status = ReportForm(), 200
    if request.method == "POST":
        form, status = ReportForm(request.POST, request.FILES), 400
        if form.is_valid():
            if form.cleaned_data["website"]:
                return redirect("watch:reported")
            picture = form.cleaned_data["picture"]
            try:
                limits.count("report", request.META.get("REMOTE_ADDR", ""), most=MOST, seconds=SECONDS)
                actions.report(told=form.told(), picture=picture.read() if picture else b"")
                return redirect("watch:reported")
            except Refused as refused:
                explain(
                    form,
                    refused,
                    _FIELD_OF | ({} if refused.code in _FIELD_OF else {refused.code: "picture"}),
                )
                status = refused.status
    return render(request, "watch/report.html", {"form": form}, status=status)


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """We have it, and what happens now."""
    return render(request, "watch/reported.html")
