"""Terms in the words that people read: facts of an offer, and what a counter changes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.terms import (
    ALTERATIONS,
    CHANNELS,
    COMPANY,
    EXCLUSIVITY,
    EXPOSURE,
    KINDS,
    POSES,
    PROCESSORS,
    PURPOSES,
    SETTINGS,
    TERRITORIES,
    UseTerms,
    within,
)
from doublet.engines.tryon.scenes import BACKGROUNDS
from doublet.kernel.money import Money
from doublet.offers.scenes import is_plate

TERM_NAMES = {
    "rate_minor": "Price a picture",
    "pictures": "Pictures",
    "garments": "Garments",
    "starts": "First day",
    "ends": "Last day",
    "channels": "Shown on",
    "territories": "Territories",
    "exclusivity": "Exclusivity",
    "purpose": "Purpose",
    "backgrounds": "Backgrounds",
    "poses": "Poses",
    "exposure": "Skin that shows",
    "company": "Others in the picture",
    "alterations": "Altered",
    "payment_days": "Paid within",
    "description": "What the pictures show",
    "settings": "Settings",
}
_CODES = {
    "channels": CHANNELS,
    "territories": TERRITORIES,
    "poses": POSES,
    "exposure": EXPOSURE,
    "company": COMPANY,
    "alterations": ALTERATIONS,
    "settings": SETTINGS,
}
_NOTHING = {"exposure": "none", "company": "nobody", "alterations": "nothing"}
DOORS = (
    ("kinds", "Garments", KINDS),
    ("exposure", "Skin that shows", EXPOSURE),
    ("poses", "Poses", POSES),
    ("settings", "Settings", SETTINGS),
    ("company", "Others in the picture", COMPANY),
    ("purposes", "Purposes", PURPOSES),
    ("channels", "Shown on", CHANNELS),
    ("territories", "Territories", TERRITORIES),
    ("alterations", "May be altered", ALTERATIONS),
    ("processors", "Photos may be sent to", PROCESSORS),
)


def facts(terms: UseTerms) -> list[tuple[str, str]]:
    """What the terms say, a line each."""
    rate = Money(terms.rate_minor, terms.currency)
    return [
        ("Pictures", str(terms.pictures)),
        ("Garments", ", ".join(garment.name for garment in terms.garments)),
        ("Poses", _named(terms.poses, POSES)),
        ("Skin that shows", _named(terms.exposure, EXPOSURE) or "none"),
        ("Others in the picture", _named(terms.company, COMPANY) or "nobody"),
        ("Backgrounds", ", ".join(background_title(name) for name in terms.backgrounds)),
        ("Purpose", PURPOSES[terms.purpose]),
        ("Shown on", _named(terms.channels, CHANNELS)),
        ("Territories", _named(terms.territories, TERRITORIES)),
        ("Dates", f"{_day(terms.starts)} to {_day(terms.ends)}"),
        ("Exclusivity", said("exclusivity", terms.exclusivity, terms.currency)),
        ("Price a picture", str(rate)),
        ("All pictures", str(Money(terms.gross_minor, terms.currency))),
        ("Paid within", _days(terms.payment_days)),
        ("Altered", _named(terms.alterations, ALTERATIONS) or "nothing"),
    ]


def differences(changes: Iterable[tuple[str, Any, Any]], currency: str) -> list[tuple[str, str, str]]:
    """The changes of a version as kept in the books, in words: (term, before, after)."""
    return [
        (TERM_NAMES[name], said(name, old, currency), said(name, new, currency)) for name, old, new in changes
    ]


def said(name: str, value: Any, currency: str) -> str:
    """One term's value in words."""
    if value is None:
        return "not said"
    if name == "rate_minor":
        return str(Money(int(value), currency))
    if name in ("starts", "ends"):
        return _day(date.fromisoformat(value))
    if name in _CODES:
        return _named(value, _CODES[name]) or _NOTHING.get(name, "none")
    if name == "garments":
        return ", ".join(garment["name"] for garment in value)
    if name == "backgrounds":
        return ", ".join(background_title(background) for background in value)
    if name == "exclusivity":
        return EXCLUSIVITY[value].capitalize()
    if name == "purpose":
        return PURPOSES[value]
    return _days(value) if name == "payment_days" else str(value)


def doors(bounds: BoundaryTerms) -> list[tuple[str, list[str], list[str]]]:
    """Boundaries in words: (what about, what is open, what is closed)."""
    found = []
    for name, title, known in DOORS:
        opened = getattr(bounds, name)
        closed = [
            code for code in known if not (within(code, opened) if name == "territories" else code in opened)
        ]
        found.append((title, [known[code] for code in opened], [known[code] for code in closed]))
    return found


def background_title(name: str) -> str:
    """A background's title; one that the engine no longer has keeps its id."""
    if is_plate(name):
        return f"The brand’s own background {name[-6:]}"
    return BACKGROUNDS[name].title if name in BACKGROUNDS else name


def _named(codes: Iterable[str], known: dict[str, str]) -> str:
    return ", ".join(known.get(code, code) for code in codes)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
