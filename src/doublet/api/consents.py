"""Consents: to be read by machines, signed by people only."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Path, Query, Router, Schema, Status

from doublet.api.auth import ByToken, asker, needs, needs_any_token
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id, Listed, Paging, part
from doublet.consents import actions, queries
from doublet.consents.models import Consent

router = Router(tags=["consents"])


class ConsentOut(Schema):
    """One document, in the exact words that the model was shown."""

    id: str
    kind: str
    status: str
    language: str
    text: str
    text_sha256: str
    terms_sha256: str
    starts: date
    ends: date
    shown_at: datetime
    signed_at: datetime | None
    withdrawn_at: datetime | None
    genuine: bool

    @staticmethod
    def resolve_genuine(consent: Consent) -> bool:
        return queries.why_not_genuine(consent) == ""


class ConsentsOut(Listed):
    """A part of a list of consents."""

    items: list[ConsentOut]


@router.get("/consents", response={200: ConsentsOut, **PROBLEMS}, **needs("read"))
def consents(request: ByToken, paging: Query[Paging]) -> dict[str, object]:
    """One's own documents; for an agent those of the models under a living mandate."""
    return part(queries.visible_consents(asker(request)), paging)


@router.get("/consents/{consent}", response={200: ConsentOut, **PROBLEMS}, **needs("read"))
def consent(request: ByToken, consent: Path[Id]) -> Consent:
    """One document."""
    return queries.consent_for(asker(request), consent)


@router.post("/consents/{consent}/signature", response={201: ConsentOut, **PROBLEMS}, **needs_any_token())
def sign(request: ByToken, consent: Path[Id]) -> Status[Consent]:
    """Always refused (`token_cannot_sign`), and the attempt is written into the audit log: only the model signs."""
    user = asker(request)
    signed = actions.sign_consent(
        by=user,
        consent=queries.consent_for(user, consent),
        typed_name="",
        shown_sha256="",
        waive_waiting=False,
        reauthenticated_at=None,
        by_token=True,
    )
    return Status(201, signed)
