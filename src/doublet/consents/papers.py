"""The paper form of a consent: the exact words, laid out as A4, with the hash and the signature."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from doublet.consents import text
from doublet.consents.languages import language
from doublet.consents.models import Consent
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
    """The signed consent as a sealed PDF, in the language that it was signed in."""
    model, said = consent.model, language(consent.language)
    assert consent.signed_at is not None
    first, last = _halves(written.title)
    paper = said.tables["paper"]
    labels = {name: words for name, words in paper.items() if isinstance(words, str)}
    labels |= {paragraph.part: paragraph.heading for paragraph in written.paragraphs}
    labels |= {
        "title_first": first,
        "title_last": last,
        "what_1": paper["what"][0],
        "what_2": paper["what"][1],
        "footer": said.text(
            "paper",
            "footer",
            issued=f"{consent.signed_at:%Y-%m-%d %H:%M} UTC",
            instance=settings.PLATFORM_NAME,
        ),
    }
    pdf = document.consent(
        document.Consent(
            reference=consent.pk,
            issued=consent.signed_at,
            instance=settings.PLATFORM_NAME,
            notices=tuple(
                said.word("paper", key)
                for key in ("stand_in", "fictional_note")
                if key == "stand_in" or model.fictional
            ),
            labels=labels,
            lang=said.code,
            kind=said.word("names", consent.kind),
            model=document.Person(
                role=said.word("paper", "model"),
                name=model.legal_name,
                lines=(said.text("paper", "residence", place=model.residence),),
                fictional=model.fictional,
            ),
            language=said.name,
            scope=(*written.part("who"), *written.part("scope")),
            purpose=written.part("purpose"),
            rate_of_pay=written.part("pay"),
            duration=written.part("duration"),
            withdrawal=written.part("withdrawal"),
            never=written.part("never"),
            advice=" ".join(
                (*written.part("advice"), said.text("paper", "advised_by", who=adviser(consent)))
            ),
            text_sha256=consent.text_sha256,
            signature=document.Signature(
                role=said.word("paper", "model"),
                name=consent.typed_name,
                signed_at=said.moment(consent.signed_at),
                method=said.joined(
                    said.word("paper", key)
                    for key in ("method", *(["waived"] if consent.waived_wait else []))
                ),
            ),
        )
    )
    return document.seal(
        pdf, identity(), reason="Consent as signed by the model", name=settings.PLATFORM_NAME
    )


def adviser(consent: Consent) -> str:
    """Who advised her, in the document's language."""
    said = language(consent.language)
    by = said.word("page", consent.advised_by or "none")
    return f"{by}, {consent.adviser}" if consent.adviser else by


def _halves(title: str) -> tuple[str, str]:
    """A title's last word stands in italics; one that is written without gaps stands as it is."""
    first, _, last = title.rpartition(" ")
    return (first, last) if first else (title, "")
