"""Reading briefs, offers and bookings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from doublet.consents.models import Consent
from doublet.consents.queries import in_force
from doublet.consents.terms import UseTerms
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.kernel.refusals import NotThere, Refused
from doublet.offers.calendar import Booking
from doublet.offers.models import Brief, Offer, OfferVersion
from doublet.offers.shares import Commission, Split, split
from doublet.people import rights
from doublet.people.commissions import taken_of
from doublet.people.models import Brand, Mandate, ModelProfile, Role, User


def bookings(model: ModelProfile) -> tuple[Booking, ...]:
    """Every signed use of this model that has not ended by withdrawal, on the terms that she signed."""
    signed = OfferVersion.objects.filter(
        offer__model=model, offer__status=Offer.Status.SIGNED, licence__isnull=False
    )
    return tuple(
        Booking(brand, UseTerms.from_dict(terms))
        for brand, terms in signed.values_list("offer__brand", "terms")
    )


def calendar_of(user: User, pk: str) -> ModelProfile:
    """A model whose bookings this person may see with all that belongs to them."""
    model = ModelProfile.objects.select_related("user").filter(pk=pk).first()
    if model is None or not rights.may_see_model(user, model):
        raise NotThere("no_such_calendar", "There is no such calendar, or it is not yours.")
    return model


def brand_names(booked: Iterable[Booking]) -> dict[str, str]:
    """The names of the brands of some bookings, by id."""
    wanted = {booking.brand_id for booking in booked}
    return dict(Brand.objects.filter(pk__in=wanted).values_list("pk", "name"))


def visible_offers(user: User) -> QuerySet[Offer]:
    """The offers that this person is a party to, or may look at as operator or auditor."""
    offers = Offer.objects.select_related("brief", "brand", "model")
    if user.role in (Role.OPERATOR, Role.AUDITOR):
        return offers
    return offers.filter(_party(user))


def visible_briefs(user: User) -> QuerySet[Brief]:
    """A brand's own briefs."""
    if user.role != Role.BRAND:
        return Brief.objects.none()
    return Brief.objects.filter(brand_id=user.brand_id).select_related("model")


def offer_for(user: User, pk: str) -> Offer:
    """One offer, if this person may see it."""
    offer = visible_offers(user).filter(pk=pk).first()
    if offer is None:
        raise NotThere("no_such_offer", "There is no such offer, or it is not yours.")
    return offer


def latest(offer: Offer) -> OfferVersion:
    """The version on the table."""
    return max(offer.versions.all(), key=lambda version: version.number)


def _party(user: User) -> Q:
    if user.role == Role.BRAND:
        return Q(brand_id=user.brand_id)
    if user.role == Role.AGENT:
        return rights.under_mandate(user, "model")
    return Q(model__user=user)


@dataclass(frozen=True)
class Standing:
    """Where an offer stands for one person: in which part she speaks, and what she can do now."""

    party: str
    agreed_by_us: bool
    agreed_by_them: bool
    can_answer: bool
    can_accept: bool
    can_sign: bool
    can_extend: bool = False
    can_send_again: bool = False

    @property
    def my_turn(self) -> bool:
        """Does the thread wait for this person?"""
        return self.can_accept or self.can_sign


def standing(user: User, offer: Offer) -> Standing:
    """What this person can do about an offer; the actions decide again by themselves."""
    last = latest(offer)
    party = party_of(user, offer)
    brand_agreed, model_agreed = last.yes_of_brand is not None, last.yes_of_model_side is not None
    ours, theirs = (brand_agreed, model_agreed) if party == "brand" else (model_agreed, brand_agreed)
    living = offer.status in Offer.LIVING and clock.now() <= offer.expires_at
    can_answer = living and _may_speak(user, offer, party)
    return Standing(
        party=party,
        agreed_by_us=ours,
        agreed_by_them=theirs,
        can_answer=can_answer,
        can_accept=can_answer and not ours and offer.status == Offer.Status.OPEN,
        can_sign=living and party == "model" and offer.status == Offer.Status.AGREED and ours and theirs,
        can_extend=can_answer and (last.party == "brand") == (party == "brand"),
        can_send_again=party == "brand"
        and offer.status in (Offer.Status.DECLINED, Offer.Status.WITHDRAWN, Offer.Status.EXPIRED),
    )


def _may_speak(user: User, offer: Offer, party: str) -> bool:
    given = rights.mandate(user, offer.model) if party == "agent" else None
    return party in ("brand", "model") or (given is not None and given.may_negotiate)


def party_of(user: User, offer: Offer) -> str:
    """brand, model, agent, or nothing for somebody who only looks on."""
    if user.role == Role.BRAND and user.brand_id == offer.brand_id:
        return "brand"
    if rights.is_model(user, offer.model):
        return "model"
    return "agent" if rights.mandate(user, offer.model) else ""


def commissions(model: ModelProfile, territories: Sequence[str] = ()) -> tuple[Commission, ...]:
    """What would be taken from her gross if she signed today, for these places.

    Raises:
        Refused: the places lie in the mandates of two agencies.
    """
    return tuple(
        Commission(each.party, each.basis_points, each.holder) for each in taken_of(model, territories)
    )


def reaches_her(model: ModelProfile, gross: Money) -> Split | None:
    """How an amount would be divided; None while her commissions together are over the limit."""
    try:
        return split(gross, commissions=commissions(model))
    except Refused:
        return None


@dataclass(frozen=True)
class Represented:
    """One model of an agency: its mandate, her consents, her offers."""

    mandate: Mandate
    consents: dict[str, Consent | None]
    waiting: int

    @property
    def can_be_booked(self) -> bool:
        """Have both documents been signed that a licence needs?"""
        return bool(self.consents["twin_use"] and self.consents["twin_creation"])


def represented(user: User) -> list[Represented]:
    """The models that an agent's agency may negotiate for."""
    mandates = Mandate.objects.living().filter(agency_id=user.agency_id).select_related("model__user")
    today = clock.now().date()
    return [
        Represented(
            mandate=mandate,
            consents={kind: in_force(mandate.model, kind, today) for kind in Consent.Kind.values},
            waiting=Offer.objects.filter(model=mandate.model, status=Offer.Status.OPEN).count(),
        )
        for mandate in mandates.order_by("model__public_name")
    ]


def brief_for(user: User, pk: str) -> Brief:
    """One brief, if it is this brand's."""
    brief = visible_briefs(user).filter(pk=pk).first()
    if brief is None:
        raise NotThere("no_such_brief", "There is no such brief, or it is not yours.")
    return brief
