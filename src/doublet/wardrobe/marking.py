"""What a brand does with a garment's points and centimetres: try them on the fitting figure, keep, reset."""

from __future__ import annotations

from typing import cast

from doublet.engines.image import decode
from doublet.engines.tryon.contract import Category, GarmentAsset
from doublet.engines.tryon.fitting import Examined, Fitted, examine, fit
from doublet.kernel import audit, blobs, limits
from doublet.kernel.acting import action
from doublet.kernel.refusals import Conflict
from doublet.people import rights
from doublet.people.models import User
from doublet.wardrobe import queries
from doublet.wardrobe.actions import refuse_sizes, sealed, told
from doublet.wardrobe.models import Garment

Points = dict[str, tuple[float, float]]
_TRIES_A_MINUTE = 60


def try_on(*, by: User, garment: Garment, points: Points, size_cm: dict[str, float]) -> Fitted:
    """The garment on the fitting figure with other points and centimetres; nothing of them is kept.

    Raises:
        BadInput: a point outside of the photo, or a measure that no garment has.
        TooOften: more than sixty within a minute.
    """
    rights.must_be_brand(by, garment.brand)
    refuse_sizes(size_cm)
    limits.count("fitting", by.pk, most=_TRIES_A_MINUTE, seconds=60)
    fitted = fit(_asset(garment, points, size_cm))
    if not garment.preparation and fitted.examined.preparation:
        keep_preparation(garment=garment, preparation=fitted.examined.preparation)
    return fitted


def mark_garment(*, by: User, garment: Garment, points: Points, size_cm: dict[str, float]) -> Garment:
    """Keep what the brand marked and measured, with the engine's report on it. No points: as they were found.

    Raises:
        BadInput: a point outside of the photo, or a measure that no garment has.
        Conflict: the garment is retired.
    """
    rights.must_be_brand(by, garment.brand)
    refuse_sizes(size_cm)
    asset = _asset(garment, points, size_cm)
    return _keep(by=by, garment=garment, asset=asset, examined=examine(asset))


@action
def _keep(*, by: User, garment: Garment, asset: GarmentAsset, examined: Examined) -> Garment:
    garment = Garment.objects.select_for_update().select_related("brand").get(pk=garment.pk)
    if garment.retired_at:
        raise Conflict("garment_retired", "This garment is retired, so its points stay as they are.")
    height, width = asset.pixels.shape[:2]
    garment.landmarks = {name: [round(x, 1), round(y, 1)] for name, (x, y) in (asset.landmarks or {}).items()}
    garment.size_cm = dict(asset.size_cm or {})
    garment.report = told(examined, width, height)
    garment.wearable = examined.report.ok
    _replace_preparation(garment, examined.preparation)
    garment.save()
    audit.record(
        "garment.marked",
        actor=by,
        subject=garment,
        points=sorted(garment.landmarks),
        size_cm={name: f"{size:g}" for name, size in garment.size_cm.items()},
        wearable=garment.wearable,
    )
    return garment


@action
def keep_preparation(*, garment: Garment, preparation: bytes) -> None:
    """Keep what an engine found in the photo, so that it is not searched again."""
    garment = Garment.objects.select_for_update().select_related("brand").get(pk=garment.pk)
    _replace_preparation(garment, preparation)
    garment.save(update_fields=["preparation"])
    audit.record("garment.prepared", actor="engine", subject=garment)


def _replace_preparation(garment: Garment, preparation: bytes | None) -> None:
    if garment.preparation:
        blobs.remove_on_commit(garment.preparation)
    garment.preparation = sealed(garment.brand, preparation)


def _asset(garment: Garment, points: Points, size_cm: dict[str, float]) -> GarmentAsset:
    return GarmentAsset(
        sha256=garment.sha256,
        pixels=decode(queries.photo(garment)).pixels,
        category=cast(Category, garment.category),
        landmarks=points or None,
        size_cm=size_cm or None,
        preparation=queries.preparation(garment),
    )
