"""A drawn garment as an order brings it, looked at already: no network is needed to wear it."""

from __future__ import annotations

from doublet.engines.tryon.contract import Category, GarmentAsset
from doublet.engines.tryon.drape.artefact import pack_garment
from doublet.engines.tryon.drape.garment import marked_garment
from doublet.engines.tryon.drape.garment_photo import cut_by
from doublet.engines.tryon.drape.tests.figures import drawn_garment


def drawn_asset(category: Category = "tops") -> GarmentAsset:
    """A flat red garment of 512x512 pixels with its preparation."""
    drawn = drawn_garment(category).photo
    photo = cut_by(drawn.pixels, drawn.origin, drawn.far, 1.0, drawn.mask, 0.3)
    packed = pack_garment(marked_garment(photo, drawn.pixels, category))
    return GarmentAsset("g" * 64, drawn.pixels, category, preparation=packed)
