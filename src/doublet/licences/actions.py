"""Signing a licence, and taking the permission back."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from doublet.consents import boundaries
from doublet.consents.models import Consent
from doublet.consents.queries import bounds_of, firm, in_force, why_not_genuine
from doublet.consents.rules import ConsentTerms, check_signer, refuse_outside, same_name
from doublet.consents.terms import UseTerms, check_shape
from doublet.kernel import audit, blobs, clock, events, tokens
from doublet.kernel.acting import action
from doublet.kernel.canonical import digest
from doublet.kernel.moves import move
from doublet.kernel.notices import tell
from doublet.kernel.refusals import Conflict, Refused
from doublet.licences import papers, seals
from doublet.licences.models import Licence
from doublet.offers import calendar
from doublet.offers.models import Offer
from doublet.offers.queries import bookings
from doublet.offers.shares import COMMISSION_LIMIT_BP
from doublet.people import rights
from doublet.people.models import Mandate, ModelProfile, User
from doublet.twins.models import TwinVersion


@action
def sign_licence(
    *,
    by: User,
    offer: Offer,
    shown_sha256: str,
    typed_name: str,
    memo_accepted: bool,
    reauthenticated_at: datetime | None,
    by_token: bool = False,
) -> Licence:
    """The model signs exactly the terms she was shown. From here on they are frozen.

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
    same_name(typed_name, model.legal_name)
    version = offer.versions.order_by("-number")[0]
    if offer.status != Offer.Status.AGREED or not version.accepted_by_brand_id:
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
    calendar.refuse_conflicts(calendar.Booking(offer.brand_id, terms), bookings(model))
    twin_version = TwinVersion.objects.filter(twin__model=model).order_by("-number").first()
    if twin_version is None:
        raise Refused(
            "no_twin", "There is no twin yet to license.", rule="FWA-01", hint="Finish the capture first."
        )
    version.memo_accepted_at = at
    version.save()
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
        commissions=_commissions(model),
        signed_at=at,
        signer=by,
        typed_name=typed_name.strip(),
    )
    contract = papers.sealed_contract(licence)
    licence.contract = blobs.put(bytes(twin_version.twin.wrapped_key), twin_version.twin_id, contract)
    licence.contract_sha256 = papers.sha256(contract)
    licence.seal = tokens.sign("licence-seal", seals.claims(licence))
    licence.save(force_insert=True)
    audit.record(
        "licence.signed",
        actor=by,
        subject=licence,
        terms_sha256=licence.terms_sha256,
        consent_sha256=licence.consent_sha256,
        contract_sha256=licence.contract_sha256,
    )
    where = f"{settings.SITE_URL}/licences/{licence.pk}"
    tell(
        model.user.email,
        "Your copy of the licence",
        f"You signed “{offer.brief}” with {offer.brand}.\n\n{where}",
    )
    for member in offer.brand.members.all():
        tell(member.email, "The licence is signed", f"{model} signed “{offer.brief}”.\n\n{where}")
    return licence


@action
def withdraw_licence(*, by: User, licence: Licence) -> Licence:
    """The model takes back what this one licence permits. No reason is asked; it takes effect now."""
    licence = Licence.objects.select_for_update().select_related("model__user", "brand").get(pk=licence.pk)
    rights.must_be_model(by, licence.model)
    end_licence(licence, by=by)
    return licence


def end_licence(licence: Licence, *, by: User) -> None:
    """The withdrawal itself, shared by its two causes: this licence, or the consent under it."""
    move(licence, Licence.Status.WITHDRAWN, "This licence cannot be withdrawn")
    licence.withdrawn_at = clock.now()
    licence.save()
    licence.grants.filter(spent_at=None, void_at=None).update(void_at=licence.withdrawn_at)
    offer = Offer.objects.select_for_update().get(pk=licence.version.offer_id)
    move(offer, Offer.Status.ENDED, "The offer cannot be ended")
    offer.save()
    audit.record("licence.withdrawn", actor=by, subject=licence)
    events.emit("licence.withdrawn", licence=licence, by=by)


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


def _commissions(model: ModelProfile) -> list[list[object]]:
    """Party, holder, basis points: frozen at signing. Together at most 20 percent (FWA-06)."""
    rows: list[list[object]] = [["platform", "", settings.PLATFORM_COMMISSION_BP]]
    for party, mandate in zip(
        ("agent", "mother_agent"), Mandate.objects.filter(model=model, ended_at=None), strict=False
    ):
        rows.append([party, mandate.agency_id, mandate.commission_bp])
    rows = [row for row in rows if row[2]]
    if sum(int(str(row[2])) for row in rows) > COMMISSION_LIMIT_BP:
        raise Refused(
            "commission_over_limit",
            "All commissions together are more than 20 percent of the gross.",
            rule="FWA-06",
            hint="A mandate must end or take less before anything can be signed.",
        )
    return rows
