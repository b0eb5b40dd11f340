"""Reading boundaries and consents, and telling whether a consent on file is what was signed."""

from __future__ import annotations

from datetime import date

from doublet.consents import rules
from doublet.consents.actions import receipt_claims
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.models import Boundaries, Consent
from doublet.kernel import tokens
from doublet.kernel.canonical import digest
from doublet.kernel.refusals import Refused
from doublet.people.models import ModelProfile


def bounds_of(model: ModelProfile) -> BoundaryTerms:
    """Her boundaries today; all closed when she never set them."""
    row = Boundaries.objects.filter(model=model).first()
    return BoundaryTerms.from_dict(row.terms if row else {})


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
