"""Whose token this is, and the words that the other operations know."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from doublet.api.auth import ByToken, needs
from doublet.api.problems import PROBLEMS
from doublet.consents.terms import ALTERATIONS, CHANNELS, KINDS, PROCESSORS, PURPOSES, SETTINGS, TERRITORIES
from doublet.engines.tryon.scenes import BACKGROUNDS, CROPS, LIGHTS
from doublet.people.models import ApiToken
from doublet.publishing.models import Review
from doublet.publishing.profiles import PROFILES

router = Router(tags=["account"])


class AccountOut(Schema):
    """The account that a token acts for."""

    id: str
    name: str
    role: str
    house: str
    scopes: list[str]
    token_expires_at: datetime

    @staticmethod
    def resolve_id(token: ApiToken) -> str:
        return token.user_id

    @staticmethod
    def resolve_name(token: ApiToken) -> str:
        return token.user.name

    @staticmethod
    def resolve_role(token: ApiToken) -> str:
        return token.user.role

    @staticmethod
    def resolve_house(token: ApiToken) -> str:
        return str(token.user.brand or token.user.agency or "")

    @staticmethod
    def resolve_token_expires_at(token: ApiToken) -> datetime:
        return token.expires_at


@router.get("/account", response={200: AccountOut, **PROBLEMS}, **needs("read"))
def account(request: ByToken) -> ApiToken:
    """Whose token this is, and what it may do."""
    return request.auth


class VocabularyOut(Schema):
    """Every code that requests may hold, with its words."""

    purposes: dict[str, str]
    channels: dict[str, str]
    territories: dict[str, str]
    garment_kinds: dict[str, str]
    settings: dict[str, str]
    alterations: dict[str, str]
    processors: dict[str, str]
    backgrounds: dict[str, str]
    lights: dict[str, str]
    crops: dict[str, str]
    delivery_profiles: dict[str, str]
    rejection_reasons: dict[str, str]


@router.get("/vocabulary", response={200: VocabularyOut, **PROBLEMS}, auth=None)
def vocabulary(request: HttpRequest) -> dict[str, dict[str, str]]:
    """The codes that requests may hold, with their words. Needs no token."""
    return {
        "purposes": PURPOSES,
        "channels": CHANNELS,
        "territories": TERRITORIES,
        "garment_kinds": KINDS,
        "settings": SETTINGS,
        "alterations": ALTERATIONS,
        "processors": PROCESSORS,
        "backgrounds": {code: background.title for code, background in BACKGROUNDS.items()},
        "lights": {code: light.title for code, light in LIGHTS.items()},
        "crops": {str(code): crop.title for code, crop in CROPS.items()},
        "delivery_profiles": {code: profile.title for code, profile in PROFILES.items()},
        "rejection_reasons": {str(code): str(words) for code, words in Review.ReasonCode.choices},
    }
