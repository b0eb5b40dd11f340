"""What people do with boundaries and consents: set, read, sign, take back."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings

from doublet.consents import papers, rules, text
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.models import Boundaries, Consent
from doublet.kernel import audit, blobs, clock, events, tokens
from doublet.kernel.acting import action
from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.kernel.moves import move
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Refused
from doublet.people import rights
from doublet.people.models import Mandate, ModelProfile, User
from doublet.twins.models import Twin
from doublet.twins.names import new_pseudonym

FLOOR_MAX_MINOR = 1_000_000_00


@action
def set_boundaries(*, by: User, model: ModelProfile, bounds: BoundaryTerms, floor: Money) -> Boundaries:
    """The model opens and closes her boundaries and sets her floor price a picture.

    Consents and licences already signed keep the words they were signed in.
    """
    rights.must_be_model(by, model)
    if not 0 < floor.amount <= FLOOR_MAX_MINOR:
        raise BadInput(
            "floor_out_of_range",
            f"A floor of {floor} a picture cannot be used.",
            hint=f"Give an amount over zero and up to {Money(FLOOR_MAX_MINOR, floor.currency)}.",
        )
    row = Boundaries.objects.select_for_update().filter(model=model).first()
    row = row or Boundaries(model=model, version=0)
    row.terms, row.floor_minor, row.currency = bounds.as_dict(), floor.amount, floor.currency
    row.version += 1
    row.changed_at = clock.now()
    row.save()
    audit.record("boundaries.set", actor=by, subject=model, version=row.version, sha256=digest(row.terms))
    return row


@action
def open_consent(*, by: User, model: ModelProfile, kind: str, starts: date, ends: date) -> Consent:
    """Write the document of one kind from her boundaries and floor, for her to read. It binds nobody yet.

    A document of the same kind that was written before and not signed is dropped.
    """
    rights.must_be_model(by, model)
    if kind not in Consent.Kind.values:
        raise BadInput("unknown_kind", f"There is no consent of the kind “{kind[:40]}”.")
    bounds = Boundaries.objects.filter(model=model).first()
    terms = rules.ConsentTerms(
        kind=kind,
        starts=starts,
        ends=ends,
        bounds=BoundaryTerms.from_dict(bounds.terms if bounds else {})
        if kind == "twin_use"
        else BoundaryTerms(),
        floor_minor=bounds.floor_minor if bounds and kind == "twin_use" else 0,
        currency=bounds.currency if bounds else "EUR",
    )
    rules.check_complete(terms)
    document = _written(terms, model)
    Consent.objects.filter(model=model, kind=kind, status=Consent.Status.OFFERED).delete()
    consent = Consent.objects.create(
        model=model,
        kind=kind,
        language="en",
        terms=terms.as_dict(),
        terms_sha256=digest(terms.as_dict()),
        text=document.text,
        text_sha256=rules.text_sha256(document.text),
        starts=starts,
        ends=ends,
    )
    audit.record("consent.shown", actor=by, subject=consent, kind=kind, text_sha256=consent.text_sha256)
    return consent


@action
def sign_consent(
    *,
    by: User,
    consent: Consent,
    typed_name: str,
    shown_sha256: str,
    waive_waiting: bool,
    reauthenticated_at: datetime | None,
    by_token: bool = False,
) -> Consent:
    """The model signs the exact words that she was shown. Keeps a sealed PDF and a signed JSON receipt."""
    at = clock.now()
    consent = Consent.objects.select_for_update().select_related("model__user").get(pk=consent.pk)
    model = consent.model
    rules.check_signer(
        signer_is_model=rights.is_model(by, model),
        by_token=by_token,
        reauthenticated_at=reauthenticated_at,
        at=at,
    )
    rules.check_signature(
        typed_name=typed_name,
        legal_name=model.legal_name,
        shown_sha256=shown_sha256,
        text_sha256=rules.text_sha256(consent.text),
        shown_at=consent.shown_at,
        waived=waive_waiting,
        at=at,
    )
    written = _written(rules.ConsentTerms.from_dict(consent.terms), model)
    if rules.text_sha256(written.text) != consent.text_sha256:
        raise Refused(
            "terms_changed",
            "Commissions or names changed since this document was written.",
            rule="HOUSE-TEXT",
            hint="Open the document anew and read it again.",
        )
    older = Consent.objects.select_for_update().filter(
        model=model, kind=consent.kind, status=Consent.Status.ACTIVE
    )
    for old in older:
        move(old, Consent.Status.SUPERSEDED, "The older consent cannot be replaced")
        old.save()
    move(consent, Consent.Status.ACTIVE, "This document cannot be signed")
    consent.signed_at, consent.signer, consent.typed_name = at, by, typed_name.strip()
    consent.waived_wait = waive_waiting
    consent.receipt = receipt_claims(consent)
    consent.receipt["signature"] = tokens.sign("consent-receipt", receipt_claims(consent))
    twin, _ = Twin.objects.get_or_create(model=model, defaults={"pseudonym": new_pseudonym()})
    consent.pdf = blobs.put(bytes(twin.wrapped_key), twin.pk, papers.consent_pdf(consent, written))
    consent.save()
    audit.record(
        "consent.signed", actor=by, subject=consent, kind=consent.kind, text_sha256=consent.text_sha256
    )
    tell(
        model.user.email,
        f"You signed: {consent.get_kind_display().lower()}",
        f"{consent.text}\n\nSigned by {consent.typed_name} at {at:%Y-%m-%d %H:%M} UTC.\n"
        f"sha256 of the text: {consent.text_sha256}\n\n"
        f"You can withdraw it at any time: {settings.SITE_URL}/consents/{consent.pk}",
    )
    return consent


@action
def withdraw_consent(*, by: User, consent: Consent) -> Consent:
    """The model takes a consent back. No reason is asked. Everything that hangs on it stops in this step."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    rights.must_be_model(by, consent.model)
    move(consent, Consent.Status.WITHDRAWN, "This consent cannot be withdrawn")
    consent.withdrawn_at = clock.now()
    consent.save()
    audit.record("consent.withdrawn", actor=by, subject=consent, kind=consent.kind)
    events.emit("consent.withdrawn", consent=consent, by=by)
    return consent


def receipt_claims(consent: Consent) -> dict[str, str]:
    """What the receipt of a signed consent states."""
    return {
        "consent": consent.pk,
        "kind": consent.kind,
        "model": consent.model_id,
        "signer": str(consent.signer_id),
        "typed_name": consent.typed_name,
        "signed_at": audit.stamp(consent.signed_at) if consent.signed_at else "",
        "language": consent.language,
        "text_sha256": consent.text_sha256,
        "terms_sha256": consent.terms_sha256,
    }


def commissions_bp(model: ModelProfile) -> int:
    """What all commissions together take of her gross today, in hundredths of a percent."""
    agents = Mandate.objects.filter(model=model, ended_at=None)
    return settings.PLATFORM_COMMISSION_BP + sum(mandate.commission_bp for mandate in agents)


def _written(terms: rules.ConsentTerms, model: ModelProfile) -> text.Document:
    return text.write(
        terms,
        name=model.legal_name,
        platform=settings.PLATFORM_NAME,
        commissions_bp=commissions_bp(model),
    )
