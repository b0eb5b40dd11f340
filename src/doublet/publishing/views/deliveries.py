"""Deliveries: an approved picture made ready for one place, its file, and where it was published."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel.refusals import Refused
from doublet.licences.queries import licence_for
from doublet.people.access import SignedIn, for_roles, signed_in
from doublet.people.forms import explain
from doublet.provenance.holds import hold_of
from doublet.publishing import actions, queries
from doublet.publishing.bundle import bundle
from doublet.publishing.forms import FIELD_OF, AltTextForm, PlacementForm
from doublet.publishing.models import Delivery
from doublet.publishing.profiles import PROFILES
from doublet.publishing.shapes import part_size
from doublet.studio.queries import frame_for

PRIVATE = {"Cache-Control": "private, no-store"}


@signed_in
@never_cache
@require_safe
def deliveries(request: SignedIn) -> HttpResponse:
    """Every file that was made ready."""
    rows = [(each, PROFILES.get(each.profile)) for each in queries.visible_deliveries(request.user)]
    return render(request, "publishing/deliveries.html", {"rows": rows})


@signed_in
@never_cache
@require_safe
def of_licence(request: SignedIn, pk: str) -> HttpResponse:
    """The approved pictures of one licence, and what was delivered of each."""
    found = licence_for(request.user, pk)
    context = {
        "licence": found,
        "frames": queries.approved_frames(found),
        "bundled": queries.visible_deliveries(request.user).filter(frame__licence=found).exists(),
    }
    return render(request, "publishing/of_licence.html", context)


@signed_in
@require_safe
def preview(request: SignedIn, pk: str) -> HttpResponse:
    """A picture to look at: whole for the model herself; for others, once she said yes, small and marked."""
    shown = queries.picture_for(request.user, frame_for(request.user, pk))
    return HttpResponse(shown, content_type="image/jpeg", headers=PRIVATE)


@signed_in
@require_safe
def sample(request: SignedIn, pk: str, profile: str) -> HttpResponse:
    """What a place would make of a picture: its cut and its label."""
    shown = queries.sample_for(request.user, frame_for(request.user, pk), profile)
    return HttpResponse(shown, content_type="image/jpeg", headers=PRIVATE)


@signed_in
@require_safe
def shown(request: SignedIn, pk: str) -> HttpResponse:
    """A delivered file to look at."""
    small = queries.delivered_for(queries.delivery_for(request.user, pk))
    return HttpResponse(small, content_type="image/jpeg", headers=PRIVATE)


@for_roles("brand")
@never_cache
def deliver(request: SignedIn, pk: str) -> HttpResponse:
    """Choose where a picture will be shown; that decides its label."""
    frame = frame_for(request.user, pk)
    refused, status = None, 200
    if request.method == "POST":
        try:
            made = actions.deliver(by=request.user, frame=frame, profile=request.POST.get("profile", ""))
            return redirect("publishing:delivery", made.pk)
        except Refused as error:
            refused, status = error, error.status
    places = queries.places_for(frame, request.user.brand_id)
    named = request.POST.get("profile") or request.GET.get("profile", "")
    chosen = PROFILES.get(named)
    context = {
        "frame": frame,
        "places": [place for place in places if place.open],
        "closed": [place for place in places if not place.open],
        "chosen": chosen,
        "cut": part_size(frame.width, frame.height, chosen.shape, chosen.most_side) if chosen else None,
        "refused": refused,
        "held": hold_of(frame.pk),
    }
    return render(request, "publishing/deliver.html", context, status=status)


@signed_in
@never_cache
@require_safe
def delivery(request: SignedIn, pk: str) -> HttpResponse:
    """One delivered file: its label, its credential, and where it was published."""
    found = queries.delivery_for(request.user, pk)
    return render(request, "publishing/delivery.html", _about(found, PlacementForm()))


@for_roles("brand")
@require_POST
def download(request: SignedIn, pk: str) -> HttpResponse:
    """The file itself. The gate is asked again, and the download is written into the books."""
    found = queries.delivery_for(request.user, pk)
    file = actions.download(by=request.user, delivery=found)
    answer = HttpResponse(file, content_type="image/jpeg", headers=PRIVATE)
    answer["Content-Disposition"] = f'attachment; filename="{found.credential_id}.jpg"'
    return answer


@for_roles("brand")
@require_POST
def bundled(request: SignedIn, pk: str) -> HttpResponse:
    """Every delivered file of a licence as one zip; the gate is asked for each."""
    found = licence_for(request.user, pk)
    parts = bundle(by=request.user, licence=found)
    answer = StreamingHttpResponse(parts, content_type="application/zip", headers=PRIVATE)
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}-deliveries.zip"'
    return cast(HttpResponse, answer)  # the guards only hand it on


@for_roles("brand")
@require_POST
def describe(request: SignedIn, pk: str) -> HttpResponse:
    """Another alt text."""
    found = queries.delivery_for(request.user, pk)
    form, status = AltTextForm(request.POST), 400
    if form.is_valid():
        try:
            actions.write_alt_text(by=request.user, delivery=found, **form.cleaned_data)
            return redirect("publishing:delivery", pk)
        except Refused as refused:
            explain(form, refused, {"alt_text_length": "words", "alt_text_silent": "words"})
            status = refused.status
    return render(request, "publishing/delivery.html", _about(found, PlacementForm(), form), status=status)


@for_roles("brand")
@require_POST
def note(request: SignedIn, pk: str) -> HttpResponse:
    """Say where it was published."""
    found = queries.delivery_for(request.user, pk)
    form = PlacementForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            actions.note_placement(by=request.user, delivery=found, **form.cleaned_data)
            messages.success(request, "Noted. If permission is withdrawn, this place gets a dated task.")
            return redirect("publishing:delivery", pk)
        except Refused as refused:
            explain(form, refused, FIELD_OF)
            status = refused.status
    return render(request, "publishing/delivery.html", _about(found, form), status=status)


def _about(found: Delivery, form: PlacementForm, alt: AltTextForm | None = None) -> dict[str, Any]:
    return {
        "alt": alt or AltTextForm(initial={"words": found.alt_text}),
        "checks": found.report.get("checks", ()),
        "delivery": found,
        "profile": PROFILES.get(found.profile),
        "licence": found.frame.licence,
        "held": hold_of(found.frame_id),
        "placements": queries.placements_of(found),
        "form": form,
    }
