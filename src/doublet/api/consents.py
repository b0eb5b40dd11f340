"""Consents: to be read by machines, signed by people only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Path, Query, Router, Schema, Status

from doublet.api.auth import ByToken, asker, needs, needs_any_token
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Day, Id, Line, Listed, Paging, Words, known, part
from doublet.consents import actions, deaths, queries
from doublet.consents.kinds import AFTER_DEATH
from doublet.consents.languages import CODES
from doublet.consents.models import Consent, DeathNotice
from doublet.kernel import clock
from doublet.people import rights
from doublet.people.queries import profile_of

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
    advised_by: str
    adviser: str
    waived_wait: bool
    withdrawn_at: datetime | None
    genuine: bool

    @staticmethod
    def resolve_genuine(consent: Consent) -> bool:
        return queries.why_not_genuine(consent) == ""


class ConsentIn(Schema):
    """One document to be written: its kind and its last day. Left out, the language is the profile's."""

    kind: Annotated[str, known(Consent.Kind.values)]
    ends: Day
    language: Annotated[str, known(CODES)] | None = None
    after_death: list[Annotated[str, known(AFTER_DEATH)]] = []
    heir: Line = ""


class LanguageIn(Schema):
    """A language that documents are written in."""

    language: Annotated[str, known(CODES)]


class DeathIn(Schema):
    """Whose death, and what was shown."""

    model: Id
    evidence: Words


class HeirIn(Schema):
    """Whose word was shown, and how."""

    heir: Line
    evidence: Words


class UndoIn(Schema):
    """How it is known that she lives."""

    why: Words


class DeathOut(Schema):
    """A reported death."""

    id: str
    model_id: str
    noted_at: datetime
    heir: str
    heir_at: datetime | None
    undone_at: datetime | None


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


@router.post("/consents", response={201: ConsentOut, **PROBLEMS}, **needs("review"))
def write(request: ByToken, wanted: ConsentIn) -> Status[Consent]:
    """Write one document of one kind from today on, for the model to read. It binds nobody before she signs it herself."""
    user = asker(request)
    consent = actions.open_consent(
        by=user,
        model=profile_of(user),
        kind=wanted.kind,
        starts=clock.now().date(),
        ends=wanted.ends,
        language=wanted.language or "",
        after_death=tuple(wanted.after_death),
        heir=wanted.heir,
    )
    return Status(201, consent)


@router.post("/consents/{consent}/language", response={201: ConsentOut, **PROBLEMS}, **needs("review"))
def reword(request: ByToken, consent: Path[Id], wanted: LanguageIn) -> Status[Consent]:
    """The same terms in another language: a document of its own that takes the place of the unsigned one."""
    user = asker(request)
    found = queries.consent_for(user, consent)
    return Status(201, actions.reword_consent(by=user, consent=found, language=wanted.language))


@router.post("/consents/{consent}/withdrawal", response={200: ConsentOut, **PROBLEMS}, **needs("review"))
def withdraw(request: ByToken, consent: Path[Id]) -> Consent:
    """The model takes it back, without a reason. A key may stop what is hers."""
    user = asker(request)
    return actions.withdraw_consent(by=user, consent=queries.consent_for(user, consent))


@router.post("/deaths", response={201: DeathOut, **PROBLEMS}, **needs("operate"))
def note_death(request: ByToken, noted: DeathIn) -> Status[DeathNotice]:
    """An operator was shown that a model died: everything of hers stands still."""
    user = asker(request)
    rights.must_be_operator(user)
    return Status(
        201, deaths.note_death(by=user, model=queries.anybody(noted.model), evidence=noted.evidence)
    )


@router.post("/deaths/{notice}/heir", response={200: DeathOut, **PROBLEMS}, **needs("operate"))
def admit_heir(request: ByToken, notice: Path[Id], shown: HeirIn) -> DeathNotice:
    """A second operator admits the person whom she named: her licences may run out, if she allowed it."""
    user = asker(request)
    rights.must_be_operator(user)
    return deaths.admit_heir(
        by=user, notice=queries.death_for(notice), heir=shown.heir, evidence=shown.evidence
    )


@router.post("/deaths/{notice}/undoing", response={200: DeathOut, **PROBLEMS}, **needs("operate"))
def undo_death(request: ByToken, notice: Path[Id], told: UndoIn) -> DeathNotice:
    """A second operator undoes a mistaken notice: everything stands as it stood before."""
    user = asker(request)
    rights.must_be_operator(user)
    return deaths.undo_death(by=user, notice=queries.death_for(notice), why=told.why)


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
