"""A brand's own backgrounds: the grid with a form beneath it, each one small, and taking one out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles, signed_in
from doublet.people.forms import explain
from doublet.wardrobe import credentials, queries
from doublet.wardrobe.forms import PlateForm
from doublet.wardrobe.plates import add_plate, retire_plate

_FIELD_OF = {"name_length": "name", "unknown_setting": "setting"}


@for_roles("brand")
@never_cache
def plates(request: SignedIn) -> HttpResponse:
    """Every background of the brand; a new one is added on the same page."""
    form = PlateForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                chosen = form.cleaned_data
                plate = add_plate(
                    by=request.user,
                    data=chosen["photo"].read(),
                    name=chosen["name"],
                    setting=chosen["setting"],
                )
                messages.success(request, f"“{plate}” can be chosen in briefs from now on.")
                return redirect("wardrobe:plates")
            except Refused as refused:
                explain(form, refused, {refused.code: _FIELD_OF.get(refused.code, "photo")})
                status = refused.status
    found = list(queries.visible_plates(request.user))
    context = {
        "form": form,
        "plates": [plate for plate in found if not plate.retired_at],
        "retired": [plate for plate in found if plate.retired_at],
    }
    return render(request, "wardrobe/plates.html", context, status=status)


@signed_in
@require_safe
def thumbnail(request: SignedIn, pk: str) -> HttpResponse:
    """One background, small."""
    small = queries.plate_thumbnail(queries.plate_for(request.user, pk))
    return HttpResponse(small, "image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


@for_roles("brand")
@require_POST
def credential(request: SignedIn, pk: str) -> HttpResponse:
    """What of its content credential goes along with pictures."""
    whole = request.POST.get("whole") == "yes"
    credentials.send_credential(by=request.user, thing=queries.plate_for(request.user, pk), whole=whole)
    messages.success(request, "It goes along whole." if whole else "Its hash alone goes along.")
    return redirect("wardrobe:plates")


@for_roles("brand")
@require_POST
def retire(request: SignedIn, pk: str) -> HttpResponse:
    """Take it out of use."""
    found = retire_plate(by=request.user, plate=queries.plate_for(request.user, pk))
    messages.success(request, f"“{found}” is retired. Licences that name it keep it.")
    return redirect("wardrobe:plates")
