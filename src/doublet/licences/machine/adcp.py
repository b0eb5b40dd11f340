"""A licence as an AdCP rights constraint, for advertising systems that speak the Ad Context Protocol.

Written for its schema 3.2.0-beta.5, where this part is marked experimental. A reader of that protocol treats
it as told, not as proved: proving it there needs a rights agent that speaks MCP, which this instance has not.
"""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from doublet.consents.terms import CHANNELS, PURPOSES, TERRITORIES, UseTerms
from doublet.kernel.canonical import canonical
from doublet.licences.labels import FICTIONAL_LABEL, LABEL
from doublet.licences.lasting import last_day
from doublet.licences.models import Licence
from doublet.people.places import EU_MEMBERS

NEVER = (
    "Never nude, sexual or political.",
    "Never with another age, skin tone or face.",
    "No training of a model on it.",
    "No sale and no transfer to anybody else.",
)
_GRANT = {"active": "active", "paused": "paused", "withdrawn": "revoked"}
_NOT_DIGESTED = ("content_digest", "attestation_refs", "verification_url")


def constraint(licence: Licence) -> dict[str, Any]:
    """The constraint as it is today, with its digest. Where AdCP has no word for a limit, `restrictions` says it."""
    label = FICTIONAL_LABEL if licence.model.fictional else LABEL
    terms = UseTerms.from_dict(licence.terms)
    told: dict[str, Any] = {
        "rights_id": licence.pk,
        "rights_agent": {"url": settings.SITE_URL, "id": urlsplit(settings.SITE_URL).netloc},
        "valid_from": f"{terms.starts.isoformat()}T00:00:00Z",
        "valid_until": f"{last_day(licence).isoformat()}T23:59:59Z",
        "uses": [
            "likeness",
            "ai_generated_image",
            "editorial" if terms.purpose == "editorial" else "commercial",
        ],
        "right_type": "talent",
        "grant_status": _GRANT[licence.status],
        "creative_approval_required": True,
        "restrictions": [*_limits(terms), *NEVER],
        "disclosure": {"required": True, "text": label},
        "ext": {"doublet": {"terms_sha256": licence.terms_sha256, "consent_sha256": licence.consent_sha256}},
    }
    if countries := _countries(terms.territories):
        told["countries"] = countries
    return told | {"content_digest": digest_of(told)}


def digest_of(told: dict[str, Any]) -> str:
    """sha256 over the canonical JSON (RFC 8785) of what the protocol binds."""
    bound = {name: value for name, value in told.items() if name not in _NOT_DIGESTED}
    return "sha256:" + hashlib.sha256(canonical(bound)).hexdigest()


def _countries(territories: tuple[str, ...]) -> list[str]:
    """ISO codes; none when the whole world is meant. A state counts as its country: `_limits` narrows it again."""
    if "WORLD" in territories:
        return []
    found: set[str] = set()
    for place in territories:
        found.update(EU_MEMBERS if place == "EU" else [place.split("-")[0]])
    return sorted(found)


def _limits(terms: UseTerms) -> list[str]:
    states = [place for place in terms.territories if "-" in place]
    narrowed = [
        f"In {state.split('-')[0]} only in {TERRITORIES[state]}."
        for state in states
        if state.split("-")[0] not in terms.territories and "WORLD" not in terms.territories
    ]
    return [
        f"At most {terms.pictures} pictures.",
        f"For one purpose: {PURPOSES[terms.purpose].lower()}.",
        f"Shown only on: {', '.join(CHANNELS[channel] for channel in terms.channels)}.",
        *narrowed,
    ]
