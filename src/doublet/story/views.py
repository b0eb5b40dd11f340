"""The self-test: anybody may attack the gate, on an instance that is made for it and thrown away."""

from __future__ import annotations

import threading
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from doublet.kernel import limits
from doublet.kernel.refusals import Refused
from doublet.story import sandbox

_one_at_a_time = threading.Lock()


@never_cache
def selftest(request: HttpRequest) -> HttpResponse:
    """What the self-test does; with POST, what it found. Once a minute for the whole instance."""
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            context = _attack()
        except Refused as refused:
            context, status = {"refused": refused}, refused.status
    if request.headers.get("HX-Request"):
        status = 200  # htmx shows nothing else
    return render(request, "ui/selftest.html", context, status=status)


def _attack() -> dict[str, Any]:
    if not _one_at_a_time.acquire(blocking=False):
        raise limits.TooOften(
            "running_now",
            "Somebody is running the self-test just now.",
            rule="HOUSE-LIMIT",
            hint="Wait for its end.",
        )
    try:
        limits.count("selftest", "everybody", most=1, seconds=60)
        results = sandbox.run_attacks()
    finally:
        _one_at_a_time.release()
    held = sum(result["refused"] and result["audited"] for result in results)
    return {"results": results, "held": held, "whole": held == len(results)}
