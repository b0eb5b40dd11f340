"""The other end of an invitation: an account is opened by it, never a consent; a mandate only by her own yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, NotThere
from doublet.people import factors, rules
from doublet.people.access import must_have_signed_in_just_now
from doublet.people.actions import free_email, open_model_account, set_password
from doublet.people.inviting import Proposal, locked
from doublet.people.mandates import give_mandate
from doublet.people.models import Invitation, Mandate, ModelProfile, Role, User
from doublet.people.tokens import digest_of


def invitation_by_link(secret: str) -> Invitation:
    """The open invitation behind a link.

    Raises:
        NotThere: unknown, used, withdrawn or run out; which of them is not said to strangers.
    """
    found = Invitation.objects.select_related("agency", "brand").filter(digest=digest_of(secret)).first()
    if found is None or found.state != "open":
        raise NotThere(
            "link_spent",
            "This invitation was used or taken back, or its time has run out.",
            hint="Ask the house that invited you for a new one.",
        )
    return found


@action
def join_house(*, secret: str, name: str, password: str) -> User:
    """A colleague takes up an invitation and opens an account in that house. The link works once."""
    invitation = locked(invitation_by_link(secret))
    if invitation.kind == Invitation.Kind.MODEL:
        raise BadInput("wrong_link", "This link is for a model's account.")
    user = User(
        email=free_email(invitation.email),
        name=rules.clean_name(name, "Your name"),
        role=invitation.kind,
        agency=invitation.agency,
        brand=invitation.brand,
        house_admin=invitation.house_admin,
    )
    set_password(user, password)
    user.save()
    _address_is_proven(user)
    _use(invitation, user)
    invitation.accepted_at = invitation.used_at
    invitation.save()
    audit.record("invitation.accepted", actor=user, subject=invitation, house=invitation.house.pk)
    tell(
        invitation.invited_by.email,
        f"{user.name} has joined",
        f"{user.name} opened an account for {invitation.house}.\n\n{settings.SITE_URL}/team\n",
    )
    return user


@action
def join_as_model(*, secret: str, **typed: Any) -> ModelProfile:
    """An invited model opens her own account with what she checked herself. The mandate is asked afterwards.

    Args:
        typed: what `open_model_account` takes, apart from the address, which is the invited one.
    """
    invitation = locked(invitation_by_link(secret))
    if invitation.kind != Invitation.Kind.MODEL:
        raise BadInput("wrong_link", "This link is for a colleague's account.")
    profile = open_model_account(email=invitation.email, **typed)
    _address_is_proven(profile.user)
    _use(invitation, profile.user)
    audit.record("invitation.taken_up", actor=profile.user, subject=invitation)
    return profile


@action
def take_up(*, by: User, secret: str) -> Invitation:
    """A model who has an account already puts an agency's invitation on her own page, to answer there."""
    invitation = locked(invitation_by_link(secret))
    if invitation.kind != Invitation.Kind.MODEL or by.role != Role.MODEL:
        raise NotAllowed(
            "not_for_this_account", "This invitation is not for the account you are signed in with."
        )
    if by.email.casefold() != invitation.email.casefold():
        raise NotAllowed(
            "other_address",
            "This invitation was mailed to another address than that of your account.",
            rule="HOUSE-ROLE",
            hint="Ask the agency to invite the address that you sign in with.",
        )
    _use(invitation, by)
    audit.record("invitation.taken_up", actor=by, subject=invitation)
    return invitation


@action
def accept_proposal(
    *,
    by: User,
    invitation: Invitation,
    may_negotiate: bool,
    reauthenticated_at: datetime | None,
    by_token: bool = False,
) -> Mandate:
    """The model herself gives the mandate that an agency proposed, exactly as proposed.

    Args:
        may_negotiate: her own tick; without it the agency reads along only.
    """
    invitation, model = _asked(by, invitation)
    must_have_signed_in_just_now(reauthenticated_at, by_token=by_token)
    factors.must_hold(by)
    wanted, agency = Proposal.of(invitation.terms), invitation.agency
    assert agency is not None
    mandate = give_mandate(
        by=by,
        model=model,
        agency=agency,
        commission_bp=wanted.commission_bp,
        kind=wanted.kind,
        territories=wanted.territories,
        ends_on=wanted.last_day(clock.now().date()),
        may_negotiate=may_negotiate,
    )
    invitation.accepted_at, invitation.mandate = clock.now(), mandate
    invitation.save()
    audit.record("proposal.accepted", actor=by, subject=invitation, mandate=mandate.pk)
    return mandate


@action
def decline_proposal(*, by: User, invitation: Invitation) -> Invitation:
    """The model says no. No reason is asked, and nothing follows from it."""
    invitation, _ = _asked(by, invitation)
    invitation.declined_at = clock.now()
    invitation.save()
    audit.record("proposal.declined", actor=by, subject=invitation)
    tell(
        invitation.invited_by.email, "Your proposal", f"{invitation.name} does not want to give a mandate.\n"
    )
    return invitation


def _asked(by: User, invitation: Invitation) -> tuple[Invitation, ModelProfile]:
    invitation = locked(invitation)
    model = ModelProfile.objects.filter(user=by).first()
    if model is None or invitation.used_by_id != by.pk:
        raise NotAllowed("only_the_model", "Only the model who was asked can answer this.", rule="FWA-05")
    if invitation.state != "joined":
        raise Conflict("invitation_over", f"This proposal is already {invitation.state}.")
    return invitation, model


def _address_is_proven(user: User) -> None:
    """The link reached this mailbox, so the address needs no second mail."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )


def _use(invitation: Invitation, user: User) -> None:
    invitation.used_at, invitation.used_by, invitation.draft = clock.now(), user, {}
    invitation.save()
