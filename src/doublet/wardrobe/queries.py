"""Reading a wardrobe."""

from __future__ import annotations

import csv
import io

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


def photo(garment: Garment) -> bytes:
    """The front photo as kept: a clean JPEG at its full size."""
    return blobs.get(bytes(garment.brand.wrapped_key), garment.brand_id, garment.blob)


def as_csv(user: User) -> str:
    """The wardrobe as a table for spreadsheets."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(
        ["id", "name", "sku", "category", "kind", "colour", "size_cm", "usable", "added", "retired", "sha256"]
    )
    for garment in visible_garments(user):
        sizes = " ".join(f"{name}={size:g}" for name, size in garment.size_cm.items())
        row = [garment.pk, garment.name, garment.sku, garment.category, garment.kind, garment.colour, sizes]
        row += ["yes" if garment.wearable else "no", f"{garment.added_at:%Y-%m-%d}"]
        row += [f"{garment.retired_at:%Y-%m-%d}" if garment.retired_at else "", garment.sha256]
        sheet.writerow([_plain(cell) for cell in row])
    return out.getvalue()


def _plain(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets a quote in front."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
