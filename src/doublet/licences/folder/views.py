"""One licence's folder, to read and to take away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.licences import queries
from doublet.licences.folder.pack import chapters, packed
from doublet.people.access import SignedIn, signed_in


@signed_in
@never_cache
@require_safe
def folder(request: SignedIn, pk: str) -> HttpResponse:
    """The chapters in their order."""
    found = queries.licence_for(request.user, pk)
    told = chapters(found, request.user)
    return render(request, "licences/folder.html", {"licence": found, "chapters": told})


@signed_in
@never_cache
@require_safe
def folder_zip(request: SignedIn, pk: str) -> HttpResponse:
    """The same as files."""
    found = queries.licence_for(request.user, pk)
    answer = HttpResponse(
        packed(found, request.user), "application/zip", headers={"Cache-Control": "private, no-store"}
    )
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}.zip"'
    return answer
