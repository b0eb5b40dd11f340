"""Reading boundaries and consents, and telling whether a consent on file is what was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from doublet.consents import rules
from doublet.consents.actions import commissions_bp, receipt_claims
from doublet.consents.boundaries import BoundaryTerms, Firm
from doublet.consents.models import Boundaries, Consent
from doublet.consents.text import EXAMPLE_PICTURES
from doublet.kernel import blobs, tokens
from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.kernel.refusals import NotThere, Refused
from doublet.people import rights
from doublet.people.models import Brand, ModelProfile, Role, User


def bounds_of(model: ModelProfile) -> BoundaryTerms:
    """Her boundaries today; all closed when she never set them."""
    row = Boundaries.objects.filter(model=model).first()
    return BoundaryTerms.from_dict(row.terms if row else {})


def firm(brand: Brand) -> Firm:
    """A brand as boundaries know it."""
    return Firm(brand.name, tuple(brand.also_known_as), tuple(brand.rivals))


def in_force(model: ModelProfile, kind: str, today: date) -> Consent | None:
    """The signed consent of one kind that covers today, if there is one."""
    return Consent.objects.filter(
        model=model, kind=kind, status=Consent.Status.ACTIVE, starts__lte=today, ends__gte=today
    ).first()


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


KIND_WORDS = {
    "twin_creation": "Your photos may be prepared into a twin, and the twin is yours. It allows no picture for anybody.",
    "twin_use": "Brands may ask you for pictures inside your boundaries. Each still needs a licence that you sign.",
    "biometric_matching": "A sealed template of your face, only to find misuse of it. Say no here and you can still work.",
}


@dataclass(frozen=True)
class KindState:
    """Where one kind of consent stands with a model: what waits to be read, what is in force."""

    kind: str
    title: str
    words: str
    waiting: Consent | None
    active: Consent | None
    ended: bool


def kinds_of(model: ModelProfile, today: date) -> list[KindState]:
    """Every kind of consent and how it stands with her."""
    papers = list(
        Consent.objects.filter(model=model, status__in=[Consent.Status.OFFERED, Consent.Status.ACTIVE])
    )
    found = []
    for kind, title in Consent.Kind.choices:
        mine = {paper.status: paper for paper in papers if paper.kind == kind}
        active = mine.get(Consent.Status.ACTIVE)
        found.append(
            KindState(
                kind=kind,
                title=str(title),
                words=KIND_WORDS[kind],
                waiting=mine.get(Consent.Status.OFFERED),
                active=active,
                ended=active is not None and active.ends < today,
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
        return consents.filter(model__mandates__agency_id=user.agency_id, model__mandates__ended_at=None)
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
    twin = consent.model.twin
    return blobs.get(bytes(twin.wrapped_key), twin.pk, consent.pdf)


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


@dataclass(frozen=True)
class Ending:
    """A licence that would end with a consent: with whom, and what is still waiting under it."""

    brand: str
    pictures_waiting: int


def endings(consent: Consent) -> list[Ending]:
    """The licences that end when she withdraws this consent."""
    if consent.kind == Consent.Kind.BIOMETRIC_MATCHING or consent.status != Consent.Status.ACTIVE:
        return []
    return [
        Ending(str(licence.brand), licence.shots.filter(status="queued").count())
        for licence in consent.model.licences.filter(status="active").select_related("brand")
    ]
