"""Reading deliveries, and what can be delivered where."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from doublet.kernel.refusals import NotThere
from doublet.licences import gate
from doublet.licences.models import Licence
from doublet.licences.queries import visible_licences
from doublet.licences.rules import Ask, Reason
from doublet.people.models import User
from doublet.publishing.models import Delivery, Placement, Review
from doublet.publishing.profiles import PROFILES, Profile
from doublet.studio.models import Frame


def visible_deliveries(user: User) -> QuerySet[Delivery]:
    """Deliveries under licences that this person may see, the newest first."""
    return Delivery.objects.filter(frame__licence__in=visible_licences(user)).select_related(
        "frame__shot__garment", "frame__licence__model", "frame__licence__brand", "credential"
    )


def delivery_for(user: User, pk: str) -> Delivery:
    """One delivery, if this person may see it."""
    delivery = visible_deliveries(user).filter(pk=pk).first()
    if delivery is None:
        raise NotThere("no_such_delivery", "There is no such delivery, or it is not yours.")
    return delivery


def approved_frames(licence: Licence) -> QuerySet[Frame]:
    """What she said yes to under a licence, with what was delivered of it."""
    return (
        licence.frames.filter(review__decision=Review.Decision.APPROVED)
        .select_related("shot__garment")
        .prefetch_related("deliveries")
    )


def placements_of(delivery: Delivery) -> QuerySet[Placement]:
    """Where it was published."""
    return delivery.placements.order_by("since", "pk")


@dataclass(frozen=True)
class Place:
    """One delivery profile as it stands for one frame."""

    profile: Profile
    reasons: tuple[Reason, ...]
    delivery: Delivery | None

    @property
    def open(self) -> bool:
        """Does the licence cover it today?"""
        return not self.reasons


def places_for(frame: Frame, brand_id: str | None) -> list[Place]:
    """Every profile, with what the gate says about it and the file that was already made."""
    made = {delivery.profile: delivery for delivery in frame.deliveries.all()}
    found = []
    for profile in PROFILES.values():
        ask = Ask("delivery", brand_id=brand_id, channel=profile.channel, territory=profile.territory)
        found.append(Place(profile, gate.permit(frame.licence, ask).reasons, made.get(profile.id)))
    return found
