"""The operator's page of people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doublet.kernel.refusals import Refused
from doublet.people import actions, queries, teams
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import InviteForm, TieForm, explain
from doublet.people.models import Affiliation, User


@for_roles("operator")
@never_cache
def people(request: SignedIn) -> HttpResponse:
    """Who is here; invite an agent or a brand."""
    form = InviteForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                context["invited"], context["link"] = actions.open_house_account(
                    by=request.user, **form.cleaned_data
                )
                context["form"], status = InviteForm(), 201
            except Refused as refused:
                explain(form, refused)
                status = refused.status
    context["agencies"], context["brands"] = queries.houses()
    context["unchecked"] = queries.models_without_age_check()
    context["waiting_for_second"] = queries.checks_without_second_look(request.user)
    return render(request, "people/people.html", context, status=status)


@for_roles("operator")
@require_POST
def member_remove(request: SignedIn, pk: str) -> HttpResponse:
    """Close the account of a house's member."""
    member = teams.remove_member(by=request.user, member=get_object_or_404(User, pk=pk))
    messages.success(request, f"{member} was signed out everywhere and can no longer sign in.")
    return redirect("people")


@for_roles("agent", "operator")
@never_cache
def ties(request: SignedIn) -> HttpResponse:
    """What money binds agencies and brands beside commissions (rule FWA-16)."""
    form = TieForm(request.user.agency, request.POST or None)
    status = 400 if request.method == "POST" else 200
    if form.is_valid():
        try:
            teams.declare_affiliation(by=request.user, **form.cleaned_data)
        except Refused as refused:
            explain(form, refused)
            status = refused.status
        else:
            messages.success(request, "Declared. Every offer between the two shows it from now on.")
            return redirect("ties")
    context = {"form": form, "ties": queries.ties_seen_by(request.user)}
    return render(request, "people/ties.html", context, status=status)


@for_roles("agent", "operator")
@require_POST
def tie_end(request: SignedIn, pk: str) -> HttpResponse:
    """A declared tie is over."""
    tie = get_object_or_404(queries.ties_seen_by(request.user), pk=pk)
    assert isinstance(tie, Affiliation)
    teams.end_affiliation(by=request.user, tie=tie)
    messages.success(request, "Ended.")
    return redirect("ties")
