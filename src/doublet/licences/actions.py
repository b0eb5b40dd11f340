"""Signing a licence, pausing it, and taking the permission back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from doublet.consents import boundaries
from doublet.consents.models import Consent
from doublet.consents.queries import bounds_of, firm, in_force, why_not_genuine
from doublet.consents.rules import NOBODY, Advice, ConsentTerms, check_signer, refuse_outside, same_name
from doublet.consents.terms import UseTerms, check_shape
from doublet.kernel import audit, blobs, clock, events, tokens
from doublet.kernel.acting import action
from doublet.kernel.canonical import digest
from doublet.kernel.moves import move
from doublet.kernel.notices import tell
from doublet.kernel.refusals import Conflict, NotAllowed, Refused
from doublet.licences import gate, papers, seals, stamping
from doublet.licences.machine import status
from doublet.licences.models import Licence
from doublet.licences.shown import memo_kept
from doublet.offers import calendar, questions
from doublet.offers.actions import accept_memo
from doublet.offers.checks import refuse_under_floor
from doublet.offers.models import Offer
from doublet.offers.queries import bookings
from doublet.people import factors, rights
from doublet.people.commissions import refuse_over_limit, taken_of
from doublet.people.models import Mandate, ModelProfile, User
from doublet.twins.models import TwinVersion


@action
def sign_licence(
    *,
    by: User,
    offer: Offer,
    shown_sha256: str,
    shown_memo_sha256: str = "",
    typed_name: str,
    memo_accepted: bool,
    reauthenticated_at: datetime | None,
    advice: Advice = NOBODY,
    by_token: bool = False,
) -> Licence:
    """The model signs exactly the terms she was shown. From here on they are frozen.

    Args:
        shown_memo_sha256: hash of the memo that she read, where she read one on a page; shares and exchange
            rates in it may have changed since.

    Raises:
        Refused: somebody else signs, the terms are not agreed or have changed, a consent is missing,
            the terms go beyond consent or boundaries, or an exclusivity forbids it.
    """
    at = clock.now()
    offer = Offer.objects.select_for_update().select_related("model__user", "brand", "brief").get(pk=offer.pk)
    model = offer.model
    check_signer(
        signer_is_model=rights.is_model(by, model),
        by_token=by_token,
        reauthenticated_at=reauthenticated_at,
        at=at,
    )
    factors.must_hold(by)
    advice.check()
    same_name(typed_name, model.legal_name)
    version = offer.versions.order_by("-number")[0]
    if offer.status != Offer.Status.AGREED or version.agreed_at is None:
        raise Conflict("not_agreed", "The two sides have not agreed on these terms yet.")
    if at > offer.expires_at:
        raise Conflict("offer_expired", f"This offer ran out on {offer.expires_at:%d %B %Y}.")
    if digest(version.terms) != version.terms_sha256 or shown_sha256 != version.terms_sha256:
        raise Refused("text_changed", "These are not the terms that were shown.", rule="HOUSE-TEXT")
    if not memo_accepted:
        raise Refused(
            "memo_not_accepted",
            "The deal memo must be accepted before any work starts.",
            rule="FWA-10",
            hint="Read it, then tick that you accept it.",
        )
    terms = UseTerms.from_dict(version.terms)
    check_shape(terms)
    use = _consent(model, Consent.Kind.TWIN_USE, at)
    creation = _consent(model, Consent.Kind.TWIN_CREATION, at)
    refuse_outside(ConsentTerms.from_dict(use.terms), terms, brand=firm(offer.brand))
    boundaries.refuse_breaches(bounds_of(model), terms, brand=firm(offer.brand))
    refuse_under_floor(model, terms)
    questions.refuse_open(version)
    calendar.refuse_conflicts(calendar.Booking(offer.brand_id, terms), bookings(model))
    twin_version = TwinVersion.objects.filter(twin__model=model).order_by("-number").first()
    if twin_version is None:
        raise Refused(
            "no_twin", "There is no twin yet to license.", rule="FWA-01", hint="Finish the capture first."
        )
    accept_memo(by=by, version=version)
    move(offer, Offer.Status.SIGNED, "This offer cannot be signed")
    offer.save()
    licence = Licence(
        version=version,
        model=model,
        brand=offer.brand,
        consent=use,
        consent_sha256=use.text_sha256,
        creation_consent=creation,
        creation_sha256=creation.text_sha256,
        twin_version=twin_version,
        terms=version.terms,
        terms_sha256=version.terms_sha256,
        commissions=_commissions(model, terms.territories),
        signed_at=at,
        signer=by,
        typed_name=typed_name.strip(),
        advised_by=advice.by,
        adviser=advice.name.strip() if advice.by != "none" else "",
    )
    licence.memo = memo_kept(offer, terms)
    licence.memo_sha256 = digest(licence.memo)
    if shown_memo_sha256 and shown_memo_sha256 != licence.memo_sha256:
        raise Refused(
            "text_changed",
            "The deal memo has changed since it was shown: a share or an exchange rate is another today.",
            rule="HOUSE-TEXT",
            hint="Open it again, read it, then sign.",
        )
    gate.demand_at_signing(licence, commission_bp=sum(int(str(row[2])) for row in licence.commissions))
    contract = papers.sealed_contract(licence)
    licence.contract = blobs.put(bytes(twin_version.twin.wrapped_key), twin_version.twin_id, contract)
    licence.contract_sha256 = papers.sha256(contract)
    licence.seal = tokens.sign("licence-seal", seals.claims(licence))
    licence.save(force_insert=True)
    status.draw(licence)
    asked = stamping.ask(licence)
    audit.record(
        "licence.signed",
        actor=by,
        subject=licence,
        terms_sha256=licence.terms_sha256,
        consent_sha256=licence.consent_sha256,
        contract_sha256=licence.contract_sha256,
        timestamp="asked for" if asked else "none: no authority is named",
    )
    events.emit("licence.signed", licence=licence)
    where = f"{settings.SITE_URL}/licences/{licence.pk}"
    tell(
        model.user.email,
        "Your copy of the licence",
        f"You signed “{offer.brief}” with {offer.brand}.\n\n{where}",
    )
    for member in offer.brand.members.filter(is_active=True):
        tell(member.email, "The licence is signed", f"{model} signed “{offer.brief}”.\n\n{where}")
    return licence


@action
def pause_licence(*, by: User, licence: Licence) -> Licence:
    """The model stops everything under a licence for a while. No reason is asked; it takes effect now.

    Her yes is not taken back: no task is opened for the brand and what is published stays. Waiting
    pictures wait, and what she resumes goes on under the same terms and to the same last day.
    """
    licence = _hers(by, licence)
    halt_licence(licence, by=by)
    _tell_the_others(
        licence, "A licence is paused", "paused. Nothing is made or handed out until she resumes it"
    )
    return licence


def halt_licence(licence: Licence, *, by: User) -> None:
    """The pause itself, shared by its two causes: she asks for it, or a database without it was put back."""
    move(licence, Licence.Status.PAUSED, "This licence cannot be paused")
    licence.paused_at = clock.now()
    licence.save()
    licence.grants.filter(spent_at=None, void_at=None).update(void_at=licence.paused_at)
    audit.record("licence.paused", actor=by, subject=licence)
    events.emit("licence.paused", licence=licence, by=by)


@action
def resume_licence(*, by: User, licence: Licence, by_token: bool = False) -> Licence:
    """The model lets a paused licence go on. A key may stop what is hers, but not start it again."""
    licence = _hers(by, licence)
    if by_token:
        raise NotAllowed(
            "token_cannot_sign",
            "An API key cannot let a licence go on for a person.",
            rule="FWA-05",
            hint="She resumes it on the licence’s page.",
        )
    if licence.status != Licence.Status.PAUSED:
        raise Conflict("not_paused", "This licence is not paused.", rule="HOUSE-STATE")
    move(licence, Licence.Status.ACTIVE, "This licence cannot be resumed")
    licence.paused_at = None
    licence.save()
    audit.record("licence.resumed", actor=by, subject=licence)
    events.emit("licence.resumed", licence=licence, by=by)
    _tell_the_others(licence, "A licence goes on", "resumed. Waiting pictures are made now")
    return licence


@action
def withdraw_licence(*, by: User, licence: Licence) -> Licence:
    """The model takes back what this one licence permits. No reason is asked; it takes effect now."""
    licence = _hers(by, licence)
    end_licence(licence, by=by)
    return licence


def end_licence(licence: Licence, *, by: User) -> None:
    """The withdrawal itself, shared by its two causes: this licence, or the consent under it."""
    move(licence, Licence.Status.WITHDRAWN, "This licence cannot be withdrawn")
    licence.withdrawn_at, licence.paused_at = clock.now(), None
    licence.save()
    licence.grants.filter(spent_at=None, void_at=None).update(void_at=licence.withdrawn_at)
    offer = Offer.objects.select_for_update().get(pk=licence.version.offer_id)
    move(offer, Offer.Status.ENDED, "The offer cannot be ended")
    offer.save()
    audit.record("licence.withdrawn", actor=by, subject=licence)
    events.emit("licence.withdrawn", licence=licence, by=by)


def _hers(by: User, licence: Licence) -> Licence:
    """The licence, locked, for the model herself: no agent, operator or brand pauses or ends it for her."""
    licence = Licence.objects.select_for_update().select_related("model__user", "brand").get(pk=licence.pk)
    rights.must_be_model(by, licence.model)
    return licence


def _tell_the_others(licence: Licence, title: str, what: str) -> None:
    brief, where = licence.version.offer.brief, f"{settings.SITE_URL}/licences/{licence.pk}"
    for member in licence.brand.members.filter(is_active=True):
        tell(member.email, title, f"{licence.model}’s licence for “{brief}” is {what}.\n\n{where}")
    for mandate in Mandate.objects.living().filter(model=licence.model).select_related("agency"):
        for agent in mandate.agency.members.filter(is_active=True):
            tell(agent.email, title, f"{licence.model}’s licence with {licence.brand} is {what}.\n\n{where}")


def _consent(model: ModelProfile, kind: str, at: datetime) -> Consent:
    found = in_force(model, kind, at.date())
    if found is None:
        words = Consent.Kind(kind).label.lower()
        raise Refused(
            "no_consent",
            f"There is no consent in force for: {words}.",
            rule="FWA-01",
            hint="Read and sign that document first; it is one of its own.",
        )
    if problem := why_not_genuine(found):
        raise Refused(
            "papers_differ", f"The consent on file cannot be relied on: {problem}.", rule="HOUSE-PAPERS"
        )
    return found


def _commissions(model: ModelProfile, territories: Sequence[str]) -> list[list[object]]:
    """Party, holder, basis points: frozen at signing. Together at most 20 percent (FWA-06)."""
    taken = taken_of(model, territories)
    refuse_over_limit(taken)
    return [[each.party, each.holder, each.basis_points] for each in taken]
