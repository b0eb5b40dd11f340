"""Reading a wardrobe."""

from __future__ import annotations

from django.db.models import QuerySet

from doublet.kernel import blobs
from doublet.kernel.refusals import NotThere
from doublet.people.models import Role, User
from doublet.wardrobe.models import Garment


def visible_garments(user: User) -> QuerySet[Garment]:
    """A brand's own garments, those in use first."""
    garments = Garment.objects.select_related("brand").order_by("retired_at", "-added_at")
    if user.role in (Role.OPERATOR, Role.AUDITOR):
        return garments
    return garments.filter(brand_id=user.brand_id) if user.role == Role.BRAND else garments.none()


def garment_for(user: User, pk: str) -> Garment:
    """One garment, if this person may see it."""
    garment = visible_garments(user).filter(pk=pk).first()
    if garment is None:
        raise NotThere("no_such_garment", "There is no such garment, or it is not yours.")
    return garment


def thumbnail(garment: Garment) -> bytes:
    """A small JPEG of the front photo."""
    return blobs.get(bytes(garment.brand.wrapped_key), garment.brand_id, garment.thumbnail)
