"""A model's boundaries as rules: closed until she opens them, and checked where a wish is written down.

Pure: no Django, no clock.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from doublet.consents.terms import (
    ALTERATIONS,
    CHANNELS,
    KINDS,
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
    """

    kinds: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    alterations: tuple[str, ...] = ()
    processors: tuple[str, ...] = ()
    never_brands: tuple[str, ...] = ()

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
    "settings": SETTINGS,
    "purposes": PURPOSES,
    "channels": CHANNELS,
    "territories": TERRITORIES,
    "alterations": ALTERATIONS,
    "processors": PROCESSORS,
}


@dataclass(frozen=True)
class Breach:
    """One boundary that a wish would cross, in words that name it."""

    boundary: str
    words: str


def breaches(bounds: BoundaryTerms, terms: UseTerms, *, brand: str) -> tuple[Breach, ...]:
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
    if brand.casefold() in {name.casefold() for name in bounds.never_brands}:
        found.append(Breach("Never for", "she does not work for this brand"))
    return tuple(found)


def may_receive(bounds: BoundaryTerms, processor: str) -> bool:
    """May this company receive her photos? Nobody may whom she has not named.

    Args:
        processor: as an engine's capabilities name it; empty where photos stay in the house.
    """
    return not processor or processor in {OUTSIDE[named].name for named in bounds.processors}


def refuse_breaches(bounds: BoundaryTerms, terms: UseTerms, *, brand: str) -> None:
    """Refuse terms that cross a boundary, naming each one."""
    if found := breaches(bounds, terms, brand=brand):
        named = "; ".join(f"{breach.words} (boundary “{breach.boundary}”)" for breach in found)
        raise Refused(
            "boundary",
            f"This crosses what the model has ruled out: {named}.",
            rule="HOUSE-BOUNDARY",
            hint="Change the brief, or choose a model whose boundaries allow it.",
        )
