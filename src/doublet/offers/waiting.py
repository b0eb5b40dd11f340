"""What waits for a person about offers, for the page after signing in."""

from __future__ import annotations

from django.urls import reverse

from doublet.offers.models import Offer
from doublet.offers.queries import Standing, standing, visible_offers
from doublet.people.models import Role, User
from doublet.people.waiting import Task, source


@source
def offers_to_answer(user: User) -> list[Task]:
    """Offers on which it is this person's turn, and those that only a signature is missing from."""
    if user.role not in (Role.MODEL, Role.AGENT, Role.BRAND):
        return []
    living = visible_offers(user).filter(status__in=Offer.LIVING)
    living = living.prefetch_related("versions__acceptances__mandate")
    return [task for offer in living if (task := _task(offer, standing(user, offer)))]


def _task(offer: Offer, where: Standing) -> Task | None:
    other = str(offer.model) if where.party == "brand" else str(offer.brand)
    if where.can_sign:
        return Task(
            title=str(offer.brief),
            words="Both sides agree. Nothing happens until you sign it yourself.",
            href=reverse("licences:sign", args=[offer.pk]),
            action="Read and sign",
            kicker=other,
            due=offer.expires_at,
        )
    if where.can_accept:
        return Task(
            title=str(offer.brief),
            words="It is your turn to answer.",
            href=reverse("offers:offer", args=[offer.pk]),
            action="Read the offer",
            kicker=other,
            due=offer.expires_at,
        )
    return None
