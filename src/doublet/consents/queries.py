"""Reading boundaries and consents, and telling whether a consent on file is what was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from doublet.consents import rules, summary
from doublet.consents.actions import commissions_bp, receipt_claims
from doublet.consents.boundaries import BoundaryTerms, Firm
from doublet.consents.kinds import CARRIES_LICENCES
from doublet.consents.languages import Language, language
from doublet.consents.models import Boundaries, BoundaryVersion, Consent, DeathNotice
from doublet.consents.text import EXAMPLE_PICTURES
from doublet.kernel import tokens
from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.kernel.refusals import NotThere, Refused
from doublet.people import rights
from doublet.people.models import Brand, ModelProfile, Role, User
from doublet.twins.keeping import paper as sealed_paper


def bounds_of(model: ModelProfile) -> BoundaryTerms:
    """Her boundaries today; all closed when she never set them."""
    row = Boundaries.objects.filter(model=model).first()
    return BoundaryTerms.from_dict(row.terms if row else {})


@dataclass(frozen=True)
class BoundaryChange:
    """One version of her boundaries, and what it opened and closed against the one before."""

    version: BoundaryVersion
    opened: list[str]
    closed: list[str]


def boundary_history(model: ModelProfile) -> list[BoundaryChange]:
    """Every version of her boundaries, the newest first."""
    found, before = [], BoundaryTerms()
    for version in BoundaryVersion.objects.filter(model=model).order_by("number"):
        now = BoundaryTerms.from_dict(version.terms)
        found.append(BoundaryChange(version, *summary.changes(before, now)))
        before = now
    return found[::-1]


def firm(brand: Brand) -> Firm:
    """A brand as boundaries know it."""
    return Firm(brand.name, tuple(brand.also_known_as), tuple(brand.rivals))


def in_force(model: ModelProfile, kind: str, today: date) -> Consent | None:
    """The signed consent of one kind that covers today, if there is one."""
    return Consent.objects.filter(
        model=model, kind=kind, status=Consent.Status.ACTIVE, starts__lte=today, ends__gte=today
    ).first()


def processors_named(model: ModelProfile, today: date) -> tuple[str, ...]:
    """Who outside the house may receive her photos, by the consent in force; nobody without one."""
    use = in_force(model, Consent.Kind.TWIN_USE, today)
    return rules.ConsentTerms.from_dict(use.terms).bounds.processors if use else ()


def why_not_genuine(consent: Consent) -> str:
    """Empty when text, terms and signature on file are those of the receipt; else what differs.

    Somebody with access to the database can change rows; without the instance's key they cannot
    write a receipt that fits.
    """
    if consent.signed_at is None or not consent.receipt:
        return "it was never signed"
    if rules.text_sha256(consent.text) != consent.text_sha256:
        return "its text was changed after signing"
    if digest(consent.terms) != consent.terms_sha256:
        return "its terms were changed after signing"
    try:
        claims = tokens.read("consent-receipt", str(consent.receipt.get("signature", "")))
    except Refused:
        return "its receipt was not made by this instance"
    if claims != receipt_claims(consent):
        return "its receipt tells of something else"
    return ""


@dataclass(frozen=True)
class KindState:
    """Where one kind of consent stands with a model: what waits to be read, what is in force."""

    kind: str
    name: str
    about: str
    waiting: Consent | None
    active: Consent | None
    ended: bool
    stopped: bool

    @property
    def optional(self) -> bool:
        """Can she work without it?"""
        return self.kind in (Consent.Kind.BIOMETRIC_MATCHING, Consent.Kind.POSTHUMOUS)


def kinds_of(model: ModelProfile, today: date) -> list[KindState]:
    """Every kind of consent and how it stands with her, in her language."""
    said = language(model.language)
    states = (Consent.Status.OFFERED, Consent.Status.ACTIVE, Consent.Status.SUSPENDED)
    papers = list(Consent.objects.filter(model=model, status__in=states))
    found = []
    for kind in Consent.Kind.values:
        mine = {paper.status: paper for paper in papers if paper.kind == kind}
        active = mine.get(Consent.Status.ACTIVE)
        found.append(
            KindState(
                kind=kind,
                name=said.word("names", kind),
                about=said.word("about", kind),
                waiting=mine.get(Consent.Status.OFFERED),
                active=active,
                ended=active is not None and active.ends < today,
                stopped=Consent.Status.SUSPENDED in mine,
            )
        )
    return found


def older(model: ModelProfile) -> QuerySet[Consent]:
    """What she signed and took back or replaced, the newest first."""
    return Consent.objects.filter(
        model=model, status__in=[Consent.Status.WITHDRAWN, Consent.Status.SUPERSEDED], signed_at__isnull=False
    )


def visible_consents(user: User) -> QuerySet[Consent]:
    """A model's own documents; an agent's those of models under a living mandate; all for operator and auditor."""
    consents = Consent.objects.select_related("model")
    if user.role in (Role.OPERATOR, Role.AUDITOR):
        return consents
    if user.role == Role.AGENT:
        return consents.filter(rights.under_mandate(user, "model"))
    return consents.filter(model__user=user)


def consent_for(user: User, pk: str) -> Consent:
    """One consent, for the model, those who speak for her, and the operator or auditor."""
    consent = Consent.objects.select_related("model__twin").filter(pk=pk).first()
    if consent is None or not rights.may_see_model(user, consent.model):
        raise NotThere("no_such_consent", "There is no such document, or it is not yours.")
    return consent


def paper(consent: Consent) -> bytes:
    """The sealed PDF of a signed consent."""
    if not consent.pdf:
        raise NotThere("not_signed", "This document is not signed, so there is no paper of it yet.")
    return sealed_paper(consent.model.twin, consent.pdf)


@dataclass(frozen=True)
class Example:
    """Ten pictures at a floor price, divided by today's commissions."""

    pictures: int
    gross: Money
    commissions_bp: int
    taken: Money
    hers: Money


def example(model: ModelProfile, floor: Money) -> Example:
    """What a brand's order at her floor would bring her."""
    points = commissions_bp(model)
    gross = floor * EXAMPLE_PICTURES
    taken = gross.basis_points(points)
    return Example(EXAMPLE_PICTURES, gross, points, taken, gross - taken)


def effects(consent: Consent, said: Language) -> list[str]:
    """What happens when she withdraws this consent."""
    short = {"biometric_matching": "biometric", "roster_display": "roster", "posthumous": "posthumous"}
    if consent.kind in short:
        return list(said.lines("effects", short[consent.kind]))
    ending = _ending(consent)
    told = [sentence for licence in ending for sentence in _end_of(licence, said)]
    told = told or [said.word("effects", "no_licence")]
    told.append(said.word("effects", "no_new_licence"))
    if ending:
        told += [said.word("effects", key) for key in ("checked", "tasks", "payable", "copies")]
    return told


def _ending(consent: Consent) -> list[Any]:
    """The licences that end with it."""
    if consent.kind not in CARRIES_LICENCES or consent.status != Consent.Status.ACTIVE:
        return []
    return list(consent.model.licences.filter(status__in=("active", "paused")).select_related("brand"))


def _end_of(licence: Any, said: Language) -> list[str]:
    waiting = licence.shots.filter(status="queued").count()
    key = {0: "waiting_none", 1: "waiting_one"}.get(waiting, "waiting_many")
    ends = said.text("effects", "licence_ends", brand=licence.brand)
    return [f"{ends} {said.text('effects', key, count=waiting)}"]


def deaths() -> QuerySet[DeathNotice]:
    """Every reported death, the newest first."""
    return DeathNotice.objects.select_related("model", "noted_by", "heir_by", "undone_by")


def death_for(pk: str) -> DeathNotice:
    """One of them; who may look is the page's to say."""
    notice = deaths().filter(pk=pk).first()
    if notice is None:
        raise NotThere("no_such_notice", "There is no such notice.")
    return notice


def anybody(pk: str) -> ModelProfile:
    """A model by her id, for an operator."""
    model = ModelProfile.objects.filter(pk=pk).first()
    if model is None:
        raise NotThere("no_such_model", "There is no such model here.")
    return model
