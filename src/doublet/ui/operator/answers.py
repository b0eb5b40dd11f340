"""Answers that several of the operator's pages give."""

from __future__ import annotations

from django.http import HttpResponse


def download(data: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
