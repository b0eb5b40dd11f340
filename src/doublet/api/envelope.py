"""What stands around every operation: too large is refused unread, and a wrong method gets a problem too."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt

from doublet.api.problems import MAX_BODY, problem, too_big

View = Callable[..., HttpResponse]


def in_envelope(pattern: URLPattern) -> URLPattern:
    """The same address, with its view in the envelope."""
    pattern.callback = _wrapped(pattern.callback)
    return pattern


def _wrapped(view: View) -> View:
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or 0)
        if not length.isdecimal() or int(length) > MAX_BODY:
            return too_big()
        answer = view(request, *args, **kwargs)
        return _explained(answer) if isinstance(answer, HttpResponseNotAllowed) else answer

    functools.update_wrapper(run, view, updated=())
    return csrf_exempt(run)


def _explained(answer: HttpResponseNotAllowed) -> HttpResponse:
    allowed = answer["Allow"]
    told = problem(405, "method_not_allowed", f"This address takes {allowed}.", rule="INPUT")
    told["Allow"] = allowed
    return told


def nothing_here(_request: HttpRequest, rest: str = "") -> HttpResponse:
    """For every address that no operation has."""
    return problem(
        404, "no_such_address", "There is nothing at this address.", hint="See /api/v1/openapi.json."
    )


nothing_here = csrf_exempt(nothing_here)
