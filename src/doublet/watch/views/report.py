"""Reporting a picture, for anybody, without an account, in the language of whoever reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.consents.languages import Language
from doublet.kernel import limits
from doublet.kernel.refusals import Refused
from doublet.provenance.speaking import chosen, page, spoken
from doublet.watch.forms import ReportForm
from doublet.watch.reporting import actions
from doublet.watch.reporting.languages import language

MOST, SECONDS = 5, 3600


@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """The form. The answer is the same whether a picture is known here or not."""
    said = _said(request)
    form, status = ReportForm(said=said), 200
    if request.method == "POST":
        form, status = ReportForm(request.POST, request.FILES, said=said), 400
        if form.is_valid():
            if form.cleaned_data["website"]:
                return _thanks(request)
            picture = form.cleaned_data["picture"]
            try:
                limits.count("report", request.META.get("REMOTE_ADDR", ""), most=MOST, seconds=SECONDS)
                actions.report(told=form.told(), picture=picture.read() if picture else b"")
                return _thanks(request)
            except Refused as refused:
                form.explain(refused)
                status = refused.status
    return page(request, "watch/report.html", {"form": form}, said=said, status=status)


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """We have it, and what happens now."""
    return page(request, "watch/reported.html", {}, said=_said(request))


def _said(request: HttpRequest) -> Language:
    return language(spoken(request).code)


def _thanks(request: HttpRequest) -> HttpResponse:
    code = chosen(request)
    return redirect(reverse("watch:reported") + (f"?lang={code}" if code else ""))
