"""What a brand does with its garments: add, correct, retire."""

from __future__ import annotations

from typing import Any, cast

from doublet.engines.image import Photo, decode, encode_jpeg, shrink
from doublet.engines.tryon.contract import Category, GarmentAsset
from doublet.engines.tryon.fitting import Examined, examine
from doublet.kernel import audit, blobs, clock, events
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed
from doublet.people import rights
from doublet.people.models import Brand, Role, User
from doublet.wardrobe import credentials
from doublet.wardrobe.models import Garment, Goes

SIZES = ("chest", "length", "waist", "hip", "sleeve", "inseam")
THUMBNAIL = 480


def add_garment(
    *,
    by: User,
    data: bytes,
    name: str,
    category: str,
    kind: str = "everyday",
    colour: str = "",
    sku: str = "",
    size_cm: dict[str, float] | None = None,
    credential: str = Goes.ASK,
) -> Garment:
    """Look at a garment photo, then keep it. Looking takes a second, so it happens before the transaction.

    A photo that the engine cannot use is kept too, with the reasons, so that the brand can see them.

    Args:
        credential: what goes along of a content credential that the photo comes with: ask, whole or hash.

    Raises:
        BadInput: the file is no usable picture, or a word or a number is not one of ours.
    """
    if by.role != Role.BRAND or by.brand is None:
        raise NotAllowed("brands_only", "Only a brand's team can add garments.", rule="HOUSE-ROLE")
    _refuse_unknown(name, category, kind)
    refuse_sizes(size_cm or {})
    photo = decode(data)
    events.emit("picture.arrived", pixels=photo.pixels)
    asset = GarmentAsset(photo.sha256, photo.pixels, cast(Category, category), size_cm=size_cm)
    return _keep_garment(
        by=by,
        photo=photo,
        examined=examine(asset),
        found=credentials.look(data, photo, credential),
        fields={
            "name": " ".join(name.split()),
            "category": category,
            "kind": kind,
            "colour": colour.strip()[:40],
            "sku": sku.strip()[:60],
            "size_cm": size_cm or {},
        },
    )


@action
def _keep_garment(
    *, by: User, photo: Photo, examined: Examined, found: credentials.Found, fields: dict[str, Any]
) -> Garment:
    brand = by.brand
    assert brand is not None
    if Garment.objects.filter(brand=brand, sha256=photo.sha256).exists():
        raise Conflict("garment_there", "This very photo is already in your wardrobe.")
    clean = encode_jpeg(photo.pixels, quality=95)
    garment = Garment.objects.create(
        brand=brand,
        sha256=photo.sha256,
        blob=blobs.put(bytes(brand.wrapped_key), brand.pk, clean),
        thumbnail=blobs.put(
            bytes(brand.wrapped_key), brand.pk, encode_jpeg(shrink(photo.pixels, THUMBNAIL), quality=85)
        ),
        report=told(examined, photo.width, photo.height),
        wearable=examined.report.ok,
        preparation=sealed(brand, examined.preparation),
        **found.keep(brand),
        **fields,
    )
    audit.record(
        "garment.added",
        actor=by,
        subject=garment,
        sha256=garment.sha256,
        wearable=garment.wearable,
        credential=bool(garment.credential),
    )
    return garment


@action
def retire_garment(*, by: User, garment: Garment) -> Garment:
    """Take a garment out of the wardrobe. Licences that name it keep it."""
    garment = Garment.objects.select_for_update().select_related("brand").get(pk=garment.pk)
    rights.must_be_brand(by, garment.brand)
    garment.retired_at = garment.retired_at or clock.now()
    garment.save()
    audit.record("garment.retired", actor=by, subject=garment)
    return garment


def told(examined: Examined, width: int, height: int) -> dict[str, Any]:
    """The engine's report on a photo of this size, as the garment keeps it."""
    report = examined.report
    return {
        "findings": [finding.as_dict() for finding in report.findings],
        "landmarks": {name: [round(x, 1), round(y, 1)] for name, (x, y) in report.landmarks.items()},
        "symmetry": round(report.symmetry, 3),
        "photo": [width, height],
    }


def sealed(brand: Brand, preparation: bytes | None) -> str:
    """The name of the blob that keeps what was found in a photo; empty where nothing was."""
    return blobs.put(bytes(brand.wrapped_key), brand.pk, preparation) if preparation else ""


def refuse_sizes(size_cm: dict[str, float]) -> None:
    """Refuse a measure that is not one of ours, or one that no garment has.

    Raises:
        BadInput: with the measure.
    """
    for what, size in size_cm.items():
        if what not in SIZES:
            raise BadInput(
                "unknown_size",
                f"There is no measure “{what[:40]}”.",
                hint=f"Choose from: {', '.join(SIZES)}.",
            )
        if isinstance(size, bool) or not isinstance(size, int | float) or not 5 <= size <= 250:
            raise BadInput("size_out_of_range", f"{what.capitalize()} must lie between 5 and 250 cm.")


def _refuse_unknown(name: str, category: str, kind: str) -> None:
    if not 2 <= len(" ".join(name.split())) <= 120:
        raise BadInput("name_length", "A garment needs a name of 2 to 120 characters.")
    if category not in Garment.Category.values:
        raise BadInput(
            "unknown_category",
            f"There is no garment category “{category[:40]}”.",
            hint=f"Choose from: {', '.join(Garment.Category.values)}.",
        )
    if kind not in Garment.Kind.values:
        raise BadInput(
            "unknown_kind",
            f"There is no kind of garment “{kind[:40]}”.",
            hint=f"Choose from: {', '.join(Garment.Kind.values)}.",
        )
