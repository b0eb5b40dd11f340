"""Quotes, briefs, and the offers that grow from them."""

from __future__ import annotations

from typing import Any

from ninja import Path, Query, Router, Status

from doublet.api.auth import ByToken, asker, needs, needs_any_token
from doublet.api.licences import LicenceOut
from doublet.api.problems import PROBLEMS
from doublet.api.proposals import (
    AcceptIn,
    BriefIn,
    BriefOut,
    BriefsOut,
    CounterIn,
    DeclineIn,
    NoteIn,
    OfferOut,
    OffersOut,
    QuoteOut,
    WishIn,
)
from doublet.api.shapes import Id, Paging, part
from doublet.consents.terms import GarmentRef, UseTerms, check_shape
from doublet.licences.actions import sign_licence
from doublet.licences.models import Licence
from doublet.offers import actions, outlook, queries, roster
from doublet.offers.models import Brief, Offer
from doublet.people.access import require_role
from doublet.people.models import User
from doublet.wardrobe.models import Garment
from doublet.wardrobe.queries import garment_for

router = Router(tags=["offers"])


@router.post("/quotes", response={200: QuoteOut, **PROBLEMS}, **needs("offers"))
def quote(request: ByToken, payload: WishIn) -> dict[str, Any]:
    """What a brief would cost, line by line, and what would speak against it. Nothing is kept."""
    user = require_role(asker(request), "brand")
    model = roster.entry_for(user, payload.model).model
    garments = _garments(user, payload)
    wish = UseTerms(
        garments=tuple(GarmentRef(each.pk, each.name, each.kind, each.sha256) for each in garments),
        **payload.terms(),
    )
    check_shape(wish)
    assert user.brand is not None
    seen = outlook.outlook(model=model, brand=user.brand, garments=garments, terms=payload.terms())
    if seen.quote is None and seen.refused is not None:
        raise seen.refused
    return {
        "quote": seen.quote,
        "breaches": [{"boundary": breach.boundary, "words": breach.words} for breach in seen.breaches],
        "conflict": seen.refused.reason if seen.refused else None,
    }


@router.get("/briefs", response={200: BriefsOut, **PROBLEMS}, **needs("read"))
def briefs(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """A brand's own briefs, the newest first."""
    return part(queries.visible_briefs(asker(request)), paging)


@router.post("/briefs", response={201: BriefOut, **PROBLEMS}, **needs("offers"))
def write_brief(request: ByToken, payload: BriefIn) -> Status[Brief]:
    """Write down what is wanted. A brief that crosses a boundary is refused here, with the boundary named."""
    user = require_role(asker(request), "brand")
    model = roster.entry_for(user, payload.model).model
    brief = actions.write_brief(
        by=user, model=model, title=payload.title, garments=_garments(user, payload), terms=payload.terms()
    )
    return Status(201, brief)


@router.get("/briefs/{brief}", response={200: BriefOut, **PROBLEMS}, **needs("read"))
def brief(request: ByToken, brief: Path[Id]) -> Brief:
    """One brief."""
    return queries.brief_for(asker(request), brief)


@router.post("/briefs/{brief}/offer", response={201: OfferOut, **PROBLEMS}, **needs("offers"))
def send_offer(request: ByToken, brief: Path[Id], payload: NoteIn) -> Status[Offer]:
    """Offer a brief at its quoted price. The model and her agents are told."""
    user = asker(request)
    return Status(201, actions.send_offer(by=user, brief=queries.brief_for(user, brief), note=payload.note))


@router.get("/offers", response={200: OffersOut, **PROBLEMS}, **needs("read"))
def offers(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """The offers that this account is a party to, the newest first."""
    return part(queries.visible_offers(asker(request)), paging)


@router.get("/offers/{offer}", response={200: OfferOut, **PROBLEMS}, **needs("read"))
def offer(request: ByToken, offer: Path[Id]) -> Offer:
    """One offer with every version of its terms."""
    return queries.offer_for(asker(request), offer)


@router.post("/offers/{offer}/counters", response={201: OfferOut, **PROBLEMS}, **needs("offers"))
def counter(request: ByToken, offer: Path[Id], payload: CounterIn) -> Status[Offer]:
    """Propose other terms. What is left out stays as it stands."""
    user = asker(request)
    found = queries.offer_for(user, offer)
    actions.counter(by=user, offer=found, changes=payload.changes(), note=payload.note)
    return Status(201, queries.offer_for(user, offer))


@router.post("/offers/{offer}/acceptance", response={200: OfferOut, **PROBLEMS}, **needs("offers"))
def accept(request: ByToken, offer: Path[Id], payload: AcceptIn) -> Offer:
    """Agree to exactly this version. It becomes a licence only when the model signs."""
    user = asker(request)
    actions.accept(by=user, offer=queries.offer_for(user, offer), number=payload.version)
    return queries.offer_for(user, offer)


@router.post("/offers/{offer}/decline", response={200: OfferOut, **PROBLEMS}, **needs("offers"))
def decline(request: ByToken, offer: Path[Id], payload: DeclineIn) -> Offer:
    """The model or her agent says no."""
    user = asker(request)
    found = queries.offer_for(user, offer)
    return actions.decline(by=user, offer=found, note=payload.note, because=payload.because or "")


@router.post("/offers/{offer}/withdrawal", response={200: OfferOut, **PROBLEMS}, **needs("offers"))
def withdraw(request: ByToken, offer: Path[Id]) -> Offer:
    """The brand takes an offer back before it is signed."""
    user = asker(request)
    return actions.withdraw_offer(by=user, offer=queries.offer_for(user, offer))


@router.post("/offers/{offer}/signature", response={201: LicenceOut, **PROBLEMS}, **needs_any_token())
def sign(request: ByToken, offer: Path[Id]) -> Status[Licence]:
    """Always refused (`token_cannot_sign`), and the attempt is written into the audit log: only the model signs."""
    user = asker(request)
    signed = sign_licence(
        by=user,
        offer=queries.offer_for(user, offer),
        shown_sha256="",
        typed_name="",
        memo_accepted=False,
        reauthenticated_at=None,
        by_token=True,
    )
    return Status(201, signed)


def _garments(user: User, wish: WishIn) -> list[Garment]:
    return [garment_for(user, pk) for pk in dict.fromkeys(wish.garments)]
