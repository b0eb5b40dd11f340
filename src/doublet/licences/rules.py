"""The one decision that everything hangs on: may this be done, under this licence, now? Pure.

It fails closed: whatever is not shown to be allowed is refused. All reasons are given, the most
telling first, so that a page can say why and an auditor can check each one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from doublet.consents.boundaries import Firm, may_receive
from doublet.consents.rules import ConsentTerms, outside
from doublet.consents.terms import UseTerms, within
from doublet.kernel.refusals import NotAllowed

Moment = Literal["enqueue", "start", "delivery", "download", "verify"]
MOMENTS: tuple[Moment, ...] = ("enqueue", "start", "delivery", "download", "verify")
CLOCK_TOLERANCE = timedelta(seconds=30)


@dataclass(frozen=True)
class Facts:
    """What stands in the books at the moment of asking.

    `*_problem` is empty when the papers on file are those that were signed, else what differs.
    `pictures_taken` counts the pictures made or in work under the licence, this one left out.
    """

    now: datetime
    last_event_at: datetime | None
    licence_id: str
    brand_id: str
    brand: Firm
    licence_status: str
    withdrawn_at: datetime | None
    licence_problem: str
    terms: UseTerms
    consent_status: str
    consent_problem: str
    consent_terms: ConsentTerms
    creation_status: str
    creation_problem: str
    creation_ends: date
    twin_erased: bool
    pictures_taken: int


@dataclass(frozen=True)
class Ask:
    """What is asked. Fields that a moment does not need stay None.

    `processor` is who outside the house would receive her photo; empty where it stays.
    """

    moment: Moment
    brand_id: str | None = None
    garment_id: str | None = None
    garment_sha256: str | None = None
    background: str | None = None
    channel: str | None = None
    territory: str | None = None
    processor: str = ""


@dataclass(frozen=True)
class Reason:
    """One ground for a refusal: the rule, what was asked, what is allowed."""

    rule: str
    code: str
    words: str
    asked: str = ""
    allowed: str = ""

    def as_dict(self) -> dict[str, str]:
        """JSON-able, for the audit row and the API."""
        return {
            "rule": self.rule,
            "code": self.code,
            "words": self.words,
            "asked": self.asked,
            "allowed": self.allowed,
        }


@dataclass(frozen=True)
class Decision:
    """Yes, or no with every reason."""

    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        """True when nothing speaks against it."""
        return not self.reasons

    def demand(self) -> None:
        """Refuse with the first reason unless it is allowed."""
        if self.reasons:
            first = self.reasons[0]
            raise NotAllowed(first.code, first.words, rule=first.rule, hint=_hint(first.code))


def decide(facts: Facts, ask: Ask) -> Decision:
    """The decision with all its reasons."""
    reasons = [*_clock(facts), *_papers(facts), *_permission(facts), *_dates(facts)]
    if ask.moment != "verify":
        reasons += _brand(facts, ask)
    if ask.moment in ("enqueue", "start"):
        reasons += [*_subject(facts, ask), *_receiver(facts, ask), *_quota(facts)]
    if ask.moment in ("delivery", "download"):
        reasons += _place(facts, ask)
    return Decision(tuple(reasons))


def _clock(facts: Facts) -> list[Reason]:
    if facts.last_event_at and facts.now < facts.last_event_at - CLOCK_TOLERANCE:
        return [
            Reason(
                "HOUSE-CLOCK",
                "clock_set_back",
                "The clock of this machine shows a time before the last entry of the audit log.",
                facts.now.isoformat(),
                f"after {facts.last_event_at.isoformat()}",
            )
        ]
    return []


def _papers(facts: Facts) -> list[Reason]:
    found = []
    for what, problem in (
        ("licence", facts.licence_problem),
        ("consent", facts.consent_problem),
        ("creation consent", facts.creation_problem),
    ):
        if problem:
            code = "unsigned_consent" if "never signed" in problem else "papers_differ"
            found.append(Reason("HOUSE-PAPERS", code, f"The {what} on file cannot be relied on: {problem}."))
    beyond = outside(facts.consent_terms, facts.terms, brand=facts.brand)
    if beyond and not found:
        found.append(
            Reason(
                "FWA-03",
                "outside_consent",
                f"The licence goes beyond the consent: {beyond[0].words}.",
                beyond[0].boundary,
            )
        )
    return found


def _permission(facts: Facts) -> list[Reason]:
    found = []
    if facts.licence_status != "active":
        when = f" on {facts.withdrawn_at:%d %B %Y}" if facts.withdrawn_at else ""
        found.append(Reason("GDPR-07", "withdrawn", f"Permission was withdrawn{when}.", "", "active"))
    for what, status in (("consent", facts.consent_status), ("creation consent", facts.creation_status)):
        if status not in ("active", "superseded") and not found:
            found.append(Reason("FWA-01", "consent_withdrawn", f"The {what} is {status}.", status, "active"))
    if facts.twin_erased:
        found.append(Reason("GDPR-17", "twin_erased", "The twin was erased."))
    return found


def _dates(facts: Facts) -> list[Reason]:
    today = facts.now.date()
    found = []
    if today < facts.terms.starts:
        found.append(
            Reason(
                "HOUSE-DATES",
                "not_begun",
                f"The licence begins on {facts.terms.starts:%d %B %Y}.",
                today.isoformat(),
                facts.terms.starts.isoformat(),
            )
        )
    last = min(facts.terms.ends, facts.consent_terms.ends, facts.creation_ends)
    if today > last:
        found.append(
            Reason(
                "HOUSE-DATES",
                "expired",
                f"The permission ended on {last:%d %B %Y}.",
                today.isoformat(),
                last.isoformat(),
            )
        )
    return found


def _brand(facts: Facts, ask: Ask) -> list[Reason]:
    if ask.brand_id != facts.brand_id:
        words = "This licence belongs to another brand."
        return [Reason("FWA-03", "wrong_brand", words, str(ask.brand_id), facts.brand_id)]
    return []


def _subject(facts: Facts, ask: Ask) -> list[Reason]:
    found = []
    allowed = {(garment.id, garment.sha256) for garment in facts.terms.garments}
    if (ask.garment_id, ask.garment_sha256) not in allowed:
        named = ", ".join(garment.name for garment in facts.terms.garments)
        words = f"This garment is not in the licence, which names: {named}."
        found.append(Reason("FWA-03", "wrong_garment", words, str(ask.garment_id), named))
    if ask.background not in facts.terms.backgrounds:
        named = ", ".join(facts.terms.backgrounds)
        words = f"This background is not in the licence, which names: {named}."
        found.append(Reason("FWA-03", "wrong_scene", words, str(ask.background), named))
    return found


def _receiver(facts: Facts, ask: Ask) -> list[Reason]:
    if may_receive(facts.consent_terms.bounds, ask.processor):
        return []
    words = f"This engine sends her photo to {ask.processor}, and her consent does not name {ask.processor}."
    return [Reason("HOUSE-PROCESSOR", "processor_not_named", words, ask.processor, "whom her consent names")]


def _quota(facts: Facts) -> list[Reason]:
    if facts.pictures_taken >= facts.terms.pictures:
        return [
            Reason(
                "FWA-03",
                "quota_used_up",
                f"All {facts.terms.pictures} pictures of the licence are made or in work.",
                str(facts.pictures_taken + 1),
                str(facts.terms.pictures),
            )
        ]
    return []


def _place(facts: Facts, ask: Ask) -> list[Reason]:
    found = []
    if ask.channel is not None and ask.channel not in facts.terms.channels:
        words = "The licence does not cover this channel."
        found.append(Reason("FWA-03", "wrong_channel", words, ask.channel, ", ".join(facts.terms.channels)))
    if ask.territory is not None and not within(ask.territory, facts.terms.territories):
        words = "The licence does not cover this territory."
        allowed = ", ".join(facts.terms.territories)
        found.append(Reason("FWA-03", "wrong_territory", words, ask.territory, allowed))
    return found


def _hint(code: str) -> str:
    return {
        "withdrawn": "Nothing new can be made under this licence. Your tasks list says what to do.",
        "expired": "Send a new offer for the time after.",
        "quota_used_up": "Send a new offer for more pictures.",
        "wrong_garment": "Send a new offer that names this garment.",
        "wrong_scene": "Choose one of the licence's backgrounds, or send a new offer.",
        "processor_not_named": "Choose an engine that keeps photos in the house, or ask her for a consent that "
        "names it and send a new offer.",
        "clock_set_back": "The operator must set the clock right; nothing is made until then.",
        "papers_differ": "The operator must restore the papers from a backup and look into who changed them.",
    }.get(code, "")
