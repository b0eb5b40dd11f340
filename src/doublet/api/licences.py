"""Licences: frozen terms, the sealed contract, and what the gate said."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema

from doublet.api.auth import ByToken, asker, needs, needs_any_token
from doublet.api.problems import PROBLEMS
from doublet.api.proposals import TermsOut
from doublet.api.shapes import Id, Listed, Paging, download, part, pdf
from doublet.licences import gate, queries, seals
from doublet.licences.actions import pause_licence, resume_licence
from doublet.licences.folder.pack import packed
from doublet.licences.machine import adcp, credential, odrl
from doublet.licences.models import Licence
from doublet.licences.rules import Ask
from doublet.studio.actions import taken

router = Router(tags=["licences"])


class LicenceOut(Schema):
    """Terms frozen at signing, and whether they stand. `genuine`: the row is what was signed."""

    id: str
    status: str
    offer: str
    model: str
    brand: str
    twin: str
    consent: str
    consent_sha256: str
    terms: TermsOut
    terms_sha256: str
    contract_sha256: str
    signed_at: datetime
    paused_at: datetime | None
    withdrawn_at: datetime | None
    genuine: bool
    pictures_taken: int

    @staticmethod
    def resolve_offer(licence: Licence) -> str:
        return licence.version.offer_id

    @staticmethod
    def resolve_model(licence: Licence) -> str:
        return licence.model_id

    @staticmethod
    def resolve_brand(licence: Licence) -> str:
        return licence.brand_id

    @staticmethod
    def resolve_twin(licence: Licence) -> str:
        return licence.twin_version.twin.pseudonym

    @staticmethod
    def resolve_consent(licence: Licence) -> str:
        return licence.consent_id

    @staticmethod
    def resolve_genuine(licence: Licence) -> bool:
        return seals.why_not_genuine(licence) == ""

    @staticmethod
    def resolve_pictures_taken(licence: Licence) -> int:
        return taken(licence)


class LicencesOut(Listed):
    """A part of a list of licences."""

    items: list[LicenceOut]


class GateReasonOut(Schema):
    """One ground for a no: the rule, what was asked, what is allowed."""

    rule: str
    code: str
    words: str
    asked: str
    allowed: str


class StandingOut(Schema):
    """What the gate says of a licence at this moment."""

    permitted: bool
    reasons: list[GateReasonOut]


class HappeningOut(Schema):
    """One thing that happened to a licence, from the audit log."""

    at: datetime
    state: str
    words: str
    rule: str


class HistoryOut(Schema):
    """What happened to a licence, the newest first."""

    items: list[HappeningOut]


class AgentOut(Schema):
    """Who speaks for the rights: this instance."""

    url: str
    id: str


class DisclosureOut(Schema):
    """The label that every picture carries."""

    required: bool
    text: str


class RightsOut(Schema):
    """A rights constraint of AdCP 3.2.0-beta.5. `content_digest` is sha256 over its canonical JSON."""

    rights_id: str
    rights_agent: AgentOut
    valid_from: str
    valid_until: str
    uses: list[str]
    right_type: str
    grant_status: str
    creative_approval_required: bool
    restrictions: list[str]
    disclosure: DisclosureOut
    ext: dict[str, dict[str, str]]
    countries: list[str] | None = None
    content_digest: str


@router.get("/licences", response={200: LicencesOut, **PROBLEMS}, **needs("read"))
def licences(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """The licences that this account is a party to, the newest first."""
    return part(queries.visible_licences(asker(request)), paging)


@router.get("/licences/{licence}", response={200: LicenceOut, **PROBLEMS}, **needs("read"))
def licence(request: ByToken, licence: Path[Id]) -> Licence:
    """One licence."""
    return queries.licence_for(asker(request), licence)


@router.get("/licences/{licence}/standing", response={200: StandingOut, **PROBLEMS}, **needs("read"))
def standing(request: ByToken, licence: Path[Id]) -> dict[str, Any]:
    """Is it permitted today? The gate is asked afresh, and answers with every reason."""
    decision = gate.permit(queries.licence_for(asker(request), licence), Ask("verify"))
    return {"permitted": decision.allowed, "reasons": [reason.as_dict() for reason in decision.reasons]}


@router.get("/licences/{licence}/history", response={200: HistoryOut, **PROBLEMS}, **needs("read"))
def history(request: ByToken, licence: Path[Id]) -> dict[str, Any]:
    """What was signed, refused, paused and withdrawn under it, from the audit log."""
    return {"items": queries.decisions(queries.licence_for(asker(request), licence), limit=100)}


@router.get(
    "/licences/{licence}/contract.pdf",
    response=PROBLEMS,
    **needs("read", **pdf("The contract, sealed with a PAdES signature.")),
)
def contract(request: ByToken, licence: Path[Id]) -> HttpResponse:
    """The sealed contract."""
    return _private(queries.contract(queries.licence_for(asker(request), licence)), "application/pdf")


@router.get(
    "/licences/{licence}/odrl.jsonld",
    response=PROBLEMS,
    **needs("read", **download("application/ld+json", "The licence as an ODRL 2.2 Agreement.")),
)
def agreement(request: ByToken, licence: Path[Id]) -> HttpResponse:
    """The licence as an ODRL 2.2 Agreement, with the words of the profile at /ns/twin."""
    found = queries.licence_for(asker(request), licence)
    told = odrl.agreement(found, uid=queries.address(found))
    return _private(json.dumps(told, ensure_ascii=False).encode(), "application/ld+json")


@router.get(
    "/licences/{licence}/credential.jwt",
    response=PROBLEMS,
    **needs("read", **download(credential.MEDIA_TYPE, "A W3C Verifiable Credential 2.0, as VC-JWT.")),
)
def verifiable(request: ByToken, licence: Path[Id]) -> HttpResponse:
    """The licence as a Verifiable Credential with two status list entries. Keys: /.well-known/jwks.json."""
    found = queries.licence_for(asker(request), licence)
    token = credential.credential_jwt(found, uid=queries.address(found))
    return _private(token.encode(), credential.MEDIA_TYPE)


@router.get(
    "/licences/{licence}/rights-constraint",
    response={200: RightsOut, **PROBLEMS},
    exclude_none=True,
    **needs("read"),
)
def rights_constraint(request: ByToken, licence: Path[Id]) -> dict[str, Any]:
    """The licence as an AdCP rights constraint, as it is today. Experimental, as that part of AdCP is."""
    return adcp.constraint(queries.licence_for(asker(request), licence))


@router.get(
    "/licences/{licence}/folder.zip",
    response=PROBLEMS,
    **needs("read", **download("application/zip", "Papers, hashes and a signed manifest.")),
)
def folder(request: ByToken, licence: Path[Id]) -> HttpResponse:
    """Who agreed to what, when, and in which words: everything about it that this account may read."""
    user = asker(request)
    return _private(packed(queries.licence_for(user, licence), user), "application/zip")


@router.post("/licences/{licence}/pause", response={200: LicenceOut, **PROBLEMS}, **needs("review"))
def pause(request: ByToken, licence: Path[Id]) -> Licence:
    """The model stops everything under it for a while. Nothing is made or handed out until she resumes it."""
    user = asker(request)
    return pause_licence(by=user, licence=queries.licence_for(user, licence))


@router.post("/licences/{licence}/resumption", response={200: LicenceOut, **PROBLEMS}, **needs_any_token())
def resume(request: ByToken, licence: Path[Id]) -> Licence:
    """Always refused: a key may stop what is hers, and never start it again. She does it on its page."""
    user = asker(request)
    return resume_licence(by=user, licence=queries.licence_for(user, licence), by_token=True)


def _private(data: bytes, kind: str) -> HttpResponse:
    return HttpResponse(data, kind, headers={"Cache-Control": "private, no-store"})
