"""The model's review: every picture, one by one, with her yes or no."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.consents.terms import CHANNELS, PURPOSES, TERRITORIES, UseTerms
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.people.access import for_roles, user_of
from doublet.people.forms import explain
from doublet.provenance.queries import master
from doublet.publishing import actions, queries
from doublet.publishing.board import share_of
from doublet.publishing.forms import RejectForm
from doublet.publishing.wording import plain, remarks
from doublet.studio.models import Frame
from doublet.studio.queries import retouch_of
from doublet.studio.retouch_wording import told
from doublet.wardrobe.queries import photo


@for_roles("model")
@require_safe
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """Every picture that waits."""
    user = user_of(request)
    context = {"frames": queries.waiting(user), "unsigned": queries.unsigned(user)}
    return render(request, "publishing/review.html", context)


@for_roles("model")
@require_safe
@never_cache
def decided(request: HttpRequest) -> HttpResponse:
    """What she said yes and no to."""
    return render(request, "publishing/review_decided.html", {"reviews": queries.decided(user_of(request))})


@for_roles("model")
@require_safe
@never_cache
def look(request: HttpRequest, pk: str) -> HttpResponse:
    """One picture, as large as the screen, with the garment's photo beside it."""
    return _look(request, queries.hers(user_of(request), pk), RejectForm())


@for_roles("model")
@require_safe
def garment(request: HttpRequest, pk: str) -> HttpResponse:
    """The brand's photo of the garment that she is to judge by."""
    worn = queries.hers(user_of(request), pk).shot.garment
    return HttpResponse(
        photo(worn), content_type="image/jpeg", headers={"Cache-Control": "private, no-store"}
    )


@for_roles("model")
@require_safe
def unretouched(request: HttpRequest, pk: str) -> HttpResponse:
    """The picture as the engine made it, where the brand had it retouched."""
    shown = queries.before_retouch(queries.hers(user_of(request), pk))
    return HttpResponse(shown, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


@for_roles("model")
@require_POST
def approve(request: HttpRequest, pk: str) -> HttpResponse:
    """Yes."""
    frame = queries.hers(user_of(request), pk)
    actions.approve(
        by=user_of(request),
        frame=frame,
        comment=request.POST.get("comment", ""),
        seen=request.POST.get("seen", ""),
    )
    messages.success(request, f"Approved. {share_of(frame.licence)} is yours.")
    return _next(request)


@for_roles("model")
@require_POST
def reject(request: HttpRequest, pk: str) -> HttpResponse:
    """No, with the reason."""
    frame = queries.hers(user_of(request), pk)
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _look(request, frame, form, status=400)
    try:
        actions.reject(by=user_of(request), frame=frame, **form.cleaned_data)
    except Refused as refused:
        explain(form, refused, {})
        return _look(request, frame, form, status=refused.status)
    messages.success(request, "Rejected. Nobody gets this picture, and nothing is owed for it.")
    return _next(request)


def _next(request: HttpRequest) -> HttpResponse:
    frame = queries.waiting(user_of(request)).first()
    return redirect("publishing:look", frame.pk) if frame else redirect("publishing:review")


def _look(request: HttpRequest, frame: Frame, form: RejectForm, *, status: int = 200) -> HttpResponse:
    terms = UseTerms.from_dict(frame.licence.terms)
    row = list(queries.waiting(user_of(request)).values_list("pk", flat=True))
    at = row.index(frame.pk) if frame.pk in row else -1
    version = retouch_of(frame)
    context: dict[str, Any] = {
        "frame": frame,
        "seen": master(frame).pk,
        "retouch": told(version) if version else None,
        "form": form,
        "review": getattr(frame, "review", None),
        "lines": plain(frame.report),
        "remarks": remarks(frame.report),
        "at": at + 1,
        "of": len(row),
        "before": row[at - 1] if at > 0 else "",
        "after": row[at + 1] if 0 <= at < len(row) - 1 else "",
        "purpose": PURPOSES[terms.purpose],
        "where": ", ".join(CHANNELS[channel] for channel in terms.channels),
        "countries": ", ".join(TERRITORIES[place] for place in terms.territories),
        "rate": Money(terms.rate_minor, terms.currency),
        "share": share_of(frame.licence),
    }
    return render(request, "publishing/review_look.html", context, status=status)
