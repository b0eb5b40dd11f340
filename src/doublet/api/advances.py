"""Advances: an agency tells them; a model refuses them here, and agrees to them only in person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs, needs_any_token
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Currency, Id, Line, Listed, Minor, Paging, part
from doublet.kernel.money import Money
from doublet.ledger import advances
from doublet.ledger.models import Advance
from doublet.people.access import require_role

router = Router(tags=["money"])


class AdvanceItem(Schema):
    """One thing that an advance was for."""

    words: Line
    amount_minor: Minor


class AdvanceIn(Schema):
    """An advance, item by item."""

    model: Id
    currency: Currency
    items: Annotated[list[AdvanceItem], Field(min_length=1, max_length=advances.MOST_ITEMS)]
    share_bp: Annotated[
        int,
        Field(
            ge=1, le=advances.LARGEST_SHARE_BP, description="most of each earning, hundredths of a percent"
        ),
    ]


class AdvanceOut(Schema):
    """One advance, and what is left of it."""

    id: str
    model: str
    agency: str
    currency: str
    amount_minor: int
    left_minor: int
    items: list[AdvanceItem]
    share_bp: int
    told_at: datetime
    agreed_at: datetime | None
    refused_at: datetime | None

    @staticmethod
    def resolve_model(advance: Advance) -> str:
        return str(advance.model_id)

    @staticmethod
    def resolve_agency(advance: Advance) -> str:
        return str(advance.agency_id)

    @staticmethod
    def resolve_left_minor(advance: Advance) -> int:
        return advances.left_of(advance).amount

    @staticmethod
    def resolve_items(advance: Advance) -> list[dict[str, Any]]:
        return [{"words": words, "amount_minor": minor} for words, minor in advance.items]


class AdvancesOut(Listed):
    """A part of the advances."""

    items: list[AdvanceOut]


@router.get("/advances", response={200: AdvancesOut, **PROBLEMS}, **needs("read"))
def list_advances(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """A model's own, or those that the agent's agency told."""
    return part(advances.advances_seen_by(require_role(asker(request), "model", "agent")), paging)


@router.post("/advances", response={201: AdvanceOut, **PROBLEMS}, **needs("offers"))
def tell_advance(request: ByToken, wanted: AdvanceIn) -> Status[Advance]:
    """Tell an advance. It counts once the model has agreed to it, in person."""
    user = require_role(asker(request), "agent")
    model = advances.represented(user, wanted.model)
    items = [(item.words, Money(item.amount_minor, wanted.currency)) for item in wanted.items]
    return Status(201, advances.tell_advance(by=user, model=model, items=items, share_bp=wanted.share_bp))


@router.post("/advances/{advance}/refusal", response={200: AdvanceOut, **PROBLEMS}, **needs("offers"))
def refuse_advance(request: ByToken, advance: Path[Id]) -> Advance:
    """The model says no."""
    user = require_role(asker(request), "model", "agent")
    return advances.answer_advance(by=user, advance=advances.advance_for(user, advance), agrees=False)


@router.post("/advances/{advance}/agreement", response={200: AdvanceOut, **PROBLEMS}, **needs_any_token())
def agree_to_advance(request: ByToken, advance: Path[Id]) -> Advance:
    """Always refused: she agrees in person, and every try is remembered."""
    user = require_role(asker(request), "model", "agent")
    found = advances.advance_for(user, advance)
    return advances.answer_advance(by=user, advance=found, agrees=True, by_token=True)
