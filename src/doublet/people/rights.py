"""Who may speak for whom. Every action asks here first; what is not allowed here is refused."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from doublet.kernel.refusals import NotAllowed
from doublet.people import places
from doublet.people.models import Agency, Brand, Mandate, ModelProfile, Role, User


def mandate(user: User, model: ModelProfile) -> Mandate | None:
    """The mandate in force under which this agent speaks for this model. One that has run out is none."""
    if user.role != Role.AGENT or user.agency_id is None:
        return None
    return Mandate.objects.living().filter(agency_id=user.agency_id, model=model).first()


def under_mandate(user: User, path: str) -> Q:
    """For lists: rows whose model (at `path`) this agent's agency speaks for today."""
    living = Mandate.objects.living().filter(agency_id=user.agency_id)
    return Q(**{f"{path}__in": living.values("model_id")})


def is_model(user: User, model: ModelProfile) -> bool:
    """Is this the model herself?"""
    return user.role == Role.MODEL and model.user_id == user.pk


def must_be_model(user: User, model: ModelProfile) -> None:
    """Only the model herself."""
    if not is_model(user, model):
        raise NotAllowed("only_the_model", "Only the model herself can do this.", rule="FWA-05")


def must_speak_for(user: User, model: ModelProfile, territories: Iterable[str] = ()) -> str:
    """The model, or an agent whose mandate in force lets her negotiate. Answers which: "model" or "agent".

    Args:
        territories: where the deal would hold; the mandate must cover all of them.
    """
    if is_model(user, model):
        return "model"
    given = mandate(user, model)
    if given is None:
        raise NotAllowed("no_mandate", "You have no mandate to act for this model.", rule="FWA-05")
    if not given.may_negotiate:
        raise NotAllowed(
            "may_not_negotiate",
            f"{model} has not opened negotiating for {given.agency}; you may read, not answer.",
            rule="FWA-05",
            hint="She can open it herself, on her settings page.",
        )
    if not places.covers(given.territories, territories):
        raise NotAllowed(
            "outside_mandate",
            f"Your mandate holds for {', '.join(given.territories)}; this reaches beyond it.",
            rule="FWA-05",
            hint="She can answer it herself.",
        )
    return "agent"


def must_be_brand(user: User, brand: Brand) -> None:
    """Only a member of this brand's team."""
    if user.role != Role.BRAND or user.brand_id != brand.pk:
        raise NotAllowed("not_your_brand", "This belongs to another brand.", rule="HOUSE-ROLE")


def must_be_agency(user: User, agency: Agency) -> None:
    """Only a member of this agency."""
    if user.role != Role.AGENT or user.agency_id != agency.pk:
        raise NotAllowed("not_your_agency", "This belongs to another agency.", rule="HOUSE-ROLE")


def must_run_house(user: User) -> Agency | Brand:
    """Only who looks after an agency's or a brand's team; answers that house."""
    house = user.agency or user.brand
    if house is None or not user.house_admin or not user.is_active:
        raise NotAllowed(
            "admins_only",
            "Only an admin of your house can do this.",
            rule="HOUSE-ROLE",
            hint="Ask one of them, or the operator of this instance.",
        )
    return house


def must_be_operator(user: User) -> None:
    """Only the operator of this instance."""
    if user.role != Role.OPERATOR:
        raise NotAllowed(
            "operator_only", "Only the operator of this instance can do this.", rule="HOUSE-ROLE"
        )


def may_see_model(user: User, model: ModelProfile) -> bool:
    """The model, her agents, and the operator or auditor may look at what is hers."""
    return (
        is_model(user, model)
        or mandate(user, model) is not None
        or user.role in (Role.OPERATOR, Role.AUDITOR)
    )


def must_see_licence_of(user: User, model: ModelProfile, brand: Brand) -> None:
    """Both parties of a licence, her agent, the operator and the auditor may read it."""
    if not (may_see_model(user, model) or (user.role == Role.BRAND and user.brand_id == brand.pk)):
        raise NotAllowed("not_yours", "This belongs to somebody else.", rule="HOUSE-ROLE")
