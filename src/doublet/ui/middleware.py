"""Turns a refusal into a page: the reason, the rule, and what to do next, with the right status."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doublet.kernel.refusals import Refused


class RefusalMiddleware:
    """Any refusal that a view did not turn into a form message becomes the refusal page."""

    def __init__(self, get_response):  # type: ignore[no-untyped-def]
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        response = render(request, "ui/refused.html", {"refused": exception}, status=exception.status)
        if request.headers.get("HX-Request"):
            response["HX-Retarget"] = "body"
            response["HX-Trigger"] = json.dumps({"refused": exception.code})
        return response
