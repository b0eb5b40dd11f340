"""Moving a garment's points and typing its centimetres, with the drape redrawn on the fitting figure."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from doublet.engines.image import encode_jpeg
from doublet.engines.tryon.fitting import HEIGHT_CM, Fitted
from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import explain
from doublet.wardrobe import queries
from doublet.wardrobe.mark_forms import MarkForm
from doublet.wardrobe.marking import mark_garment, try_on
from doublet.wardrobe.models import Garment


@for_roles("brand")
@never_cache
def mark(request: SignedIn, pk: str) -> HttpResponse:
    """GET shows it; POST saves, or resets to what was found, or (button "redraw", and htmx) only redraws."""
    garment = queries.garment_for(request.user, pk)
    if not garment.report.get("landmarks"):
        return render(request, "wardrobe/mark_nothing.html", {"garment": garment})
    asked = request.POST if request.method == "POST" else None
    if asked is not None and "reset" in asked:
        mark_garment(by=request.user, garment=garment, points={}, size_cm=garment.size_cm)
        messages.success(request, "The points are where the engine found them.")
        return redirect("wardrobe:mark", garment.pk)
    form = MarkForm(garment, asked)
    if asked is None or not form.is_valid():
        status = 200 if asked is None else 400
        return _page(request, garment, form, None, status)
    try:
        return _done(request, garment, form)
    except Refused as refused:
        explain(form, refused, {})
        return _page(request, garment, form, None, refused.status)


def _done(request: SignedIn, garment: Garment, form: MarkForm) -> HttpResponse:
    points, sizes = form.moved(), form.sizes()
    if getattr(request, "htmx", False) or "redraw" in request.POST:
        return _page(
            request,
            garment,
            form,
            try_on(by=request.user, garment=garment, points=points, size_cm=sizes),
        )
    marked = mark_garment(by=request.user, garment=garment, points=points, size_cm=sizes)
    usable = "The engine can use it." if marked.wearable else "The engine cannot use it like this."
    messages.success(request, f"Points and centimetres are kept. {usable}")
    return redirect("wardrobe:garment", marked.pk)


def _page(
    request: SignedIn, garment: Garment, form: MarkForm, fitted: Fitted | None, status: int = 200
) -> HttpResponse:
    width, height = garment.report["photo"]
    drawn = "" if fitted is None or fitted.picture is None else _as_data(fitted)
    context = {
        "garment": garment,
        "form": form,
        "fitted": fitted,
        "drawn": drawn,
        "width": width,
        "height": height,
        "dot": round(max(width, height) / 95, 1),
        "reach": round(max(width, height) / 32, 1),
        "type": round(max(width, height) / 42, 1),
        "figure_cm": f"{HEIGHT_CM:.0f}",
    }
    part = getattr(request, "htmx", False)
    # htmx swaps only what answers with success; the words say what was refused
    return render(
        request, f"wardrobe/{'_fitting' if part else 'mark'}.html", context, status=200 if part else status
    )


def _as_data(fitted: Fitted) -> str:
    assert fitted.picture is not None
    return "data:image/jpeg;base64," + base64.b64encode(encode_jpeg(fitted.picture, quality=88)).decode()
