"""The words that ODRL lacks for a licence of this kind: our profile, published by each instance at ``/ns/twin``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Term:
    """One word of the profile: what it is in ODRL, and what it means."""

    name: str
    kind: str
    meaning: str


ACTIONS = (
    Term("depict", "Action", "To have a picture made in which the twin appears. Part of odrl:use."),
    Term("train", "Action", "To train or fine-tune a model on it. Part of odrl:use."),
    Term(
        "label",
        "Action",
        "To leave the visible label, the mark and the credential in place. Part of odrl:use.",
    ),
)
OPERANDS = (
    Term("garment", "LeftOperand", "A garment that the twin wears, by its id."),
    Term("background", "LeftOperand", "The background of a picture, by its id."),
    Term("setting", "LeftOperand", "The kind of place that a picture shows."),
    Term("pose", "LeftOperand", "How the twin stands, sits or moves."),
    Term("exposure", "LeftOperand", "What skin shows beyond face, neck and forearms; none when nothing may."),
    Term("company", "LeftOperand", "Who else is in the picture; none when nobody may be."),
    Term(
        "alteration",
        "LeftOperand",
        "What may be altered about her beyond routine retouch; none when nothing may.",
    ),
    Term("content", "LeftOperand", "What a picture shows or suggests."),
)
FACTS = (
    Term("consentSha256", "property", "Hash of the text of the consent that the licence rests on."),
    Term("termsSha256", "property", "Hash of the frozen terms in canonical JSON (RFC 8785)."),
    Term("statusList", "property", "A W3C Bitstring Status List that says whether the licence still stands."),
)
CREDENTIAL = (
    Term("TwinLicence", "class", "A licence for a digital twin: what one brand may have made, and show."),
    *(
        Term(name, "property", meaning)
        for name, meaning in (
            ("TwinLicenceCredential", "A verifiable credential about a TwinLicence."),
            ("licence", "The licence that its subject, the brand, holds."),
            ("twin", "The twin. Whose it is, only its instance knows."),
            ("twinVersionSha256", "Hash of the version of the twin that was licensed."),
            ("creationConsentSha256", "Hash of the text of the consent to make the twin."),
            ("contractSha256", "Hash of the sealed contract."),
            ("starts", "First day of the use."),
            ("ends", "Last day of the use."),
            ("pictures", "The most pictures that may be made."),
            ("purpose", "What the pictures are for."),
            ("channels", "Where the pictures are shown."),
            ("territories", "Countries and unions in which they are shown."),
            ("garments", "The garments that the twin wears."),
            ("garmentSha256", "Hash of the photo of a garment."),
            ("rateMinor", "Price of an approved picture, in minor units of the currency."),
            ("currency", "An ISO 4217 code."),
        )
    ),
)
TERMS = (*ACTIONS, *OPERANDS, *FACTS, *CREDENTIAL)


def page() -> str:
    """The address of the profile, which is its name."""
    return f"{settings.SITE_URL}/ns/twin"


def namespace() -> str:
    """What the words begin with."""
    return page() + "#"


def currency(code: str) -> str:
    """An ISO 4217 currency as something that has an address."""
    return f"{namespace()}currency-{code}"


def context() -> dict[str, Any]:
    """The JSON-LD context for credentials."""
    names = {term.name: f"{namespace()}{term.name}" for term in (*FACTS[:2], *CREDENTIAL)}
    return {"@context": {"@protected": True, **names}}
