"""Retouching one frame. The brand does not see it before the model does; numbers and recipes stand in for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.engines.retouch import PRESETS
from doublet.engines.retouch.samples import preset_sample
from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import explain
from doublet.studio import queries
from doublet.studio.retouch_forms import RetouchForm
from doublet.studio.retouch_wording import told
from doublet.studio.retouching import retouch_frame, undo_retouch


@for_roles("brand")
@never_cache
def retouch(request: SignedIn, pk: str) -> HttpResponse:
    """Choose a recipe; every version so far stands below."""
    frame = queries.frame_for(request.user, pk)
    form = RetouchForm(request.POST or None, licence=frame.licence)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                version = retouch_frame(by=request.user, frame=frame, recipe=form.recipe())
                messages.success(request, f"Version {version.number} is made and goes to her review.")
                return redirect("studio:licence", frame.licence_id)
            except Refused as refused:
                explain(form, refused, {})
                status = refused.status
    context: dict[str, Any] = {
        "frame": frame,
        "form": form,
        "presets": list(PRESETS.values()),
        "versions": [(version, told(version)) for version in reversed(frame.retouches.all())],
        "decided": getattr(frame, "review", None) is not None,
        "numbers": [form[name] for name in form.fields if name not in ("preset", "background")],
    }
    return render(request, "studio/retouch.html", context, status=status)


@for_roles("brand")
@require_POST
def undo(request: SignedIn, pk: str) -> HttpResponse:
    """One version back."""
    frame = undo_retouch(by=request.user, frame=queries.frame_for(request.user, pk))
    messages.success(request, "Undone. The version before goes to her review.")
    return redirect("studio:retouch", frame.pk)


@require_safe
def preset(request: HttpRequest, preset: str) -> HttpResponse:
    """A recipe on a drawn sample: the left half before, the right half after."""
    if preset not in PRESETS:
        return HttpResponse(status=404)
    return HttpResponse(
        preset_sample(preset), "image/jpeg", headers={"Cache-Control": "public, max-age=86400"}
    )
