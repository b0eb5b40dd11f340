"""A brand's wardrobe: the grid, one garment with what the engine says of it, and adding one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles, signed_in
from doublet.people.forms import explain
from doublet.wardrobe import actions, credentials, queries
from doublet.wardrobe.drawing import points_svg
from doublet.wardrobe.forms import FIELD_OF, GarmentForm

PRIVATE = {"Cache-Control": "private, no-store"}


@for_roles("brand")
@never_cache
@require_safe
def garments(request: SignedIn) -> HttpResponse:
    """Every garment as a picture."""
    found = list(queries.visible_garments(request.user))
    context = {
        "garments": [garment for garment in found if not garment.retired_at],
        "retired": [garment for garment in found if garment.retired_at],
    }
    return render(request, "wardrobe/garments.html", context)


@for_roles("brand")
@never_cache
def add(request: SignedIn) -> HttpResponse:
    """A new garment; the next page shows what the engine says of its photo."""
    form = GarmentForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                data = form.cleaned_data["photo"].read()
                garment = actions.add_garment(by=request.user, data=data, **form.described())
                return redirect("wardrobe:garment", garment.pk)
            except Refused as refused:
                explain(form, refused, {refused.code: FIELD_OF.get(refused.code, "photo")})
                status = refused.status
    return render(request, "wardrobe/add.html", {"form": form}, status=status)


@signed_in
@never_cache
@require_safe
def garment(request: SignedIn, pk: str) -> HttpResponse:
    """One garment, with the engine's report."""
    found = queries.garment_for(request.user, pk)
    findings = found.report.get("findings", [])
    context = {
        "garment": found,
        "findings": findings,
        "points": found.report.get("landmarks", {}),
        "sizes": [(name.capitalize(), f"{size:g} cm") for name, size in found.size_cm.items()],
    }
    return render(request, "wardrobe/garment.html", context)


@signed_in
@require_safe
def photo(request: SignedIn, pk: str) -> HttpResponse:
    """The front photo."""
    return HttpResponse(queries.photo(queries.garment_for(request.user, pk)), "image/jpeg", headers=PRIVATE)


@signed_in
@require_safe
def thumbnail(request: SignedIn, pk: str) -> HttpResponse:
    """The front photo, small."""
    small = queries.thumbnail(queries.garment_for(request.user, pk))
    return HttpResponse(small, "image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


@signed_in
@require_safe
def points(request: SignedIn, pk: str) -> HttpResponse:
    """The points that the engine found, to lie over the photo."""
    found = queries.garment_for(request.user, pk)
    width, height = found.report.get("photo", (0, 0))
    drawn = points_svg(found.report.get("landmarks", {}), width, height)
    return HttpResponse(drawn, "image/svg+xml", headers=PRIVATE)


@for_roles("brand")
@require_POST
def credential(request: SignedIn, pk: str) -> HttpResponse:
    """What of its content credential goes along with pictures."""
    whole = request.POST.get("whole") == "yes"
    found = credentials.send_credential(
        by=request.user, thing=queries.garment_for(request.user, pk), whole=whole
    )
    messages.success(request, "It goes along whole." if whole else "Its hash alone goes along.")
    return redirect("wardrobe:garment", found.pk)


@for_roles("brand")
@require_POST
def retire(request: SignedIn, pk: str) -> HttpResponse:
    """Take it out of the wardrobe."""
    found = actions.retire_garment(by=request.user, garment=queries.garment_for(request.user, pk))
    messages.success(request, f"“{found}” is retired. Licences that name it keep it.")
    return redirect("wardrobe:garments")


@for_roles("brand")
@never_cache
@require_safe
def as_csv(request: SignedIn) -> HttpResponse:
    """The wardrobe as a file."""
    answer = HttpResponse(queries.as_csv(request.user), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="wardrobe.csv"'
    return answer
