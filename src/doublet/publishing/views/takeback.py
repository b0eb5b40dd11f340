"""Taking back one picture or one use: the effects first, then one button. No reason is asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.consents.terms import CHANNELS, UseTerms
from doublet.kernel.refusals import NotThere
from doublet.licences.queries import licence_for
from doublet.people.access import SignedIn, for_roles
from doublet.publishing import queries, revoking
from doublet.studio.queries import frame_for


@for_roles("model")
@never_cache
@require_safe
def parts(request: SignedIn, pk: str) -> HttpResponse:
    """What of a licence can be taken back while the rest stands."""
    found = licence_for(request.user, pk)
    frames = [(frame, frame.pk in found.taken_back) for frame in queries.approved_frames(found)]
    channels = UseTerms.from_dict(found.terms).channels
    uses = [(code, CHANNELS[code], code in found.taken_back) for code in channels]
    return render(request, "publishing/takeback.html", {"licence": found, "frames": frames, "uses": uses})


@for_roles("model")
@never_cache
def picture(request: SignedIn, pk: str) -> HttpResponse:
    """One approved picture."""
    frame = frame_for(request.user, pk)
    if request.method == "POST":
        revoking.revoke_asset(by=request.user, frame=frame)
        messages.success(request, f"Taken back. {frame.licence.brand} was told.")
        return redirect("publishing:takeback", frame.licence_id)
    context = {
        "licence": frame.licence,
        "frame": frame,
        "title": "this picture",
        "effects": revoking.effects_of_asset(frame),
        "done": frame.pk in frame.licence.taken_back,
    }
    return render(request, "publishing/takeback_confirm.html", context)


@for_roles("model")
@never_cache
def use(request: SignedIn, pk: str, channel: str) -> HttpResponse:
    """One channel of a licence."""
    found = licence_for(request.user, pk)
    if channel not in UseTerms.from_dict(found.terms).channels:
        raise NotThere("not_in_licence", "This licence does not cover that use.")
    if request.method == "POST":
        revoking.revoke_use(by=request.user, licence=found, channel=channel)
        messages.success(request, f"Taken back. {found.brand} was told.")
        return redirect("publishing:takeback", found.pk)
    context = {
        "licence": found,
        "title": CHANNELS[channel],
        "effects": revoking.effects_of_use(found, channel),
        "done": channel in found.taken_back,
    }
    return render(request, "publishing/takeback_confirm.html", context)
