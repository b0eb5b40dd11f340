"""The paper form of a consent: the exact words, laid out as A4, with the hash and the signature."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from doublet.consents import text
from doublet.consents.models import Consent
from doublet.consents.rules import ConsentTerms
from doublet.engines import document
from doublet.kernel import keys
from doublet.people.models import ModelProfile

STAND_IN = "Sealed with a development key of this instance, which is on no public trust list."
FICTIONAL = "The model on this paper is a fictional demo person."


@cache
def identity() -> document.Identity:
    """What papers are sealed with. Made on first use; it says of itself that it is for development."""
    return document.development_identity(keys.folder() / "papers")


def person(model: ModelProfile) -> document.Person:
    """The model as a party on a paper."""
    return document.Person(
        role="Model",
        name=model.legal_name,
        lines=(f"Residence: {model.residence}",),
        fictional=model.fictional,
    )


def notices(model: ModelProfile) -> tuple[str, ...]:
    """What a paper says of itself on its first page."""
    return (STAND_IN, FICTIONAL) if model.fictional else (STAND_IN,)


def consent_pdf(consent: Consent, written: text.Document) -> bytes:
    """The signed consent as a sealed PDF."""
    model = consent.model
    terms = ConsentTerms.from_dict(consent.terms)
    assert consent.signed_at is not None
    pdf = document.consent(
        document.Consent(
            reference=consent.pk,
            issued=consent.signed_at,
            instance=settings.PLATFORM_NAME,
            notices=notices(model),
            kind=consent.get_kind_display(),
            model=person(model),
            language=consent.language,
            scope=(*written.part("who"), *written.part("scope")),
            purpose=written.part("purpose"),
            rate_of_pay=written.part("pay"),
            duration=written.part("duration"),
            withdrawal=written.part("withdrawal"),
            boundaries=tuple(document.Term("Never", line) for line in written.part("never")),
            clock=document.WITHDRAWAL_CLOCK if terms.kind == "twin_use" else (),
            advice=" ".join(written.part("advice")),
            text_sha256=consent.text_sha256,
            signature=document.Signature(
                role="Model",
                name=consent.typed_name,
                signed_at=f"{consent.signed_at:%d %B %Y, %H:%M:%S} UTC",
                method="typed name, after entering password or passkey again",
            ),
        )
    )
    return document.seal(
        pdf, identity(), reason="Consent as signed by the model", name=settings.PLATFORM_NAME
    )
