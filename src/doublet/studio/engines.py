"""The engines that this instance has, by id. Each refuses to work without a grant that its verifier takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from django.conf import settings

from doublet.consents.boundaries import may_receive
from doublet.consents.rules import ConsentTerms
from doublet.engines.tryon.comfyui.engine import ComfyEngine
from doublet.engines.tryon.contract import (
    Capabilities,
    Engine,
    Finding,
    GarmentAsset,
    GarmentUnsuitable,
    PersonAsset,
    TryOnRequest,
    Verifier,
)
from doublet.engines.tryon.drape.engine import DrapeEngine
from doublet.engines.tryon.fashn.engine import FashnEngine
from doublet.engines.tryon.gpu.klein import KleinEngine
from doublet.engines.tryon.gpu.vton import VtonEngine
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Unavailable
from doublet.licences.gate import GrantVerifier
from doublet.licences.models import Licence
from doublet.studio.orders import BookedOrders

# id -> title, and how it is opened
ENGINES: dict[str, tuple[str, Callable[[Verifier], Engine]]] = {
    "drape": ("Embedded composite", lambda verify: DrapeEngine(verify)),
    "vton": ("fashn-vton on a GPU", lambda verify: VtonEngine(verify)),
    "klein": ("fashn-vton and FLUX.2 klein on a GPU", lambda verify: KleinEngine(verify)),
    "comfyui": ("ComfyUI workflow", lambda verify: ComfyEngine(verify, BookedOrders())),
    "fashn": ("FASHN, hosted", lambda verify: FashnEngine(verify, BookedOrders())),
}


_OF_THE_PHOTO = {"no_person"}  # a blank photo shows nobody, which is no fault of the engine


@cache
def engine(name: str) -> Engine:
    """One engine, opened once per process."""
    return _known(name)[1](GrantVerifier(name))


def _known(name: str) -> tuple[str, Callable[[Verifier], Engine]]:
    if name not in ENGINES:
        raise Unavailable(
            "no_such_engine",
            f"This instance has no engine “{name[:40]}”.",
            hint="The operator corrects DOUBLET_ENGINES; known are: " + ", ".join(ENGINES) + ".",
        )
    return ENGINES[name]


@dataclass(frozen=True)
class Offered:
    """An engine as a brand chooses it."""

    id: str
    title: str
    can: Capabilities

    @property
    def where(self) -> str:
        """Where her photo and the garment's go, in a sentence."""
        return {
            "local": "Photos stay on this platform's machine.",
            "lan": "Photos stay on machines of this platform's operator.",
            "third party": f"Photos are sent to {self.can.processor}; her consent must name it.",
        }[self.can.residency]

    @property
    def price(self) -> str:
        """What a picture costs the operator."""
        if not self.can.price_minor:
            return "Costs the platform nothing."
        return f"Costs the platform {Money(self.can.price_minor, self.can.price_currency)} a picture."

    @property
    def line(self) -> str:
        """Everything that a brand needs to choose by, in a line."""
        return f"{self.title}. {self.can.statement} {self.where} {self.price}"


def offered() -> list[Offered]:
    """The engines that the operator switched on, in the operator's order; the first is the default."""
    return [Offered(name, _known(name)[0], engine(name).capabilities()) for name in settings.ENGINES]


def chosen(name: str) -> Offered:
    """The engine that somebody asked for; the default where they named none.

    Raises:
        BadInput: this instance does not offer it.
    """
    all_of_them = offered()
    for each in all_of_them:
        if each.id == name or not name:
            return each
    raise BadInput(
        "unknown_engine",
        f"This instance has no engine “{name[:40]}”." if name else "The operator switched no engine on.",
        hint="Choose from: " + ", ".join(each.id for each in all_of_them) + ".",
    )


def must_make(each: Offered, category: str) -> None:
    """Refuse a garment that this engine does not make, before it waits in a queue.

    Raises:
        GarmentUnsuitable: with the engines that do.
    """
    if category in each.can.categories:
        return
    others = [other.title for other in offered() if category in other.can.categories]
    raise GarmentUnsuitable(
        "category_not_made",
        f"The engine “{each.title}” does not make {category}.",
        hint=f"Choose: {', '.join(others)}." if others else "No engine of this instance does.",
    )


def speaks_against(name: str) -> list[Finding]:
    """Why an engine could not work at all: it is asked about a blank order, and no photo leaves for it."""
    blank = np.full((512, 384, 3), 255, np.uint8)
    can = engine(name).capabilities()
    order = TryOnRequest(
        grant="",
        person=PersonAsset("", blank, ""),
        garments=(GarmentAsset("", blank, can.categories[0], can.photo_types[0]),),
    )
    found = engine(name).check(order)
    return [
        finding for finding in found if finding.code not in _OF_THE_PHOTO and finding.severity == "blocks"
    ]


@dataclass(frozen=True)
class Choice:
    """An engine under one licence: offered, and whether her consent lets it be used."""

    engine: Offered
    allowed: bool

    @property
    def line(self) -> str:
        """What it is, or why it cannot be chosen."""
        if self.allowed:
            return self.engine.line
        return f"{self.engine.title}. Not under this licence: her consent does not name {self.engine.can.processor}."


def choices(licence: Licence) -> list[Choice]:
    """Every offered engine, as it stands with this licence."""
    bounds = ConsentTerms.from_dict(licence.consent.terms).bounds
    return [Choice(each, may_receive(bounds, each.can.processor)) for each in offered()]


def others_for(licence: Licence, name: str, category: str) -> list[Choice]:
    """The other engines that could try a garment which one engine refused."""
    return [
        each for each in choices(licence) if each.engine.id != name and category in each.engine.can.categories
    ]
