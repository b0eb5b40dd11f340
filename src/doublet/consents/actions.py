"""What people do with boundaries and consents: set, read, sign, take back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings

from doublet.consents import kinds, papers, rules, text
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.languages import CODES
from doublet.consents.languages import language as language_of
from doublet.consents.models import Boundaries, BoundaryVersion, Consent, DeathNotice
from doublet.kernel import audit, blobs, clock, events, tokens
from doublet.kernel.acting import action
from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.kernel.moves import move
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.people import commissions, factors, rights
from doublet.people.models import ModelProfile, User
from doublet.twins.models import CapturePhoto, Twin
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
    return _keep_boundaries(by, model, bounds.as_dict(), floor)


@action
def close_boundaries(*, by: User, model: ModelProfile) -> Boundaries:
    """The model closes every door at once. Her floor and the brands that she ruled out stay."""
    rights.must_be_model(by, model)
    row = Boundaries.objects.select_for_update().filter(model=model).first()
    now = BoundaryTerms.from_dict(row.terms if row else {})
    closed = BoundaryTerms(never_brands=now.never_brands, never_rivals_of=now.never_rivals_of)
    if row is None or closed == now:
        raise Conflict("already_closed", "Every door is closed already.")
    return _keep_boundaries(by, model, closed.as_dict(), Money(row.floor_minor, row.currency))


@action
def undo_boundaries(*, by: User, model: ModelProfile) -> Boundaries:
    """The model takes her last change back: everything stands as it did before it, as a new version."""
    rights.must_be_model(by, model)
    row = Boundaries.objects.select_for_update().filter(model=model).first()
    before = BoundaryVersion.objects.filter(model=model, number=row.version - 1).first() if row else None
    if row is None or before is None:
        raise Conflict("nothing_to_undo", "There is no earlier version to go back to.")
    floor = Money(before.floor_minor, before.currency)
    return _keep_boundaries(by, model, before.terms, floor, undoes=row.version)


def _keep_boundaries(
    by: User, model: ModelProfile, terms: dict[str, Any], floor: Money, *, undoes: int | None = None
) -> Boundaries:
    row = Boundaries.objects.select_for_update().filter(model=model).first()
    row = row or Boundaries(model=model, version=0)
    row.terms, row.floor_minor, row.currency = terms, floor.amount, floor.currency
    row.version += 1
    row.changed_at = clock.now()
    row.save()
    BoundaryVersion.objects.create(
        model=model,
        number=row.version,
        terms=terms,
        floor_minor=floor.amount,
        currency=floor.currency,
        at=row.changed_at,
        undoes=undoes,
    )
    audit.record("boundaries.set", actor=by, subject=model, version=row.version, sha256=digest(row.terms))
    return row


@action
def open_consent(
    *,
    by: User,
    model: ModelProfile,
    kind: str,
    starts: date,
    ends: date,
    language: str = "",
    after_death: tuple[str, ...] = (),
    heir: str = "",
) -> Consent:
    """Write the document of one kind, for her to read. It binds nobody yet.

    The use of her twin is written from her boundaries and floor. A document of the same kind that was
    written before and not signed is dropped.

    Args:
        language: one of `languages.CODES`; her profile's where it is left out.
        after_death, heir: for the kind `posthumous` only.
    """
    rights.must_be_model(by, model)
    if kind not in Consent.Kind.values:
        raise BadInput("unknown_kind", f"There is no consent of the kind “{kind[:40]}”.")
    if language and language not in CODES:
        raise BadInput("unknown_language", f"No documents are written in “{language[:10]}” here.")
    terms = rules.ConsentTerms(kind=kind, starts=starts, ends=ends, bounds=BoundaryTerms())
    if kind == Consent.Kind.TWIN_USE and (row := Boundaries.objects.filter(model=model).first()):
        terms = replace(
            terms,
            bounds=BoundaryTerms.from_dict(row.terms),
            floor_minor=row.floor_minor,
            currency=row.currency,
        )
    elif kind == Consent.Kind.ROSTER_DISPLAY:
        terms = replace(terms, shows=kinds.SHOWS, seen_by=kinds.SEEN_BY)
    elif kind == Consent.Kind.POSTHUMOUS:
        terms = replace(terms, after_death=after_death, heir=" ".join(heir.split()) if after_death else "")
    return _offer(terms, by=by, model=model, code=language or model.language)


@action
def reword_consent(*, by: User, consent: Consent, language: str) -> Consent:
    """The same terms written in another language: a new document to read, with a hash and 48 hours of its own."""
    consent = Consent.objects.select_for_update().select_related("model").get(pk=consent.pk)
    rights.must_be_model(by, consent.model)
    if consent.status != Consent.Status.OFFERED:
        raise Conflict("moved_on", "Only a document that is not signed can be written anew.")
    if language not in CODES:
        raise BadInput("unknown_language", f"No documents are written in “{language[:10]}” here.")
    return _offer(rules.ConsentTerms.from_dict(consent.terms), by=by, model=consent.model, code=language)


def _offer(terms: rules.ConsentTerms, *, by: User, model: ModelProfile, code: str) -> Consent:
    refuse_after_death(model)
    rules.check_complete(terms)
    code = language_of(code).code
    document = _written(terms, model, code)
    Consent.objects.filter(model=model, kind=terms.kind, status=Consent.Status.OFFERED).delete()
    consent = Consent.objects.create(
        model=model,
        kind=terms.kind,
        language=code,
        terms=terms.as_dict(),
        terms_sha256=digest(terms.as_dict()),
        text=document.text,
        text_sha256=rules.text_sha256(document.text),
        starts=terms.starts,
        ends=terms.ends,
    )
    audit.record(
        "consent.shown",
        actor=by,
        subject=consent,
        kind=terms.kind,
        language=code,
        text_sha256=consent.text_sha256,
        terms_sha256=consent.terms_sha256,
    )
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
    advice: rules.Advice = rules.NOBODY,
    by_token: bool = False,
) -> Consent:
    """The model signs the exact words that she was shown. Keeps a sealed PDF and a signed JSON receipt.

    Args:
        advice: who advised her; what she answered is part of the receipt.
    """
    at = clock.now()
    consent = Consent.objects.select_for_update().select_related("model__user").get(pk=consent.pk)
    model = consent.model
    rules.check_signer(
        signer_is_model=rights.is_model(by, model),
        by_token=by_token,
        reauthenticated_at=reauthenticated_at,
        at=at,
    )
    factors.must_hold(by)
    refuse_after_death(model)
    rules.check_person(
        confirmed=bool(model.age_checked_at) or consent.kind not in kinds.NEEDS_IDENTITY,
        birth_date=model.birth_date,
        photo_days=_photo_days(model),
        at=at,
    )
    advice.check()
    rules.check_signature(
        typed_name=typed_name,
        legal_name=model.legal_name,
        shown_sha256=shown_sha256,
        text_sha256=rules.text_sha256(consent.text),
        shown_at=consent.shown_at,
        waived=waive_waiting,
        at=at,
    )
    written = _written(rules.ConsentTerms.from_dict(consent.terms), model, consent.language)
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
    consent.advised_by, consent.adviser = advice.by, advice.name.strip() if advice.by != "none" else ""
    consent.receipt = receipt_claims(consent)
    consent.receipt["signature"] = tokens.sign("consent-receipt", receipt_claims(consent))
    twin, _ = Twin.objects.get_or_create(model=model, defaults={"pseudonym": new_pseudonym()})
    consent.pdf = blobs.put(bytes(twin.wrapped_key), twin.pk, papers.consent_pdf(consent, written))
    consent.save()
    audit.record(
        "consent.signed",
        actor=by,
        subject=consent,
        kind=consent.kind,
        text_sha256=consent.text_sha256,
        advised_by=consent.advised_by,
    )
    said = language_of(consent.language)
    signed = said.text("page", "paper_mail", name=consent.typed_name, moment=at, sha256=consent.text_sha256)
    tell(
        model.user.email,
        said.text("page", "paper_mail_subject", title=written.title),
        f"{consent.text}\n\n{signed}\n{settings.SITE_URL}/consents/{consent.pk}",
    )
    return consent


@action
def withdraw_consent(*, by: User, consent: Consent) -> Consent:
    """The model takes a consent back. No reason is asked. Everything that hangs on it stops in this step."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    rights.must_be_model(by, consent.model)
    withdraw(consent, by=by)
    return consent


def withdraw(consent: Consent, *, by: User) -> None:
    """The withdrawal itself, shared by its causes; part of the action that asks for it."""
    move(consent, Consent.Status.WITHDRAWN, "This consent cannot be withdrawn")
    consent.withdrawn_at = clock.now()
    consent.save()
    audit.record("consent.withdrawn", actor=by, subject=consent, kind=consent.kind)
    events.emit("consent.withdrawn", consent=consent, by=by)


def receipt_claims(consent: Consent) -> dict[str, str]:
    """What the receipt of a signed consent states."""
    claims = {
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
    if consent.advised_by:  # receipts from before this was asked say nothing of it
        claims |= {
            "advised_by": consent.advised_by,
            "adviser": consent.adviser,
            "waited": "no" if consent.waived_wait else "yes",
        }
    return claims


def commissions_bp(model: ModelProfile) -> int:
    """The most that all commissions together take of her gross today, in hundredths of a percent."""
    return commissions.together_bp(model)


def refuse_after_death(model: ModelProfile) -> None:
    """Nobody writes or signs anything for somebody whose death was reported."""
    if DeathNotice.objects.filter(model=model, undone_at=None).exists():
        raise Refused(
            "papers_stopped",
            "A death was reported for this account, so nothing can be written or signed.",
            rule="NY-PM-01",
            hint="If that is wrong, speak with the operator: a second one of them undoes it.",
        )


def _photo_days(model: ModelProfile) -> list[date]:
    """When her photos were taken, as far as their files said so."""
    photos = CapturePhoto.objects.filter(capture_set__twin__model=model, taken_on__isnull=False)
    return [
        day
        for day in photos.exclude(state=CapturePhoto.State.REFUSED).values_list("taken_on", flat=True)
        if day is not None
    ]


def _written(terms: rules.ConsentTerms, model: ModelProfile, code: str) -> text.Document:
    return text.write(
        terms,
        name=model.legal_name,
        platform=settings.PLATFORM_NAME,
        commissions_bp=commissions_bp(model),
        code=code,
    )
