"""`permit()`: the only way to anything that shows a twin. Asked at five moments, never bypassed.

enqueue, start of the job, delivery, download, verify. Every refusal leaves an audit row.
"""

from __future__ import annotations

from datetime import timedelta

from doublet.consents.queries import firm
from doublet.consents.queries import why_not_genuine as consent_problem
from doublet.consents.rules import ConsentTerms
from doublet.consents.terms import UseTerms
from doublet.engines.tryon.contract import PolicyRefused, TryOnRequest
from doublet.kernel import audit, clock, tokens
from doublet.kernel.acting import action
from doublet.kernel.canonical import digest
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.licences import seals
from doublet.licences.models import Grant, Licence
from doublet.licences.rules import Ask, Decision, Facts, decide

GRANT_LIFE = timedelta(minutes=10)


def permit(licence: Licence, ask: Ask, *, pictures_taken: int = 0) -> Decision:
    """May this be done now? Reads the books afresh and decides; it changes nothing.

    Callers `demand()` the decision inside an action, which writes the audit row of a refusal.
    """
    return decide(facts(licence, pictures_taken=pictures_taken), ask)


def facts(licence: Licence, *, pictures_taken: int = 0) -> Facts:
    """What stands in the books about this licence at this moment."""
    licence = Licence.objects.select_related(
        "consent", "creation_consent", "model", "brand", "twin_version__twin"
    ).get(pk=licence.pk)
    return Facts(
        now=clock.now(),
        last_event_at=audit.last_time(),
        licence_id=licence.pk,
        brand_id=licence.brand_id,
        brand=firm(licence.brand),
        licence_status=licence.status,
        withdrawn_at=licence.withdrawn_at,
        licence_problem=seals.why_not_genuine(licence),
        terms=UseTerms.from_dict(licence.terms),
        consent_status=licence.consent.status,
        consent_problem=consent_problem(licence.consent),
        consent_terms=ConsentTerms.from_dict(licence.consent.terms),
        creation_status=licence.creation_consent.status,
        creation_problem=consent_problem(licence.creation_consent),
        creation_ends=licence.creation_consent.ends,
        twin_erased=licence.twin_version.twin.erased_at is not None,
        pictures_taken=pictures_taken,
    )


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
    permit(licence, ask, pictures_taken=pictures_taken).demand()
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
    if at >= grant.expires_at:
        raise NotAllowed("grant_expired", "This grant has run out.", rule="HOUSE-GATE")
    if digest(binding) != grant.binding_sha256:
        raise NotAllowed(
            "wrong_order", "This grant is for another person, garment, scene or engine.", rule="HOUSE-GATE"
        )
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
