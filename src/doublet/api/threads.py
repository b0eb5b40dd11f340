"""What keeps a thread going: single terms, messages, more time, a new offer; and a model's calendar."""

from __future__ import annotations

from datetime import date

from ninja import Path, Router, Schema, Status

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.proposals import AgreeIn, CounterIn, ExtendIn, MessageIn, OfferOut
from doublet.api.shapes import Id
from doublet.kernel import clock
from doublet.offers import actions, queries, roster, talking
from doublet.offers.calendar import Booking
from doublet.offers.models import Offer
from doublet.people import rights
from doublet.people.models import ModelProfile

router = Router(tags=["offers"])


@router.post("/offers/{offer}/terms", response={200: OfferOut, **PROBLEMS}, **needs("offers"))
def agree(request: ByToken, offer: Path[Id], payload: AgreeIn) -> Offer:
    """Agree to single terms of exactly this version. It binds nobody; the others stay open."""
    user = asker(request)
    found = queries.offer_for(user, offer)
    actions.agree_on(by=user, offer=found, number=payload.version, terms=payload.terms)
    return queries.offer_for(user, offer)


@router.post("/offers/{offer}/messages", response={201: OfferOut, **PROBLEMS}, **needs("offers"))
def say(request: ByToken, offer: Path[Id], payload: MessageIn) -> Status[Offer]:
    """Write into the thread. It changes no term."""
    user = asker(request)
    talking.say(by=user, offer=queries.offer_for(user, offer), words=payload.words)
    return Status(201, queries.offer_for(user, offer))


@router.post("/offers/{offer}/extension", response={200: OfferOut, **PROBLEMS}, **needs("offers"))
def extend(request: ByToken, offer: Path[Id], payload: ExtendIn) -> Offer:
    """Leave one's own proposal on the table longer."""
    user = asker(request)
    return talking.extend(by=user, offer=queries.offer_for(user, offer), days=payload.days)


@router.post("/offers/{offer}/again", response={201: OfferOut, **PROBLEMS}, **needs("offers"))
def send_again(request: ByToken, offer: Path[Id], payload: CounterIn) -> Status[Offer]:
    """A new offer from the brief of one that came to nothing, with other terms if wanted."""
    user = asker(request)
    found = queries.offer_for(user, offer)
    return Status(201, actions.send_again(by=user, offer=found, changes=payload.changes(), note=payload.note))


class BusyOut(Schema):
    """Days on which a model is booked. With whom is told only to herself and who speaks for her."""

    starts: date
    ends: date
    exclusivity: str
    kinds: list[str]
    territories: list[str]
    channels: list[str]
    brand: str | None


class CalendarOut(Schema):
    """A model's bookings from today on, the earliest first."""

    model: str
    bookings: list[BusyOut]


@router.get("/models/{model}/calendar", response={200: CalendarOut, **PROBLEMS}, **needs("read"))
def calendar(request: ByToken, model: Path[Id]) -> CalendarOut:
    """Hers and her agents': every booking. Everybody else who may see the roster: what is kept exclusively."""
    user = asker(request)
    found = ModelProfile.objects.filter(pk=model).first()
    if found is not None and rights.may_see_model(user, found):
        return CalendarOut(model=model, bookings=_busy(queries.bookings(found), named=True))
    entry = roster.entry_for(user, model)
    return CalendarOut(model=model, bookings=_busy(tuple(entry.exclusive), named=False))


def _busy(booked: tuple[Booking, ...], *, named: bool) -> list[BusyOut]:
    today = clock.now().date()
    return [
        BusyOut(
            starts=each.terms.starts,
            ends=each.terms.ends,
            exclusivity=each.terms.exclusivity,
            kinds=sorted({garment.kind for garment in each.terms.garments}),
            territories=list(each.terms.territories),
            channels=list(each.terms.channels),
            brand=each.brand_id if named else None,
        )
        for each in sorted(booked, key=lambda each: (each.terms.starts, each.terms.ends))
        if each.terms.ends >= today
    ]
