"""The four answers as a whole: said in a language, kept in a link, and asked anew when the link is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from doublet.consents.languages import Language
from doublet.consents.terms import UseTerms
from doublet.kernel import clock, tokens
from doublet.kernel.refusals import NotAllowed, NotThere
from doublet.licences import gate
from doublet.licences.rules import Ask
from doublet.provenance.findings import Finding, Phrase, finding, unpacked
from doublet.provenance.languages import language
from doublet.provenance.marking import status_url
from doublet.provenance.models import Credential
from doublet.provenance.places import channel_of

QUESTIONS = ("ai", "permitted_by", "permitted_today", "changed")
_KIND = "verify-result"
_HASH = 16


@dataclass(frozen=True)
class Answer:
    """The four answers, and the registered file that the picture leads to, where it leads to one."""

    ai: Finding
    permitted_by: Finding
    permitted_today: Finding
    changed: Finding
    sha256: str
    looked_at: datetime
    credential: Credential | None = None
    notes: tuple[Phrase, ...] = field(default=())

    @property
    def verified(self) -> bool:
        """Known, permitted today, and not changed."""
        return self.permitted_today.state == "permitted" and self.changed.state == "unchanged"

    @property
    def link(self) -> str:
        """The address under which these answers can be read again. It holds them; nothing is kept here."""
        return f"{settings.SITE_URL}/verify/r/{pack(self)}"

    def findings(self) -> list[tuple[str, Finding]]:
        """The four with their names, in their order."""
        return [(name, getattr(self, name)) for name in QUESTIONS]

    def as_dict(self, said: Language | None = None) -> dict[str, Any]:
        """JSON-able: the form of ``doublet verify --json`` and of the API."""
        said, known = said or language("en"), self.credential
        return {
            "verified": self.verified,
            **{name: found.as_dict(said) for name, found in self.findings()},
            "licence": known.licence_id if known else None,
            "credential": known.pk if known else None,
            "status_url": status_url(known.pk) if known else None,
            "notes": [note.told(said) for note in self.notes],
            "language": said.code,
            "sha256": self.sha256,
            "link": self.link,
            "looked_at": self.looked_at.isoformat(timespec="seconds"),
            "checked_at": clock.now().isoformat(timespec="seconds"),
        }


def pack(answer: Answer) -> str:
    """A signed token with what was found out by looking; what is asked of the books is asked anew."""
    return tokens.sign(
        _KIND,
        {
            "credential": answer.credential.pk if answer.credential else "",
            "ai": answer.ai.packed(),
            "changed": answer.changed.packed(),
            "notes": [note.packed() for note in answer.notes],
            "sha256": answer.sha256,
            "at": answer.looked_at.isoformat(timespec="seconds"),
        },
    )


def reopen(token: str) -> Answer:
    """The answers of a link: what was seen then, and what is permitted now.

    Raises:
        NotThere: this instance made no such link.
    """
    try:
        held = tokens.read(_KIND, token)
    except NotAllowed:
        raise NotThere(
            "no_such_result", "There is no such result.", hint="Hand in the picture itself."
        ) from None
    known = None
    if held["credential"]:
        known = (
            Credential.objects.filter(pk=held["credential"], status=Credential.Status.READY)
            .select_related("frame__shot", "licence__model", "licence__brand", "licence__twin_version__twin")
            .first()
        )
    return Answer(
        ai=finding(held["ai"]),
        permitted_by=permitted_by(known) if known else unknown_by(),
        permitted_today=today(known) if known else unknown_today(),
        changed=finding(held["changed"]),
        sha256=held["sha256"],
        looked_at=datetime.fromisoformat(held["at"]),
        credential=known,
        notes=tuple(map(unpacked, held["notes"])),
    )


def permitted_by(credential: Credential) -> Finding:
    """Who signed, by her twin's pseudonym: no person is named."""
    licence = credential.licence
    said = {
        "twin": licence.twin_version.twin.pseudonym,
        "brand": licence.brand.name,
        "day": f"{licence.signed_at:%Y-%m-%d}",
        "licence": licence.pk,
    }
    proof = (
        Phrase("proof", "consent", {"hash": f"{licence.consent_sha256[:_HASH]}…"}),
        Phrase("proof", "contract", {"hash": f"{licence.contract_sha256[:_HASH]}…"}),
    )
    who = Phrase("by", "fictional" if licence.model.fictional else "model", said)
    return Finding("known", who, proof, (Phrase("untold", "who"),))


def today(credential: Credential) -> Finding:
    """Does the permission for a registered file stand at this moment? The gate is asked, as everywhere."""
    licence = credential.licence
    place = Phrase("untold", "place")
    ask = Ask(moment="verify", frame=credential.frame_id, channel=channel_of(credential.profile))
    decision = gate.permit(licence, ask)
    if not decision.allowed:
        first = decision.reasons[0]
        proof = Phrase("proof", "rule", {"licence": licence.pk, "rule": first.rule})
        return Finding(first.code, _why(first.code, first.rule, credential), (proof,))
    if credential.kind == Credential.Kind.SUPERSEDED:
        return Finding("superseded", Phrase("today", "superseded"))
    proof = Phrase("proof", "licence", {"licence": licence.pk})
    return Finding("permitted", Phrase("today", "permitted"), (proof,), (place,))


def unknown_by() -> Finding:
    """Nobody of whom this instance knows."""
    return Finding("unknown", Phrase("by", "unknown"), untold=(Phrase("untold", "elsewhere"),))


def unknown_today() -> Finding:
    """Without a licence there is nothing to ask."""
    return Finding("unknown", Phrase("today", "unknown"), untold=(Phrase("untold", "elsewhere"),))


def _why(code: str, rule: str, credential: Credential) -> Phrase:
    """The day of a withdrawal, never its reason; a ground that has no words of its own names its rule."""
    licence = credential.licence
    terms = UseTerms.from_dict(licence.terms)
    days = {"withdrawn": licence.withdrawn_at, "expired": terms.ends, "not_begun": terms.starts}
    if code not in language("en").tables["today"] or (code in days and days[code] is None):
        return Phrase("today", "other", {"rule": rule})
    day = days.get(code)
    return Phrase("today", code, {"day": f"{day:%Y-%m-%d}"} if day else {})
