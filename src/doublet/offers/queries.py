"""Reading briefs, offers and bookings."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from doublet.consents.terms import UseTerms
from doublet.kernel.refusals import NotThere
from doublet.offers.calendar import Booking
from doublet.offers.models import Brief, Offer, OfferVersion
from doublet.people.models import ModelProfile, Role, User


def bookings(model: ModelProfile) -> tuple[Booking, ...]:
    """Every signed use of this model that has not ended by withdrawal."""
    signed = Offer.objects.filter(model=model, status=Offer.Status.SIGNED).prefetch_related("versions")
    return tuple(
        Booking(offer.brand_id, UseTerms.from_dict(list(offer.versions.all())[-1].terms)) for offer in signed
    )


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
    return offer.versions.order_by("-number")[0]


def _party(user: User) -> Q:
    if user.role == Role.BRAND:
        return Q(brand_id=user.brand_id)
    if user.role == Role.AGENT:
        return Q(model__mandates__agency_id=user.agency_id, model__mandates__ended_at=None)
    return Q(model__user=user)
