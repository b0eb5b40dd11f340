"""Who speaks for a model: giving, answering, opening and ending, each by herself."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from doublet.kernel.refusals import Refused
from doublet.people import joining, mandates, queries
from doublet.people.access import SignedIn, reauthenticated_at, signed_in, signed_in_just_now
from doublet.people.forms import MandateForm, explain
from doublet.people.models import Mandate
from doublet.people.views.account import own_profile, settings_page


@signed_in
@require_POST
def give(request: SignedIn) -> HttpResponse:
    """A model gives a mandate."""
    own_profile(request)
    return _give(request)


@signed_in_just_now
def _give(request: HttpRequest) -> HttpResponse:
    request = cast(SignedIn, request)
    model = own_profile(request)
    form = MandateForm(queries.agencies_without_mandate(model), request.POST)
    if form.is_valid():
        try:
            mandate = mandates.give_mandate(by=request.user, model=model, **form.terms())
        except Refused as refused:
            explain(form, refused)
        else:
            may = "may now negotiate for you" if mandate.may_negotiate else "may now read along for you"
            messages.success(request, f"{mandate.agency} {may}. Signing stays yours.")
            return redirect("me")
    return settings_page(request, mandate_form=form, status=400)


@signed_in
@require_POST
def answer(request: SignedIn, pk: str) -> HttpResponse:
    """A model says yes or no to a mandate that an agency proposed."""
    own_profile(request)
    if "decline" in request.POST:
        invitation = queries.invitation_for(request.user, pk)
        joining.decline_proposal(by=request.user, invitation=invitation)
        messages.success(request, f"You said no to {invitation.agency}. Nothing follows from it.")
        return redirect("me")
    return _accept(request, pk)


@signed_in_just_now
def _accept(request: HttpRequest, pk: str) -> HttpResponse:
    request = cast(SignedIn, request)
    mandate = joining.accept_proposal(
        by=request.user,
        invitation=queries.invitation_for(request.user, pk),
        may_negotiate="may_negotiate" in request.POST,
        reauthenticated_at=reauthenticated_at(request),
    )
    may = "may now negotiate for you" if mandate.may_negotiate else "may now read along for you"
    messages.success(request, f"{mandate.agency} {may}. Signing stays yours.")
    return redirect("me")


@signed_in
@require_POST
def change(request: SignedIn, pk: str) -> HttpResponse:
    """She opens or closes negotiating."""
    mandate = get_object_or_404(Mandate, pk=pk, model=own_profile(request))
    mandates.open_negotiating(by=request.user, mandate=mandate, may_negotiate="may_negotiate" in request.POST)
    messages.success(request, "Saved.")
    return redirect("me")


@signed_in
@require_POST
def end(request: SignedIn, pk: str) -> HttpResponse:
    """A mandate ends: by the model, or by the agency that holds it."""
    if request.user.agency_id:
        mandate = get_object_or_404(Mandate, pk=pk, agency_id=request.user.agency_id)
        mandates.end_mandate(by=request.user, mandate=mandate)
        messages.success(request, f"You no longer speak for {mandate.model}.")
        return redirect("offers:agency")
    mandate = get_object_or_404(Mandate, pk=pk, model=own_profile(request))
    mandates.end_mandate(by=request.user, mandate=mandate)
    messages.success(request, f"{mandate.agency} can no longer act for you.")
    return redirect("me")
