"""The self-test: anybody may attack the gate, on an instance that is made for it and thrown away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from doublet.story import runs


@never_cache
def selftest(request: HttpRequest) -> HttpResponse:
    """What the self-test does and what its newest run found so far; with POST, a new run, once a minute."""
    if request.method == "POST":
        runs.begin()
        return redirect("selftest")
    page = "ui/_selftest_run.html" if request.headers.get("HX-Request") else "ui/selftest.html"
    return render(request, page, {"run": runs.last(), "total": runs.TOTAL})
