"""A page that shows the API, made from its own document. No script, nothing from another host."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doublet.api.main import api
from doublet.people.rules import SCOPES


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation, part by part."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            row = {"method": method.upper(), "path": path, "words": told.get("description", "")}
            row["scope"] = told.get("x-scope")
            parts.setdefault(told["tags"][0], []).append(row)
    return render(request, "ui/api.html", {"parts": parts, "scopes": SCOPES})
