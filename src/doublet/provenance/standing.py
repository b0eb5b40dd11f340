"""How things stand with a registered file at this moment: the licence, and apart from it her word about the picture.

A licence permits pictures to be made. Each of them needs her yes before anybody may show it, so one that leaked
before she saw it, or that she declined, is not permitted although its licence stands. Neither is one that an operator
put on hold, because a report about it was upheld.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from doublet.consents.terms import UseTerms
from doublet.licences import gate
from doublet.licences.reasons import Reason
from doublet.licences.rules import Ask
from doublet.provenance.approvals import approval_of
from doublet.provenance.findings import Finding, Phrase
from doublet.provenance.holds import Held, upheld
from doublet.provenance.languages import language
from doublet.provenance.models import Credential
from doublet.provenance.places import channel_of

Word = Literal["approved", "awaiting", "declined", "taken_back"]
_PARTS = {"picture_taken_back", "use_taken_back"}
_HASH = 16


@dataclass(frozen=True)
class Standing:
    """The licence, her word and the operator's, apart.

    Attributes:
        reasons: what the gate says against it.
        word: her word about this one picture.
        held: the operator's decision that keeps it on hold.
    """

    reasons: tuple[Reason, ...]
    word: Word
    held: Held | None = None

    @property
    def licence_stands(self) -> bool:
        """True also where she took a part back: the rest of the licence stands."""
        return all(reason.code in _PARTS for reason in self.reasons)


def standing(credential: Credential) -> Standing:
    """The gate is asked, as everywhere, and the part of the house that asks her about each picture."""
    ask = Ask(moment="verify", frame=credential.frame_id, channel=channel_of(credential.profile))
    reasons = gate.permit(credential.licence, ask).reasons
    back = any(reason.code == "picture_taken_back" for reason in reasons)
    word: Word = "taken_back" if back else approval_of(credential.frame_id)
    return Standing(reasons, word, upheld(credential.frame_id))


def permitted_by(credential: Credential) -> Finding:
    """Who signed, by her twin's pseudonym: no person is named. A picture that lacks her yes was permitted by nobody."""
    licence, word = credential.licence, approval_of(credential.frame_id)
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
    untold = (Phrase("untold", "who"),)
    if word != "approved":
        fiction = (Phrase("proof", "fictional"),) if licence.model.fictional else ()
        state = "nobody" if word == "declined" else "nobody_yet"
        return Finding(state, Phrase("by", word, said), (*fiction, *proof), untold)
    who = Phrase("by", "fictional" if licence.model.fictional else "model", said)
    return Finding("known", who, proof, untold)


def today(credential: Credential) -> Finding:
    """Is a registered file permitted at this moment? By the licence, by her yes to this picture, by the operator."""
    found, licence = standing(credential), credential.licence
    since = {"day": f"{found.held.since:%Y-%m-%d}"} if found.held else {}
    if found.reasons:
        first = found.reasons[0]
        proof = [Phrase("proof", "rule", {"licence": licence.pk, "rule": first.rule})]
        if found.word in ("awaiting", "declined"):
            proof.append(Phrase("proof", found.word))
        if found.held:
            proof.append(Phrase("proof", "on_hold", since))
        return Finding(first.code, _why(first, credential), tuple(proof))
    if found.held:
        stands = Phrase("proof", "licence", {"licence": licence.pk})
        untold = (Phrase("untold", "reported"),)
        return Finding(
            "on_hold", Phrase("today", "on_hold", since), (stands, Phrase("proof", "decided", since)), untold
        )
    if credential.kind == Credential.Kind.SUPERSEDED:
        return Finding("superseded", Phrase("today", "superseded"))
    if found.word != "approved":
        needs = Phrase("proof", "needs_her_yes", {"licence": licence.pk})
        state = "declined" if found.word == "declined" else "not_approved"
        return Finding(state, Phrase("today", state), (needs,))
    stands = Phrase("proof", "licence", {"licence": licence.pk})
    proven = (stands, Phrase("proof", "approved"))
    return Finding("permitted", Phrase("today", "permitted"), proven, (Phrase("untold", "place"),))


def unknown_by() -> Finding:
    """Nobody of whom this instance knows."""
    return Finding("unknown", Phrase("by", "unknown"), untold=(Phrase("untold", "elsewhere"),))


def unknown_today() -> Finding:
    """Without a licence there is nothing to ask."""
    return Finding("unknown", Phrase("today", "unknown"), untold=(Phrase("untold", "elsewhere"),))


def _why(reason: Reason, credential: Credential) -> Phrase:
    """The day of a withdrawal, never its reason; a ground that has no words of its own names its rule."""
    licence, code = credential.licence, reason.code
    terms = UseTerms.from_dict(licence.terms)
    days = {"withdrawn": licence.withdrawn_at, "expired": terms.ends, "not_begun": terms.starts}
    if code not in language("en").tables["today"] or (code in days and days[code] is None):
        return Phrase("today", "other", {"rule": reason.rule})
    day = days.get(code)
    return Phrase("today", code, {"day": f"{day:%Y-%m-%d}"} if day else {})
