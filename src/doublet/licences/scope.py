"""What one licence allows, compiled once into sets that a decision only has to look into. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from doublet.consents.boundaries import Breach, Firm
from doublet.consents.rules import ConsentTerms, outside
from doublet.consents.terms import TERRITORIES, UseTerms, within
from doublet.engines.tryon.processors import PROCESSORS


@dataclass(frozen=True, eq=False)
class Scope:
    """The frozen terms as codes: no names, no free text, nothing about a person.

    Attributes:
        garments: id and sha256 of each.
        receivers: who outside the house may receive her photo; "" stands for nobody, and is always in.
        ends: the earliest of the last days of the licence and its two consents.
        beyond: where the terms go beyond the consent, as found when they were read.
        residence, seat: where the model lives and the brand sits.
        names: of the garments, for words only; never stored with a decision.
    """

    licence_id: str
    brand_id: str
    garments: frozenset[tuple[str, str]]
    kinds: frozenset[str]
    settings: frozenset[str]
    backgrounds: frozenset[str]
    channels: frozenset[str]
    territories: tuple[str, ...]
    purpose: str
    alterations: frozenset[str]
    receivers: frozenset[str]
    pictures: int
    payment_days: int
    starts: date
    ends: date
    beyond: tuple[str, ...]
    residence: str
    seat: str
    names: tuple[str, ...] = ()

    @cached_property
    def places(self) -> frozenset[str]:
        """Every territory that the terms know and that lies inside the licence."""
        return frozenset(place for place in TERRITORIES if within(place, self.territories))

    @property
    def days(self) -> int:
        """How many days it runs."""
        return (self.ends - self.starts).days + 1


def compile_scope(
    *,
    licence_id: str,
    brand_id: str,
    brand: Firm,
    terms: UseTerms,
    consent: ConsentTerms,
    creation_ends: date,
    residence: str,
    seat: str,
) -> Scope:
    """The scope of a licence, and whether it still lies inside the consent that it rests on."""
    return Scope(
        licence_id=licence_id,
        brand_id=brand_id,
        garments=frozenset((garment.id, garment.sha256) for garment in terms.garments),
        kinds=frozenset(garment.kind for garment in terms.garments),
        settings=frozenset(terms.settings),
        backgrounds=frozenset(terms.backgrounds),
        channels=frozenset(terms.channels),
        territories=terms.territories,
        purpose=terms.purpose,
        alterations=frozenset(terms.alterations),
        receivers=frozenset({"", *(PROCESSORS[named].name for named in consent.bounds.processors)}),
        pictures=terms.pictures,
        payment_days=terms.payment_days,
        starts=terms.starts,
        ends=min(terms.ends, consent.ends, creation_ends),
        beyond=tuple(_without_names(breach) for breach in outside(consent, terms, brand=brand)),
        residence=residence,
        seat=seat,
        names=tuple(garment.name for garment in terms.garments),
    )


def _without_names(breach: Breach) -> str:
    return f"{breach.words} ({breach.boundary})"
