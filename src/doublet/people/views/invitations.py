"""Invitations: sent by a house, taken up by the person whose mailbox the link reached."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from doublet.kernel.refusals import Refused
from doublet.people import inviting, joining, queries, rights, teams
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import (
    ColleagueForm,
    InvitedModelForm,
    InviteModelForm,
    JoinHouseForm,
    explain,
)
from doublet.people.inviting import Proposal
from doublet.people.models import Invitation, Role, User


@sensitive_post_parameters()
@never_cache
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the link leads. Looking at it uses nothing up."""
    invitation = joining.invitation_by_link(secret)
    if isinstance(request.user, User):
        return _taken_up(request, invitation, request.user, secret)
    to_model = invitation.kind == Invitation.Kind.MODEL
    known = to_model and User.objects.filter(email__iexact=invitation.email).exists()
    form = _form(invitation, request)
    status = 400 if form.is_bound else 200
    if request.method == "POST" and not known and form.is_valid():
        try:
            if isinstance(form, InvitedModelForm):
                user = joining.join_as_model(secret=secret, **form.cleaned_data).user
            else:
                user = joining.join_house(secret=secret, **form.cleaned_data)
        except Refused as refused:
            explain(form, refused)
            status = refused.status
        else:
            messages.success(request, f"Welcome, {user.name}. Your account is open.")
            return perform_login(request, user, redirect_url="/me" if to_model else None)
    context = {"invitation": invitation, "form": form, "known": known, **_proposed(invitation)}
    return render(request, "people/invited.html", context, status=status)


def _taken_up(request: HttpRequest, invitation: Invitation, user: User, secret: str) -> HttpResponse:
    own = user.role == Role.MODEL and user.email.casefold() == invitation.email.casefold()
    if request.method == "POST":
        joining.take_up(by=user, secret=secret)
        return redirect("me")
    context = {"invitation": invitation, "signed_in": True, "own": own, **_proposed(invitation)}
    return render(request, "people/invited.html", context)


def _form(invitation: Invitation, request: HttpRequest) -> InvitedModelForm | JoinHouseForm:
    if invitation.kind == Invitation.Kind.MODEL:
        typed = {name: value for name, value in invitation.draft.items() if value}
        return InvitedModelForm(request.POST or None, initial={**typed, "public_name": invitation.name})
    return JoinHouseForm(request.POST or None, initial={"name": invitation.name})


def _proposed(invitation: Invitation) -> dict[str, Any]:
    to_model = invitation.kind == Invitation.Kind.MODEL
    return {"proposal": Proposal.of(invitation.terms)} if to_model else {}


@for_roles("agent", "brand")
@never_cache
def team(request: SignedIn) -> HttpResponse:
    """The people of one's own house, and the invitations to it."""
    form = ColleagueForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                sent, _ = inviting.invite_colleague(by=request.user, **form.cleaned_data)
            except Refused as refused:
                explain(form, refused)
                status = refused.status
            else:
                messages.success(request, f"Invited. The link was mailed to {sent.email}.")
                return redirect("team")
    context = {
        "house": request.user.agency or request.user.brand,
        "members": queries.team_of(request.user),
        "invitations": queries.invitations_of(request.user, to_models=False),
        "form": form,
    }
    return render(request, "people/team.html", context, status=status)


@for_roles("agent", "brand")
@require_POST
def member_change(request: SignedIn, pk: str) -> HttpResponse:
    """Remove a colleague at once, or let one look after the team too."""
    rights.must_run_house(request.user)
    member = queries.colleague_for(request.user, pk)
    if "remove" in request.POST:
        teams.remove_member(by=request.user, member=member)
        messages.success(request, f"{member} was signed out everywhere and can no longer sign in.")
    else:
        teams.make_admin(by=request.user, member=member, house_admin="admin" in request.POST)
        messages.success(request, "Saved.")
    return redirect("team")


@for_roles("agent")
@never_cache
def invite_model(request: SignedIn) -> HttpResponse:
    """An agency invites one model, and sees every invitation with its state."""
    form = InviteModelForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                sent, _ = inviting.invite_model(by=request.user, **form.wanted())
            except Refused as refused:
                explain(form, refused)
                status = refused.status
            else:
                messages.success(request, f"Invited. The link was mailed to {sent.email}.")
                return redirect("invite_model")
    context = {"form": form, "invitations": queries.invitations_of(request.user, to_models=True)}
    return render(request, "people/invite_model.html", context, status=status)


@for_roles("agent", "brand")
@require_POST
def invitation_change(request: SignedIn, pk: str) -> HttpResponse:
    """Mail a new link, or take the invitation back."""
    invitation = queries.invitation_for(request.user, pk)
    if "withdraw" in request.POST:
        inviting.withdraw_invitation(by=request.user, invitation=invitation)
        messages.success(request, f"Taken back. The link of {invitation.name} no longer works.")
    else:
        inviting.resend_invitation(by=request.user, invitation=invitation)
        messages.success(request, f"A new link was mailed to {invitation.email}; the old one is dead.")
    return redirect("invite_model" if invitation.kind == Invitation.Kind.MODEL else "team")
