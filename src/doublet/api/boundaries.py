"""A model's own boundaries."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import (
    Alteration,
    Channel,
    Company,
    Exposure,
    Line,
    Minor,
    Pose,
    Purpose,
    Territory,
    known,
)
from doublet.consents import actions, closing, queries, summary
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.models import Boundaries
from doublet.consents.terms import KINDS, PROCESSORS, SETTINGS
from doublet.kernel.money import EXPONENTS, Money
from doublet.kernel.refusals import NotThere
from doublet.people.access import require_role
from doublet.people.models import ModelProfile
from doublet.people.queries import profile_of

router = Router(tags=["boundaries"])

Names = Annotated[list[Line], Field(max_length=200)]


class BoundariesIn(Schema):
    """Every open door; what is left out is closed. The floor is in minor units."""

    kinds: list[Annotated[str, known(KINDS)]] = []
    exposure: list[Exposure] = []
    poses: list[Pose] = []
    settings: list[Annotated[str, known(SETTINGS)]] = []
    company: list[Company] = []
    purposes: list[Purpose] = []
    channels: list[Channel] = []
    territories: list[Territory] = []
    alterations: list[Alteration] = []
    processors: list[Annotated[str, known(PROCESSORS)]] = []
    never_brands: Names = []
    never_rivals_of: Names = []
    floor_minor: Minor
    currency: Annotated[str, known(EXPONENTS)]

    def bounds(self) -> BoundaryTerms:
        """As rules know them."""
        chosen = self.dict(exclude={"floor_minor", "currency"})
        return BoundaryTerms(**{name: tuple(dict.fromkeys(values)) for name, values in chosen.items()})


class TouchedOut(Schema):
    """An offer or licence that goes beyond the boundaries as they stand."""

    kind: str
    id: str
    title: str
    brand: str
    words: str


class BoundariesOut(Schema):
    """Her boundaries as they stand, in one sentence too, and what goes beyond them."""

    version: int
    terms: dict[str, list[str]]
    floor_minor: int
    currency: str
    sentence: str
    open: int
    doors: int
    touched: list[TouchedOut]


class OpenedThenOut(Schema):
    """One version: what it opened and closed."""

    version: int
    at: datetime
    opened: list[str]
    closed: list[str]
    undoes: int | None


class BoundaryHistoryOut(Schema):
    """Every version, the newest first."""

    items: list[OpenedThenOut]


@router.get("/boundaries", response={200: BoundariesOut, **PROBLEMS}, **needs("read"))
def boundaries(request: ByToken) -> dict[str, Any]:
    """A model's own boundaries."""
    return _shown(_me(request))


@router.put("/boundaries", response={200: BoundariesOut, **PROBLEMS}, **needs("offers"))
def set_boundaries(request: ByToken, payload: BoundariesIn) -> dict[str, Any]:
    """Open and close doors. Signed papers keep the words they were signed in."""
    model = _me(request)
    floor = Money(payload.floor_minor, payload.currency)
    actions.set_boundaries(by=asker(request), model=model, bounds=payload.bounds(), floor=floor)
    return _shown(model)


@router.post("/boundaries/closing", response={200: BoundariesOut, **PROBLEMS}, **needs("offers"))
def close(request: ByToken) -> dict[str, Any]:
    """Close every door at once."""
    model = _me(request)
    actions.close_boundaries(by=asker(request), model=model)
    return _shown(model)


@router.post("/boundaries/undo", response={200: BoundariesOut, **PROBLEMS}, **needs("offers"))
def undo(request: ByToken) -> dict[str, Any]:
    """Take the last change back."""
    model = _me(request)
    actions.undo_boundaries(by=asker(request), model=model)
    return _shown(model)


@router.get("/boundaries/history", response={200: BoundaryHistoryOut, **PROBLEMS}, **needs("read"))
def history(request: ByToken) -> dict[str, Any]:
    """What was open when."""
    return {
        "items": [
            {
                "version": row.version.number,
                "at": row.version.at,
                "opened": row.opened,
                "closed": row.closed,
                "undoes": row.version.undoes,
            }
            for row in queries.boundary_history(_me(request))
        ]
    }


def _me(request: ByToken) -> ModelProfile:
    return profile_of(require_role(asker(request), "model"))


def _shown(model: ModelProfile) -> dict[str, Any]:
    row = Boundaries.objects.filter(model=model).first()
    if row is None:
        raise NotThere("no_boundaries", "No boundaries were set yet: every door is closed.")
    bounds = BoundaryTerms.from_dict(row.terms)
    return {
        "version": row.version,
        "terms": bounds.as_dict(),
        "floor_minor": row.floor_minor,
        "currency": row.currency,
        **asdict(summary.standing(bounds)),
        "touched": [asdict(each) for each in closing.touched(model, bounds)],
    }
