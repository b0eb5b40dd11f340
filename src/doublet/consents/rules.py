"""What a consent must hold, and what it means for a licence to be a subset of it. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from doublet.consents.boundaries import BoundaryTerms, Breach, Firm, breaches
from doublet.consents.terms import UseTerms
from doublet.kernel.refusals import BadInput, NotAllowed, Refused

READING_TIME = timedelta(hours=48)
MAX_DAYS = 36 * 31


@dataclass(frozen=True)
class ConsentTerms:
    """The terms of one consent. For twin use, `bounds` is the scope and the price fields bind."""

    kind: str
    starts: date
    ends: date
    bounds: BoundaryTerms
    floor_minor: int = 0
    currency: str = "EUR"
    approval_mode: str = "every_image"
    retention_days: int = 7

    def as_dict(self) -> dict[str, Any]:
        """JSON-able, and the form that is hashed."""
        data = asdict(self)
        data["starts"], data["ends"] = self.starts.isoformat(), self.ends.isoformat()
        data["bounds"] = self.bounds.as_dict()
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ConsentTerms:
        """Read back what `as_dict` wrote."""
        more = dict(data)
        more["bounds"] = BoundaryTerms.from_dict(data["bounds"])
        more["starts"], more["ends"] = date.fromisoformat(data["starts"]), date.fromisoformat(data["ends"])
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
