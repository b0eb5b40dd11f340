"""Licences: frozen terms, the sealed contract, and what the gate said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.proposals import TermsOut
from doublet.api.shapes import Id, Listed, Paging, part, pdf
from doublet.licences import gate, queries, seals
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
    """What was signed, refused and withdrawn under it, from the audit log."""
    return {"items": queries.decisions(queries.licence_for(asker(request), licence), limit=100)}


@router.get(
    "/licences/{licence}/contract.pdf",
    response=PROBLEMS,
    **needs("read", **pdf("The contract, sealed with a PAdES signature.")),
)
def contract(request: ByToken, licence: Path[Id]) -> HttpResponse:
    """The sealed contract."""
    found = queries.licence_for(asker(request), licence)
    return HttpResponse(
        queries.contract(found), "application/pdf", headers={"Cache-Control": "private, no-store"}
    )
