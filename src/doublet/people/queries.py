"""Reads about accounts, mandates and tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from doublet.kernel.refusals import NotThere
from doublet.people import held, on_file
from doublet.people.models import (
    Affiliation,
    Agency,
    ApiToken,
    Brand,
    IdentityCheck,
    Invitation,
    Mandate,
    ModelProfile,
    User,
)
from doublet.people.tokens import digest_of


def living_mandates(model: ModelProfile) -> QuerySet[Mandate]:
    """Who speaks for her today."""
    return Mandate.objects.living().filter(model=model).select_related("agency").order_by("given_at")


def agencies_without_mandate(model: ModelProfile) -> QuerySet[Agency]:
    """Whom she could still give a mandate to."""
    return Agency.objects.exclude(pk__in=living_mandates(model).values("agency_id")).order_by("name")


def proposals_to(user: User) -> list[Invitation]:
    """Mandates that agencies propose to this model, and that wait for her answer."""
    found = Invitation.objects.filter(kind=Invitation.Kind.MODEL, used_by=user).select_related("agency")
    return [invitation for invitation in found if invitation.state == "joined"]


def invitations_of(user: User, *, to_models: bool) -> QuerySet[Invitation]:
    """What this person's house has sent, the newest first: to models, or to colleagues."""
    house = Q(agency=user.agency_id) if user.agency_id else Q(brand=user.brand_id)
    if not (user.agency_id or user.brand_id):
        return Invitation.objects.none()
    of_models = Q(kind=Invitation.Kind.MODEL)
    return Invitation.objects.filter(house & (of_models if to_models else ~of_models)).select_related(
        "agency", "brand"
    )


def invitation_for(user: User, pk: str) -> Invitation:
    """One invitation that this person's house has sent, or that she was asked by.

    Raises:
        NotThere: none, or somebody else's.
    """
    found = Invitation.objects.select_related("agency", "brand").filter(pk=pk).first()
    own = found is not None and (
        found.used_by_id == user.pk
        or (found.agency_id and found.agency_id == user.agency_id)
        or (found.brand_id and found.brand_id == user.brand_id)
    )
    if found is None or not own:
        raise NotThere("no_such_invitation", "There is no such invitation, or it is not yours.")
    return found


def team_of(user: User) -> QuerySet[User]:
    """Everybody of this person's agency or brand, who left as well."""
    house = user.agency or user.brand
    return house.members.order_by("-is_active", "name") if house else User.objects.none()


def affiliation(agency: Agency, brand: Brand) -> Affiliation | None:
    """What money binds these two beside commissions, as declared today (FWA-16); None where nothing was."""
    return Affiliation.objects.filter(agency=agency, brand=brand, ended_at=None).first()


def affiliations_on(model: ModelProfile, brand: Brand) -> list[Affiliation]:
    """The ties between a brand and the agencies that speak for a model: shown on every offer (FWA-16)."""
    agencies = living_mandates(model).values("agency_id")
    ties = Affiliation.objects.filter(brand=brand, ended_at=None, agency__in=agencies)
    return list(ties.select_related("agency", "brand").order_by("declared_at"))


def ties_seen_by(user: User) -> QuerySet[Affiliation]:
    """Declared ties: an agency's own, or all of them for the operator."""
    ties = Affiliation.objects.filter(ended_at=None).select_related("agency", "brand", "declared_by")
    ties = ties.order_by("agency__name", "brand__name")
    return ties.filter(agency=user.agency_id) if user.agency_id else ties


def colleague_for(user: User, pk: str) -> User:
    """One member of this person's own house.

    Raises:
        NotThere: nobody, or somebody of another house.
    """
    found = team_of(user).filter(pk=pk).first()
    if found is None:
        raise NotThere("no_such_colleague", "There is nobody like this in your house.")
    return found


def unconfirmed_address(user: User) -> bool:
    """Has this account an address whose mail nobody has answered yet?"""
    return EmailAddress.objects.filter(user=user, verified=False).exists()


def checks_without_second_look(user: User) -> list[IdentityCheck]:
    """Confirmed by another operator alone; a second look is optional."""
    found = IdentityCheck.objects.filter(
        outcome=IdentityCheck.Outcome.CONFIRMED, second_by=None, checked_by__isnull=False
    ).exclude(checked_by=user)
    return [check for check in found.select_related("model", "checked_by") if check.state == "confirmed"]


def identity_checks(model: ModelProfile) -> QuerySet[IdentityCheck]:
    """Every look at her documents, the newest first."""
    return model.identity_checks.select_related("checked_by", "second_by")


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """An account's tokens, the newest first."""
    return user.tokens.order_by("-made_at")


def account_for_token(secret: str, at: datetime) -> ApiToken | None:
    """The living token with this secret, or None: unknown, revoked, run out, or its account was closed."""
    return (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(secret), revoked_at=None, expires_at__gt=at, user__is_active=True)
        .first()
    )


def models_without_age_check() -> QuerySet[ModelProfile]:
    """Whose document the operator has still to look at."""
    return ModelProfile.objects.filter(age_checked_at=None).order_by("joined_at")


def houses() -> tuple[QuerySet[Agency], QuerySet[Brand]]:
    """Every agency and brand with its members, for the operator."""
    return (
        Agency.objects.prefetch_related("members").order_by("name"),
        Brand.objects.prefetch_related("members").order_by("name"),
    )


def my_data(user: User) -> dict[str, Any]:
    """Everything that the house holds on an account, as JSON, with what is left out of it and why."""
    told = held.sections(user)
    return told | {"log": on_file.log_of(user, held.ids_in(told)), "left_out": held.kept_back()}


def profile_of(user: User) -> ModelProfile:
    """The model behind an account.

    Raises:
        NotThere: the account is not a model's.
    """
    profile = ModelProfile.objects.filter(user=user).first()
    if profile is None:
        raise NotThere("no_profile", "This account has no model's profile.")
    return profile
