"""What a consent must hold, and what it means for a licence to be a subset of it. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from doublet.consents.boundaries import BoundaryTerms, Breach, Firm, breaches
from doublet.consents.kinds import ADVISERS, AFTER_DEATH
from doublet.consents.languages.vague import refuse_vague
from doublet.consents.terms import UseTerms
from doublet.kernel.refusals import BadInput, NotAllowed, Refused
from doublet.people.rules import ADULT, age_on, age_rule

READING_TIME = timedelta(hours=48)
MAX_DAYS = 36 * 31
_LISTS = ("shows", "seen_by", "after_death")


@dataclass(frozen=True)
class Advice:
    """Who advised her before she signed: a lawyer, a union, or nobody although she was told that she can ask."""

    by: str = "none"
    name: str = ""

    def check(self) -> None:
        """Refuse an adviser without a name (rule NY-GOL-01: counsel, union or none is on record)."""
        if self.by not in ADVISERS:
            raise BadInput("unknown_adviser", f"“{self.by[:20]}” is none of counsel, union, none.")
        if self.by != "none" and not self.name.strip():
            raise BadInput(
                "adviser_unnamed",
                "The lawyer or the union that advised you has no name here.",
                rule="NY-GOL-01",
                hint="Write the name, or choose “nobody”.",
            )


NOBODY = Advice()


@dataclass(frozen=True)
class ConsentTerms:
    """The terms of one consent. For twin use, `bounds` is the scope and the price fields bind.

    Attributes:
        shows, seen_by: what the roster shows of her, and to whom.
        after_death, heir: what may go on after her death, by whose word.
    """

    kind: str
    starts: date
    ends: date
    bounds: BoundaryTerms
    floor_minor: int = 0
    currency: str = "EUR"
    approval_mode: str = "every_image"
    retention_days: int = 7
    shows: tuple[str, ...] = ()
    seen_by: tuple[str, ...] = ()
    after_death: tuple[str, ...] = ()
    heir: str = ""

    def as_dict(self) -> dict[str, Any]:
        """JSON-able, and the form that is hashed."""
        data = asdict(self)
        data["starts"], data["ends"] = self.starts.isoformat(), self.ends.isoformat()
        data["bounds"] = self.bounds.as_dict()
        for name in _LISTS:
            data[name] = list(data[name])
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ConsentTerms:
        """Read back what `as_dict` wrote."""
        more = dict(data)
        more["bounds"] = BoundaryTerms.from_dict(data["bounds"])
        more["starts"], more["ends"] = date.fromisoformat(data["starts"]), date.fromisoformat(data["ends"])
        for name in _LISTS:  # terms that were signed before there was a roster consent lack it
            more[name] = tuple(data.get(name, ()))
        return cls(**more)


def text_sha256(text: str) -> str:
    """The hash of a document's exact words."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_complete(terms: ConsentTerms) -> None:
    """Refuse a document that leaves open one of scope, purpose, rate of pay and duration."""
    if terms.ends <= terms.starts:
        raise BadInput("no_duration", "The consent ends before it starts.", rule="FWA-02")
    if (terms.ends - terms.starts).days > MAX_DAYS:
        raise BadInput(
            "too_long", "A consent lasts 36 months at most.", rule="POL", hint="It can be renewed later."
        )
    if terms.kind == "roster_display" and not (terms.shows and terms.seen_by):
        raise BadInput(
            "nothing_to_show", "The consent names nothing to show, or nobody to show it to.", rule="FWA-02"
        )
    if terms.kind == "posthumous":
        _check_after_death(terms)
    if terms.kind != "twin_use":
        return
    for part, words in (
        ("kinds", "kinds of garment"),
        ("poses", "poses"),
        ("settings", "settings"),
        ("purposes", "purposes"),
        ("channels", "channels"),
        ("territories", "territories"),
    ):
        if not getattr(terms.bounds, part):
            raise BadInput(
                "consent_too_open",
                f"Your boundaries open no {words}, so there is nothing to consent to.",
                rule="FWA-02",
                hint="Open at least one in your boundaries.",
            )
    if terms.floor_minor <= 0:
        raise BadInput(
            "no_rate_of_pay",
            "The consent names no rate of pay.",
            rule="FWA-02",
            hint="Set a floor price a picture.",
        )


def _check_after_death(terms: ConsentTerms) -> None:
    if set(terms.after_death) - set(AFTER_DEATH):
        raise BadInput(
            "unknown_after_death", "That is nothing that may go on after a death here.", rule="NY-PM-01"
        )
    refuse_vague("The name", terms.heir)
    if terms.after_death and not terms.heir.strip():
        raise BadInput(
            "heir_unnamed",
            "Something may go on after your death, and nobody is named whose word counts.",
            rule="NY-PM-01",
            hint="Name one person, or allow nothing.",
        )


def check_person(*, confirmed: bool, birth_date: date, photo_days: Iterable[date], at: datetime) -> None:
    """She is of age, somebody has looked at a document of hers, and no photo shows her as a minor.

    Args:
        confirmed: whether age and identity were confirmed; pass True for a kind that does not need it.
        photo_days: when the photos of her sets were taken, as far as their files said so.
    """
    age_rule(birth_date, at.date())
    if not confirmed:
        raise Refused(
            "identity_not_confirmed",
            "Nobody has confirmed your age and identity yet.",
            rule="MIN-01",
            hint="The operator looks at a document of yours once; then you can sign.",
        )
    if any(age_on(birth_date, day) < ADULT for day in photo_days):
        raise Refused(
            "photos_before_18",
            "A photo of your set was taken before your 18th birthday.",
            rule="MIN-01",
            hint="Remove it, then sign.",
        )


def check_signer(
    *, signer_is_model: bool, by_token: bool, reauthenticated_at: datetime | None, at: datetime
) -> None:
    """Only the model herself, in person, just now. No agent, no operator, no key can stand in."""
    if by_token:
        raise NotAllowed("token_cannot_sign", "An API key cannot sign for a person.", rule="FWA-05")
    if not signer_is_model:
        raise NotAllowed(
            "only_the_model_signs",
            "Only the model herself can sign this; nobody can sign for her.",
            rule="FWA-05",
        )
    if reauthenticated_at is None or not timedelta(0) <= at - reauthenticated_at <= timedelta(minutes=5):
        raise NotAllowed(
            "sign_in_again",
            "Signing needs your password or passkey entered within the last five minutes.",
            rule="HOUSE-SIGN",
            hint="Confirm who you are, then sign.",
        )


def same_name(typed: str, legal: str) -> None:
    """The typed name must be the signer's own; case and spacing do not matter."""
    if " ".join(typed.split()).casefold() != " ".join(legal.split()).casefold():
        raise BadInput("name_differs", "The typed name is not your name.", hint=f"Type it as: {legal}")


def check_signature(
    *,
    typed_name: str,
    legal_name: str,
    shown_sha256: str,
    text_sha256: str,
    shown_at: datetime,
    waived: bool,
    at: datetime,
) -> None:
    """The name, the exact words, and time to read them."""
    same_name(typed_name, legal_name)
    if shown_sha256 != text_sha256:
        raise Refused(
            "text_changed",
            "The text that was shown is not the text on file.",
            rule="HOUSE-TEXT",
            hint="Read the document again and sign that one.",
        )
    if not waived and at - shown_at < READING_TIME:
        raise Refused(
            "time_to_read",
            "You have 48 hours to read this before you sign, unless you yourself choose not to wait.",
            rule="SAG-01",
            hint="Tick “I have read it and do not want to wait”, or come back later.",
        )


def outside(consent: ConsentTerms, terms: UseTerms, *, brand: Firm) -> tuple[Breach, ...]:
    """Every dimension in which these terms go beyond the consent; empty for a subset."""
    found = list(breaches(consent.bounds, terms, brand=brand))
    if terms.starts < consent.starts or terms.ends > consent.ends:
        found.append(Breach("duration", f"the consent runs from {consent.starts} to {consent.ends}"))
    if terms.currency != consent.currency or terms.rate_minor < consent.floor_minor:
        found.append(Breach("rate of pay", "the rate lies below her floor or is in another currency"))
    return tuple(found)


def refuse_outside(consent: ConsentTerms, terms: UseTerms, *, brand: Firm) -> None:
    """A licence is a subset of its consent in every dimension, or it does not come to be."""
    if found := outside(consent, terms, brand=brand):
        named = "; ".join(f"{breach.words} ({breach.boundary})" for breach in found)
        raise Refused("outside_consent", f"The terms go beyond her consent: {named}.", rule="FWA-03")
