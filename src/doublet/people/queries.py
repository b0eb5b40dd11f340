"""Reads about accounts, mandates and tokens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import NotThere
from doublet.people.models import Agency, ApiToken, Brand, Mandate, ModelProfile, User
from doublet.people.tokens import digest_of


def living_mandates(model: ModelProfile) -> QuerySet[Mandate]:
    """Who may negotiate for her today."""
    return model.mandates.filter(ended_at=None).select_related("agency").order_by("given_at")


def agencies_without_mandate(model: ModelProfile) -> QuerySet[Agency]:
    """Whom she could still give a mandate to."""
    return Agency.objects.exclude(pk__in=living_mandates(model).values("agency_id")).order_by("name")


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


_sections: dict[str, Callable[[User], Any]] = {}


def part_of_my_data(name: str) -> Callable[[Callable[[User], Any]], Callable[[User], Any]]:
    """Register what a later part of the house holds on an account, as JSON, under `name` (GDPR 15 and 20)."""

    def register(find: Callable[[User], Any]) -> Callable[[User], Any]:
        _sections[name] = find
        return find

    return register


def my_data(user: User) -> dict[str, Any]:
    """Everything that the house holds on an account, as JSON. Secrets are not in it, only their traces."""
    return {
        "account": _row(user, "id", "email", "name", "role", "date_joined", "last_login"),
        "profile": _profile(user),
        "tokens": [
            _row(token, "id", "label", "scopes", "made_at", "expires_at", "revoked_at")
            for token in tokens_of(user)
        ],
        **{name: find(user) for name, find in _sections.items()},
        "log": [
            _row(event, "seq", "at", "kind", "subject", "data")
            for event in AuditEvent.objects.filter(Q(actor=user.pk) | Q(subject=user.pk)).order_by("seq")
        ],
    }


def _profile(user: User) -> dict[str, Any] | None:
    profile = ModelProfile.objects.filter(user=user).first()
    if profile is None:
        return None
    told = _row(
        profile,
        "id",
        "public_name",
        "legal_name",
        "birth_date",
        "age_checked_at",
        "residence",
        "language",
        "height_cm",
        "popularity",
        "popularity_source",
        "popularity_on",
        "iban",
        "joined_at",
    )
    told["mandates"] = [
        _row(mandate, "id", "commission_bp", "given_at", "ended_at") | {"agency": mandate.agency.name}
        for mandate in profile.mandates.select_related("agency").order_by("given_at")
    ]
    return told


def _row(row: Any, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def profile_of(user: User) -> ModelProfile:
    """The model behind an account.

    Raises:
        NotThere: the account is not a model's.
    """
    profile = ModelProfile.objects.filter(user=user).first()
    if profile is None:
        raise NotThere("no_profile", "This account has no model's profile.")
    return profile
