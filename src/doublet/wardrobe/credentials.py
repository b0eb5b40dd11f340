"""A content credential that an upload came with: kept beside the clean picture, and passed on with what is made."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.engines import signer
from doublet.engines.image import Photo
from doublet.kernel import blobs
from doublet.kernel.refusals import BadInput
from doublet.people.models import Brand
from doublet.wardrobe.models import Garment, Plate


@dataclass(frozen=True)
class Found:
    """What an upload came with, and in words what becomes of it; both are empty for most files."""

    carried: signer.Carried | None
    words: str

    def keep(self, brand: Brand) -> dict[str, str]:
        """The columns of the row that keeps it, sealed under the brand's key."""
        blob = ""
        if self.carried:
            blob = blobs.put(bytes(brand.wrapped_key), brand.pk, self.carried.packed())
        return {"credential": blob, "credential_words": self.words}


def look(data: bytes, photo: Photo) -> Found:
    """Look for a credential in a file as it was uploaded. The picture is welcome whatever is found."""
    kind = f"image/{photo.format}"
    try:
        carried = signer.carried(data, kind)
    except BadInput as refusal:
        return Found(None, f"{refusal.reason} The picture was kept without it.")
    if carried:
        signed_by = carried.signer or "somebody unnamed"
        return Found(
            carried,
            f"It was signed by {signed_by[:120]}. Nobody vouches for that name here. The credential goes along, "
            "unchanged, in every picture that is made with it.",
        )
    if signer.read(data, kind).present:
        return Found(None, "It does not hold, so the picture was kept without it.")
    return Found(None, "")


def came_with(thing: Garment | Plate) -> signer.Carried | None:
    """The credential that this thing's photo came with, where one was kept."""
    if not thing.credential:
        return None
    brand = thing.brand
    return signer.unpacked(blobs.get(bytes(brand.wrapped_key), brand.pk, thing.credential))
