"""The self-test: anybody may attack the gate, on an instance that is made for it and thrown away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from doublet.kernel import limits
from doublet.kernel.refusals import Refused
from doublet.story import sandbox


@never_cache
def selftest(request: HttpRequest) -> HttpResponse:
    """What the self-test does; with POST, what it found. Once a minute for the whole instance."""
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            limits.count("selftest", "everybody", most=1, seconds=60)
            results = sandbox.run_attacks()
            held = sum(result["refused"] and result["audited"] for result in results)
            context = {"results": results, "held": held, "whole": held == len(results)}
        except Refused as refused:
            context, status = {"refused": refused}, refused.status
    return render(request, "ui/selftest.html", context, status=status)
