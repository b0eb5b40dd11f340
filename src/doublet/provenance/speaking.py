"""Pages for anybody, in the language of whoever asks: chosen by `?lang=`, else the one that the browser likes best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from doublet.consents.languages import CODES, Language, choices
from doublet.provenance.languages import best_of, language


def spoken(request: HttpRequest) -> Language:
    """The language of the page."""
    return language(chosen(request) or best_of(request.headers.get("Accept-Language", "")))


def chosen(request: HttpRequest) -> str:
    """The code of the language that was chosen by hand, to be kept in links; empty where none was."""
    code = request.GET.get("lang", "")
    return code if code in CODES else ""


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, said: Language, status: int = 200
) -> HttpResponse:
    """A page in a language, which tells caches that it has others."""
    told = {"said": said, "chosen": chosen(request), "languages": choices()}
    answer = render(request, template, {**context, **told}, status=status)
    answer["Content-Language"] = said.html
    patch_vary_headers(answer, ["Accept-Language"])
    return answer
