"""The studio: asking for pictures under a licence, and watching them come."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel.refusals import Refused
from doublet.licences.models import Licence
from doublet.licences.queries import licence_for, visible_licences
from doublet.people.access import SignedIn, for_roles, signed_in
from doublet.people.forms import explain
from doublet.people.models import Role
from doublet.studio import actions, engines, queries
from doublet.studio.forms import ShotsForm
from doublet.studio.models import Shot

SHOWN_AS = {
    "queued": "waiting",
    "making": "running",
    "marking": "running",
    "ready": "done",
    "held_back": "failed",
}


@signed_in
@never_cache
@require_safe
def studio(request: SignedIn) -> HttpResponse:
    """Every licence in force, and how many of its pictures are made."""
    rows = [
        (licence, actions.taken(licence), licence.terms["pictures"], queries.cover(licence))
        for licence in visible_licences(request.user).filter(status=Licence.Status.ACTIVE)
    ]
    return render(request, "studio/studio.html", {"rows": rows})


@signed_in
@never_cache
@require_safe
def licence(request: SignedIn, pk: str) -> HttpResponse:
    """The pictures of one licence."""
    found = licence_for(request.user, pk)
    return render(request, "studio/licence.html", _board(request, found))


@signed_in
@never_cache
@require_safe
def board(request: SignedIn, pk: str) -> HttpResponse:
    """The part of the page that moves: it asks for itself while something is in work."""
    return render(request, "studio/_board.html", _board(request, licence_for(request.user, pk)))


@for_roles("brand")
@never_cache
def ask(request: SignedIn, pk: str) -> HttpResponse:
    """Ask for pictures."""
    found = licence_for(request.user, pk)
    form = ShotsForm(request.POST or None, licence=found)
    status = 200
    if request.method == "POST" and "count" not in request.POST:
        status = 400
        if form.is_valid():
            try:
                shots = actions.request_shots(by=request.user, licence=found, wishes=form.wishes())
                noun = "1 picture is" if len(shots) == 1 else f"{len(shots)} pictures are"
                messages.success(request, f"{noun} waiting for the engine.")
                return redirect("studio:licence", pk)
            except Refused as refused:
                explain(form, refused, {})
                status = refused.status
    return render(
        request, "studio/ask.html", {"licence": found, "form": form, **_count(form, found)}, status=status
    )


@for_roles("brand")
@never_cache
@require_POST
def count(request: SignedIn, pk: str) -> HttpResponse:
    """How many pictures the ticks amount to."""
    found = licence_for(request.user, pk)
    return render(request, "studio/_count.html", _count(ShotsForm(request.POST, licence=found), found))


@for_roles("brand")
@require_POST
def cancel(request: SignedIn, pk: str) -> HttpResponse:
    """Take back a picture that still waits."""
    shot = actions.cancel_shot(by=request.user, shot=queries.shot_for(request.user, pk))
    return redirect("studio:licence", shot.licence_id)


@for_roles("brand")
@require_POST
def another(request: SignedIn, pk: str) -> HttpResponse:
    """Ask another engine for a picture that one engine refused."""
    refused = queries.shot_for(request.user, pk)
    shot = actions.try_another(by=request.user, shot=refused, engine=request.POST.get("engine", "")[:40])
    messages.success(request, "1 picture is waiting for the other engine.")
    return redirect("studio:licence", shot.licence_id)


def _board(request: SignedIn, found: Licence) -> dict[str, Any]:
    pictures = queries.pictures(found)
    may_ask = request.user.role == Role.BRAND and found.status == Licence.Status.ACTIVE
    counted = [picture for picture in pictures if picture.shot.status in ("queued", "done")]
    ready = sum(picture.stage in ("ready", "held_back") for picture in counted)
    return {
        "licence": found,
        "pictures": [
            (picture, SHOWN_AS.get(picture.stage, picture.stage))
            for picture in pictures
            if picture.shot.status != "refused"
        ],
        "refused": [
            (picture.shot, _others(picture.shot) if may_ask else [])
            for picture in pictures
            if picture.shot.status == "refused"
        ],
        "some": bool(pictures),
        "in_work": any(picture.waits for picture in pictures),
        "ready": ready,
        "asked": len(counted),
        "left": max(0, found.terms["pictures"] - len(counted)),
        "may_ask": may_ask,
    }


def _others(shot: Shot) -> list[engines.Choice]:
    """Engines that could be tried after this refusal: where it was the engine's, not the licence's."""
    if shot.reason_rule != "ENGINE":
        return []
    return engines.others_for(shot.licence, shot.engine, shot.garment.category)


def _count(form: ShotsForm, found: Licence) -> dict[str, Any]:
    form.is_valid()
    asked = len(form.wishes()) if form.is_bound else 0
    named = form.cleaned_data.get("engine", "") if form.is_bound else ""
    return {
        "asked": asked,
        "left": max(0, found.terms["pictures"] - actions.taken(found)),
        "maker": engines.chosen(named).can,
    }
