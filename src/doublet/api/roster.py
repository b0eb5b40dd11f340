"""Who can be booked, and on what terms."""

from __future__ import annotations

from typing import Annotated

from ninja import Path, Query, Router, Schema
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Day, GarmentKind, Id, Listed, Minor, Paging, Purpose, Territory
from doublet.kernel.money import Money
from doublet.offers import roster
from doublet.offers.ranking import Cost
from doublet.people.access import require_role

router = Router(tags=["roster"])


class OpenedOut(Schema):
    """What she opened; everything that is not listed is closed."""

    kinds: list[str]
    exposure: list[str]
    poses: list[str]
    settings: list[str]
    company: list[str]
    purposes: list[str]
    channels: list[str]
    territories: list[str]
    alterations: list[str]
    processors: list[str]


class ModelOut(Schema):
    """One model on the roster. `fictional` is said of people who do not exist."""

    id: str
    name: str
    fictional: bool
    floor_minor: int
    currency: str
    boundaries: OpenedOut
    twin_version: int
    can_wear: list[str]

    @staticmethod
    def resolve_id(entry: roster.Entry) -> str:
        return entry.model.pk

    @staticmethod
    def resolve_name(entry: roster.Entry) -> str:
        return entry.model.public_name

    @staticmethod
    def resolve_fictional(entry: roster.Entry) -> bool:
        return entry.model.fictional

    @staticmethod
    def resolve_floor_minor(entry: roster.Entry) -> int:
        return entry.floor.amount

    @staticmethod
    def resolve_currency(entry: roster.Entry) -> str:
        return entry.floor.currency

    @staticmethod
    def resolve_boundaries(entry: roster.Entry) -> dict[str, object]:
        return entry.bounds.as_dict()

    @staticmethod
    def resolve_twin_version(entry: roster.Entry) -> int:
        return entry.version.number

    @staticmethod
    def resolve_can_wear(entry: roster.Entry) -> list[str]:
        return entry.version.wearable


class CostOut(Schema):
    """What an order of the roster costs in relevance and brings in evenness, over the next four weeks."""

    ndcg_at_20: float
    gini: float
    gini_by_relevance: float

    @staticmethod
    def resolve_ndcg_at_20(cost: Cost) -> float:
        return round(cost.kept, 4)

    @staticmethod
    def resolve_gini(cost: Cost) -> float:
        return round(cost.uneven, 4)

    @staticmethod
    def resolve_gini_by_relevance(cost: Cost) -> float:
        return round(cost.uneven_before, 4)


class ModelsOut(Listed):
    """A part of the roster in today's order."""

    items: list[ModelOut]
    fairness: int
    cost: CostOut | None


class Wish(Schema):
    """What a brand looks for; what is left out asks for nothing."""

    kind: GarmentKind | None = None
    purpose: Purpose | None = None
    territory: Territory | None = None
    free_on: Day | None = None
    floor_at_most_minor: Minor | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    fairness: Annotated[int, Field(ge=0, le=100, description="0 by relevance, 100 by turns")] | None = None

    def understood(self) -> roster.Wish:
        """The wish as the roster takes it."""
        return roster.Wish(
            kind=self.kind or "",
            purpose=self.purpose or "",
            territory=self.territory or "",
            at_most=Money(self.floor_at_most_minor, self.currency) if self.floor_at_most_minor else None,
            free_on=self.free_on,
        )


@router.get("/models", response={200: ModelsOut, **PROBLEMS}, **needs("read"))
def models(request: ByToken, wish: Query[Wish], paging: Query[Paging]) -> dict[str, object]:
    """Models whose consent to the use of their twin is in force, and who fit."""
    user = require_role(asker(request), *roster.MAY_LOOK)
    found = roster.listing(wish.understood(), fairness=wish.fairness, brand=user.brand)
    items = found.entries[paging.offset : paging.offset + paging.limit]
    return {
        "total": len(found.entries),
        "items": list(items),
        "fairness": found.fairness,
        "cost": found.cost,
    }


@router.get("/models/{model}", response={200: ModelOut, **PROBLEMS}, **needs("read"))
def model(request: ByToken, model: Path[Id]) -> roster.Entry:
    """One model of the roster."""
    return roster.entry_for(asker(request), model)
