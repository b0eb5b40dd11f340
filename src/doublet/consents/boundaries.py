"""A model's boundaries as rules: closed until she opens them, and checked where a wish is written down.

Pure: no Django, no clock.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from unicodedata import normalize

from doublet.consents.terms import (
    ALTERATIONS,
    CHANNELS,
    COMPANY,
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
from doublet.engines.tryon.processors import PROCESSORS as OUTSIDE
from doublet.kernel.refusals import BadInput, Refused


@dataclass(frozen=True)
class BoundaryTerms:
    """What she has opened. An empty list is a closed door.

    Attributes:
        processors: who outside the house may receive her photos to make a picture from.
        never_brands: names of brands, their labels or their groups, that she never works for.
        never_rivals_of: names of brands whose competitors she never works for.
    """

    kinds: tuple[str, ...] = ()
    exposure: tuple[str, ...] = ()
    poses: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    alterations: tuple[str, ...] = ()
    processors: tuple[str, ...] = ()
    never_brands: tuple[str, ...] = ()
    never_rivals_of: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {name: list(value) for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> BoundaryTerms:
        """Read back what `as_dict` wrote; what is missing is closed."""
        return cls(**{name: tuple(data.get(name, ())) for name in cls.__dataclass_fields__})

    def __post_init__(self) -> None:
        for name, known in _KNOWN.items():
            for value in getattr(self, name):
                if value not in known:
                    raise BadInput("unknown_boundary", f"“{value[:40]}” is no choice under {name}.")


_KNOWN = {
    "kinds": KINDS,
    "exposure": EXPOSURE,
    "poses": POSES,
    "settings": SETTINGS,
    "company": COMPANY,
    "purposes": PURPOSES,
    "channels": CHANNELS,
    "territories": TERRITORIES,
    "alterations": ALTERATIONS,
    "processors": PROCESSORS,
}


@dataclass(frozen=True)
class Firm:
    """A brand by every name that a boundary may rule it out under.

    Attributes:
        also_known_as: its labels, its group, older names.
        rivals: the brands that it competes with.
    """

    name: str
    also_known_as: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()

    def is_called(self, names: tuple[str, ...]) -> bool:
        """Is it one of these?"""
        return bool(_folded((self.name, *self.also_known_as)) & _folded(names))

    def competes_with(self, names: tuple[str, ...]) -> bool:
        """Is one of these a competitor of it?"""
        return bool(_folded(self.rivals) & _folded(names))


def _folded(names: tuple[str, ...]) -> set[str]:
    """Names without case, accents, spaces and punctuation: H&M, h & m and Comme des Garçons are found."""
    plain = ("".join(char for char in normalize("NFKD", name).casefold() if char.isalnum()) for name in names)
    return {name for name in plain if name}


@dataclass(frozen=True)
class Breach:
    """One boundary that a wish would cross, in words that name it."""

    boundary: str
    words: str


def breaches(bounds: BoundaryTerms, terms: UseTerms, *, brand: Firm) -> tuple[Breach, ...]:
    """Every boundary that these terms cross; empty when none."""
    found = []
    for kind in sorted({garment.kind for garment in terms.garments} - set(bounds.kinds)):
        found.append(
            Breach(f"Garments: {KINDS.get(kind, kind)}", f"she does not wear {KINDS.get(kind, kind)}")
        )
    for setting in terms.settings:
        if setting not in bounds.settings:
            found.append(
                Breach(f"Settings: {SETTINGS[setting]}", f"she does not appear with {SETTINGS[setting]}")
            )
    for showing in terms.exposure:
        if showing not in bounds.exposure:
            found.append(
                Breach(f"Skin that shows: {EXPOSURE[showing]}", f"she is not shown with {EXPOSURE[showing]}")
            )
    for pose in terms.poses:
        if pose not in bounds.poses:
            found.append(Breach(f"Poses: {POSES[pose]}", f"she is not shown {POSES[pose]}"))
    for others in terms.company:
        if others not in bounds.company:
            found.append(Breach(f"Others: {COMPANY[others]}", f"she is not shown with {COMPANY[others]}"))
    if terms.purpose not in bounds.purposes:
        found.append(
            Breach(
                f"Purposes: {PURPOSES[terms.purpose].lower()}",
                f"she does not work for {PURPOSES[terms.purpose].lower()}",
            )
        )
    for channel in terms.channels:
        if channel not in bounds.channels:
            found.append(Breach(f"Shown on: {CHANNELS[channel]}", f"she is not shown on {CHANNELS[channel]}"))
    for place in terms.territories:
        if not within(place, bounds.territories):
            found.append(
                Breach(f"Territories: {TERRITORIES[place]}", f"she is not shown in {TERRITORIES[place]}")
            )
    for alteration in terms.alterations:
        if alteration not in bounds.alterations:
            found.append(
                Breach(
                    f"May be altered: {ALTERATIONS[alteration]}",
                    f"her {ALTERATIONS[alteration]} is never altered",
                )
            )
    if brand.is_called(bounds.never_brands):
        found.append(Breach("Never for", "she does not work for this brand"))
    if brand.competes_with(bounds.never_rivals_of):
        found.append(Breach("Never for competitors of", "she does not work for competitors of a brand"))
    return tuple(found)


def may_receive(bounds: BoundaryTerms, processor: str) -> bool:
    """May this company receive her photos? Nobody may whom she has not named.

    Args:
        processor: as an engine's capabilities name it; empty where photos stay in the house.
    """
    return not processor or processor in {OUTSIDE[named].name for named in bounds.processors}


def refuse_breaches(bounds: BoundaryTerms, terms: UseTerms, *, brand: Firm) -> None:
    """Refuse terms that cross a boundary, naming each one."""
    if found := breaches(bounds, terms, brand=brand):
        named = "; ".join(f"{breach.words} (boundary “{breach.boundary}”)" for breach in found)
        raise Refused(
            "boundary",
            f"This crosses what the model has ruled out: {named}.",
            rule="HOUSE-BOUNDARY",
            hint="Change the brief, or choose a model whose boundaries allow it.",
        )
