"""Who may speak for whom. Every action asks here first; what is not allowed here is refused."""

from __future__ import annotations

from doublet.kernel.refusals import NotAllowed
from doublet.people.models import Brand, Mandate, ModelProfile, Role, User


def mandate(user: User, model: ModelProfile) -> Mandate | None:
    """The living mandate under which this agent may negotiate for this model."""
    if user.role != Role.AGENT or user.agency_id is None:
        return None
    return Mandate.objects.filter(agency_id=user.agency_id, model=model, ended_at=None).first()


def is_model(user: User, model: ModelProfile) -> bool:
    """Is this the model herself?"""
    return user.role == Role.MODEL and model.user_id == user.pk


def must_be_model(user: User, model: ModelProfile) -> None:
    """Only the model herself."""
    if not is_model(user, model):
        raise NotAllowed("only_the_model", "Only the model herself can do this.", rule="FWA-05")


def must_speak_for(user: User, model: ModelProfile) -> str:
    """The model, or an agent under a living mandate. Answers which of the two: "model" or "agent"."""
    if is_model(user, model):
        return "model"
    if mandate(user, model):
        return "agent"
    raise NotAllowed("no_mandate", "You have no mandate to act for this model.", rule="FWA-05")


def must_be_brand(user: User, brand: Brand) -> None:
    """Only a member of this brand's team."""
    if user.role != Role.BRAND or user.brand_id != brand.pk:
        raise NotAllowed("not_your_brand", "This belongs to another brand.", rule="HOUSE-ROLE")


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
