"""Rate cards, what an order would bring a model, and the popularity that a price rests on."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field, StringConstraints

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.proposals import CountedOut, PriceOut
from doublet.api.shapes import Day, Id, Line, Listed
from doublet.kernel.money import Money
from doublet.offers import following, rate_publishing, rates, standing, worth
from doublet.offers.models import Following
from doublet.offers.pricing.card_data import as_data, sha256_of, to_toml
from doublet.offers.pricing.popularity import Popularity
from doublet.people.access import require_role
from doublet.people.queries import profile_of

router = Router(tags=["rates"])

Version = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{2,23}$")]
Why = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Toml = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]


class CardOut(Schema):
    """A rate card: `numbers` is all of it, `toml` the same as a file to start a new one from."""

    version: str
    valid_from: date
    sha256: str
    numbers: dict[str, Any]
    toml: str

    @classmethod
    def of(cls, card: rates.RateCard) -> dict[str, Any]:
        """The card as it is answered."""
        return {
            "version": card.version,
            "valid_from": card.valid_from,
            "sha256": sha256_of(card),
            "numbers": as_data(card),
            "toml": to_toml(card),
        }


class CardsOut(Listed):
    """Every published card, the newest first, and which one counts today."""

    items: list[CardOut]
    in_use: str


class LookIn(Schema):
    """A new card as a TOML file."""

    toml: Toml


class PublishIn(LookIn):
    """A new card and why."""

    why: Why


class MovedOut(Schema):
    """What one sample order costs by the card in use on that day and by the new one."""

    order: str
    currency: str
    before_minor: int
    after_minor: int


class CardLookOut(Schema):
    """What a new card would change. Nothing is published."""

    version: str
    valid_from: date
    against: str
    changes: list[list[str]]
    orders: list[MovedOut]


class PopularityOut(Schema):
    """A score from 0 to 100 with every input."""

    score: int
    card: str
    inputs: list[CountedOut]

    @classmethod
    def of(cls, known: Popularity, card: str) -> dict[str, Any]:
        """The score as it is answered."""
        return {"score": known.score, "card": card, "inputs": [each.as_dict() for each in known.counted]}


class ExampleOut(Schema):
    """A sample order: its receipt, and what of it reaches her (null while her commissions are over 20 %)."""

    order: str
    words: str
    receipt: PriceOut
    reaches_her_minor: int | None


class WorthOut(Schema):
    """What three orders would bring a model today."""

    model: str
    floor_minor: int
    currency: str
    own_floor: bool
    popularity: PopularityOut
    examples: list[ExampleOut]


class FollowingIn(Schema):
    """How many people follow her in one place, on which day."""

    source: Line
    number: Annotated[int, Field(ge=1, le=following.MOST_FOLLOWERS)]
    counted_on: Day


class FollowingOut(Schema):
    """A figure that she entered."""

    id: str
    source: str
    number: int
    counted_on: date


class FollowingsOut(Listed):
    """The figures that count now; the largest of them is an input of her score."""

    items: list[FollowingOut]


@router.get("/rate-cards", response={200: CardsOut, **PROBLEMS}, auth=None)
def cards(request: HttpRequest) -> dict[str, Any]:
    """Every version of the rate card, those that begin on a later day too. Needs no token."""
    found = [CardOut.of(card) for card in rates.cards()]
    return {"total": len(found), "items": found, "in_use": rates.current().version}


@router.post("/rate-cards/looks", response={200: CardLookOut, **PROBLEMS}, **needs("operate"))
def look(request: ByToken, payload: LookIn) -> dict[str, Any]:
    """What a new card would change. Nothing is published."""
    require_role(asker(request), "operator")
    seen = rate_publishing.preview(payload.toml)
    return {
        "version": seen.card.version,
        "valid_from": seen.card.valid_from,
        "against": seen.against.version,
        "changes": [list(change) for change in seen.changes],
        "orders": [_moved(each.sample.code, each.before, each.after) for each in seen.moved],
    }


@router.get("/rate-cards/{version}", response={200: CardOut, **PROBLEMS}, auth=None)
def card(request: HttpRequest, version: Path[Version]) -> dict[str, Any]:
    """One version. Needs no token."""
    return CardOut.of(rates.found(version))


@router.post("/rate-cards", response={201: CardOut, **PROBLEMS}, **needs("operate"))
def publish(request: ByToken, payload: PublishIn) -> Status[dict[str, Any]]:
    """Publish a card from the day it names. It is never changed afterwards."""
    row = rate_publishing.publish_card(by=asker(request), text=payload.toml, why=payload.why)
    return Status(201, CardOut.of(rates.card(row.version)))


@router.get("/popularity", response={200: PopularityOut, **PROBLEMS}, **needs("read"))
def popularity(request: ByToken) -> dict[str, Any]:
    """A brand's or a model's own score, with every input."""
    user, card = require_role(asker(request), "brand", "model"), rates.current()
    known = standing.of_brand(user.brand, card) if user.brand else standing.of_model(profile_of(user), card)
    return PopularityOut.of(known, card.version)


@router.get("/models/{model}/price", response={200: WorthOut, **PROBLEMS}, **needs("read"))
def price(request: ByToken, model: Path[Id]) -> dict[str, Any]:
    """What three orders would bring a model, for herself and who speaks for her."""
    seen = worth.worth_for(asker(request), model)
    return {
        "model": seen.model.pk,
        "floor_minor": seen.floor.amount,
        "currency": seen.floor.currency,
        "own_floor": seen.own_floor,
        "popularity": PopularityOut.of(seen.popularity, seen.card.version),
        "examples": [
            {
                "order": each.sample.code,
                "words": each.sample.words,
                "receipt": each.receipt,
                "reaches_her_minor": each.reaches.model.amount if each.reaches else None,
            }
            for each in seen.examples
        ],
    }


@router.get("/followers", response={200: FollowingsOut, **PROBLEMS}, **needs("read"))
def followers(request: ByToken) -> dict[str, Any]:
    """What a model entered about who follows her."""
    model = profile_of(asker(request))
    items = list(Following.objects.filter(model=model, taken_out_at=None))
    return {"total": len(items), "items": items}


@router.post("/followers", response={201: FollowingOut, **PROBLEMS}, **needs("offers"))
def enter_followers(request: ByToken, payload: FollowingIn) -> Status[Following]:
    """She enters how many follow her in one place; a newer figure for it replaces the older."""
    user = asker(request)
    return Status(201, following.enter_followers(by=user, model=profile_of(user), **payload.model_dump()))


@router.delete("/followers/{following_id}", response={204: None, **PROBLEMS}, **needs("offers"))
def take_out(request: ByToken, following_id: Path[Id]) -> Status[None]:
    """She takes a figure out of her score. What was quoted with it stays as it was."""
    user = asker(request)
    following.take_out(by=user, model=profile_of(user), following=following_id)
    return Status(204, None)


@router.delete("/popularity/stated", response={204: None, **PROBLEMS}, **needs("offers"))
def take_out_stated(request: ByToken) -> Status[None]:
    """She takes out a figure that was stated for her."""
    user = asker(request)
    following.take_out_stated(by=user, model=profile_of(user))
    return Status(204, None)


def _moved(code: str, before: Money, after: Money) -> dict[str, Any]:
    return {
        "order": code,
        "currency": before.currency,
        "before_minor": before.amount,
        "after_minor": after.amount,
    }
