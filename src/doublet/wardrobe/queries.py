"""Reading a wardrobe."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from contextlib import suppress

from django.db.models import QuerySet

from doublet.engines.tryon.scenes import PLATE
from doublet.kernel import blobs
from doublet.kernel.refusals import NotThere, Unavailable
from doublet.people.models import Role, User
from doublet.wardrobe.models import Garment, Plate


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


def preparation(garment: Garment) -> bytes | None:
    """What the engine found in the photo before, packed; None where nothing is kept, or it cannot be read."""
    if not garment.preparation:
        return None
    with suppress(Unavailable):
        return blobs.get(bytes(garment.brand.wrapped_key), garment.brand_id, garment.preparation)
    return None


def visible_plates(user: User) -> QuerySet[Plate]:
    """A brand's own backgrounds, those in use first."""
    plates = Plate.objects.select_related("brand").order_by("retired_at", "-added_at")
    if user.role in (Role.OPERATOR, Role.AUDITOR):
        return plates
    return plates.filter(brand_id=user.brand_id) if user.role == Role.BRAND else plates.none()


def plate_for(user: User, pk: str) -> Plate:
    """One background of a brand, if this person may see it."""
    plate = visible_plates(user).filter(pk=pk).first()
    if plate is None:
        raise NotThere("no_such_plate", "There is no such background, or it is not yours.")
    return plate


def plates_named(backgrounds: Iterable[str], brand_id: str | None) -> dict[str, Plate]:
    """The brand's plates among the names of backgrounds, by that name, retired ones included."""
    ids = [name.removeprefix(f"{PLATE}:") for name in backgrounds if name.startswith(f"{PLATE}:")]
    found = Plate.objects.select_related("brand").filter(pk__in=ids, brand_id=brand_id) if ids else ()
    return {plate.background: plate for plate in found}


def plates_in_use(brand_id: str) -> dict[str, str]:
    """What each background of a brand that is not retired shows: its name to its setting."""
    found = Plate.objects.filter(brand_id=brand_id, retired_at=None)
    return {plate.background: plate.setting for plate in found}


def plate_thumbnail(plate: Plate) -> bytes:
    """A small JPEG of a background."""
    return blobs.get(bytes(plate.brand.wrapped_key), plate.brand_id, plate.thumbnail)


def plate_picture(plate: Plate) -> bytes:
    """A background as kept: a clean JPEG at its full size."""
    return blobs.get(bytes(plate.brand.wrapped_key), plate.brand_id, plate.blob)


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
