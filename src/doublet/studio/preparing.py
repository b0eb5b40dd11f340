"""Prepared photos: kept when an engine made them, given to it with the next order, gone with the photo."""

from __future__ import annotations

from contextlib import suppress

from doublet.engines.tryon.contract import Engine, Result
from doublet.kernel import audit, blobs
from doublet.kernel.acting import action
from doublet.kernel.refusals import Unavailable
from doublet.studio.models import Prepared
from doublet.twins.models import CapturePhoto
from doublet.wardrobe import marking, queries
from doublet.wardrobe.models import Garment

_KEEPS_GARMENTS = "drape"  # the wardrobe keeps what the embedded engine finds in a garment photo


def preparation_of(photo: CapturePhoto, maker: Engine) -> bytes | None:
    """What this version of the engine found in a capture photo before; None where it must look anew."""
    row = Prepared.objects.filter(photo=photo, engine=maker.id, version=maker.version).first()
    if row is None:
        return None
    twin = photo.capture_set.twin
    with suppress(Unavailable):
        return blobs.get(bytes(twin.wrapped_key), twin.pk, row.blob)
    return None


def garment_preparation(garment: Garment, maker: Engine) -> bytes | None:
    """What the engine found in a garment photo before; None where it must look anew."""
    return queries.preparation(garment) if maker.id == _KEEPS_GARMENTS else None


@action
def keep_prepared(*, photo: CapturePhoto, garment: Garment, maker: Engine, result: Result) -> None:
    """Keep what the engine had to make anew, each part under the key of whom it shows or belongs to."""
    if "person" in result.prepared:
        _keep_person(photo, maker, result.prepared["person"])
    if "garment" in result.prepared and maker.id == _KEEPS_GARMENTS:
        marking.keep_preparation(garment=garment, preparation=result.prepared["garment"])


def _keep_person(photo: CapturePhoto, maker: Engine, preparation: bytes) -> None:
    held = CapturePhoto.objects.select_for_update().filter(pk=photo.pk).first()
    if held is None:  # she deleted the photo meanwhile
        return
    Prepared.objects.filter(photo=held, engine=maker.id).delete()
    twin = held.capture_set.twin
    Prepared.objects.create(
        photo=held,
        engine=maker.id,
        version=maker.version,
        blob=blobs.put(bytes(twin.wrapped_key), twin.pk, preparation),
    )
    audit.record("photo.prepared", actor="engine", subject=held, engine=maker.id, version=maker.version)
