"""`permit()`: the only way to anything that shows a twin. Asked at six moments, never bypassed.

Signing, enqueue, start of the job, delivery, download, verify. Every refusal leaves an audit row, and every
decision but the public ones of verify is kept with its inputs, so that it can be taken again.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db import DatabaseError

from doublet.engines.tryon.contract import PolicyRefused, TryOnRequest
from doublet.kernel import audit, clock, tokens
from doublet.kernel.acting import action
from doublet.kernel.canonical import digest
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.licences import books, decided
from doublet.licences.models import Grant, Licence
from doublet.licences.rules import Ask, Decision, decide

GRANT_LIFE = timedelta(minutes=10)


def permit(licence: Licence, ask: Ask, *, pictures_taken: int = 0) -> Decision:
    """May this be done now? Reads the books afresh and decides; it changes nothing.

    For pages that show how things stand, and for verifying, which is public and writes nothing.

    Raises:
        Unavailable: the books cannot be read; nothing is permitted then.
    """
    facts, rules = books.read(licence, pictures_taken=pictures_taken)
    return decide(facts, ask, rules)


def demand(licence: Licence, ask: Ask, *, pictures_taken: int = 0) -> Decision:
    """The decision, kept with all its inputs; inside the action that does what it permits.

    Raises:
        NotAllowed: with the first reason. The decision is kept all the same, beside the refusal's audit row.
    """
    decision = permit(licence, ask, pictures_taken=pictures_taken)
    _settle(decision)
    return decision


def foresee(licence: Licence, ask: Ask) -> Decision:
    """The decision ahead of long work that ends in a demand of its own: a no is kept, a yes is not yet one.

    Raises:
        NotAllowed: with the first reason.
    """
    decision = permit(licence, ask)
    if not decision.allowed:
        _settle(decision)
    return decision


def demand_at_signing(licence: Licence, *, commission_bp: int) -> Decision:
    """The decision about a licence that is about to be signed: a row that is not in the books yet.

    Raises:
        NotAllowed: with the first reason; kept under the offer, since there is no licence then.
    """
    facts, rules = books.read_at_signing(licence, commission_bp=commission_bp)
    decision = decide(facts, Ask("sign", brand_id=licence.brand_id), rules)
    _settle(decision, no_about=licence.version.offer_id)
    return decision


def _settle(decision: Decision, *, no_about: str = "") -> None:
    if decision.allowed:
        decided.keep(decision)
        return
    try:
        decision.demand()
    except NotAllowed as refused:
        refused.keep = partial(decided.keep, decision, about=no_about)
        raise


@action
def issue_grant(
    *, licence: Licence, shot: str, ask: Ask, binding: dict[str, str], pictures_taken: int
) -> str:
    """A signed, counted, expiring permission for one try at one shot.

    Args:
        binding: hashes and ids of person, garment, scene and engine that the engine will be given.
        pictures_taken: pictures made or in work under the licence, this one left out.

    A grant issued before for the same shot (its worker died) dies here.
    """
    Licence.objects.select_for_update().get(pk=licence.pk)
    demand(licence, ask, pictures_taken=pictures_taken)
    Grant.objects.filter(shot=shot, void_at=None).update(void_at=clock.now())
    grant = Grant.objects.create(
        licence=licence,
        shot=shot,
        number=pictures_taken + 1,
        binding_sha256=digest(binding),
        issued_at=clock.now(),
        expires_at=clock.now() + GRANT_LIFE,
    )
    audit.record(
        "grant.issued", actor="worker", subject=grant, licence=licence.pk, shot=shot, number=grant.number
    )
    return tokens.sign(
        "grant",
        {
            "grant": grant.pk,
            "licence": licence.pk,
            "shot": shot,
            "number": grant.number,
            "binding_sha256": grant.binding_sha256,
            "expires": int(grant.expires_at.timestamp()),
        },
    )


def binding(
    *,
    person_sha256: str,
    twin: str,
    garment_sha256: str,
    background: str,
    light: str,
    crop: str,
    engine: str,
    plate_sha256: str = "",
) -> dict[str, str]:
    """What a grant is bound to. An order that differs in one of these is refused by the engine.

    A brand's own background is bound by the hash of its picture, not by its name.
    """
    plate = {"plate": plate_sha256} if plate_sha256 else {}
    return plate | {
        "person": person_sha256,
        "twin": twin,
        "garment": garment_sha256,
        "background": background,
        "light": light,
        "crop": crop,
        "engine": engine,
    }


def binding_of(request: TryOnRequest, engine: str) -> dict[str, str]:
    """The binding that an order to an engine amounts to; several garments bind in their order."""
    return binding(
        person_sha256=request.person.sha256,
        twin=request.person.twin_id,
        garment_sha256="+".join(garment.sha256 for garment in request.garments),
        background=request.scene.background,
        light=request.scene.light,
        crop=request.scene.crop,
        engine=engine,
        plate_sha256=request.scene.plate.sha256 if request.scene.plate else "",
    )


class GrantVerifier:
    """What an engine asks before it touches a pixel. Spends the grant: a second time is refused."""

    def __init__(self, engine: str) -> None:
        self.engine = engine

    def __call__(self, request: TryOnRequest) -> None:
        try:
            spend_grant(token=request.grant, binding=binding_of(request, self.engine))
        except Refused as refused:
            raise PolicyRefused(
                refused.code, refused.reason, rule=refused.rule, hint=refused.hint
            ) from refused
        except DatabaseError as trouble:
            raise PolicyRefused(
                "books_unreadable",
                "Whether this picture is permitted cannot be read at the moment.",
                rule="HOUSE-GATE",
                hint="Try again in a minute.",
            ) from trouble


@action
def spend_grant(*, token: str, binding: dict[str, str]) -> Grant:
    """Take a grant for exactly this order, once.

    Raises:
        NotAllowed: none, forged, expired, replayed, for another order, or its licence ended meanwhile.
    """
    if not token:
        raise NotAllowed("no_grant", "An engine makes nothing without a grant.", rule="HOUSE-GATE")
    claims = tokens.read("grant", token)
    grant = Grant.objects.select_for_update().select_related("licence").filter(pk=claims.get("grant")).first()
    if grant is None or grant.licence_id != claims.get("licence") or grant.shot != claims.get("shot"):
        raise NotAllowed("forged", "This grant is not in the books.", rule="HOUSE-GATE")
    at, last = clock.now(), audit.last_time()
    if last and at < last - timedelta(seconds=30):
        raise NotAllowed("clock_set_back", "The clock of this machine was set back.", rule="HOUSE-CLOCK")
    if grant.spent_at or grant.void_at:
        raise NotAllowed("replayed", "This grant was used or replaced before.", rule="HOUSE-GATE")
    # The token is signed and the row is not: each must hold by itself.
    if at >= grant.expires_at or at.timestamp() >= claims["expires"]:
        raise NotAllowed("grant_expired", "This grant has run out.", rule="HOUSE-GATE")
    if not digest(binding) == grant.binding_sha256 == claims["binding_sha256"]:
        raise NotAllowed(
            "wrong_order", "This grant is for another person, garment, scene or engine.", rule="HOUSE-GATE"
        )
    if grant.licence.status == Licence.Status.PAUSED:
        raise NotAllowed("paused", "The model paused this licence.", rule="POL")
    if grant.licence.status != Licence.Status.ACTIVE:
        raise NotAllowed("withdrawn", "Permission was withdrawn.", rule="GDPR-07")
    grant.spent_at = at
    grant.save()
    audit.record("grant.spent", actor="engine", subject=grant, shot=grant.shot)
    return grant


@action
def void_grant(*, shot: str) -> None:
    """A shot ended without a picture: its grant no longer counts."""
    Grant.objects.filter(shot=shot, void_at=None).update(void_at=clock.now())
