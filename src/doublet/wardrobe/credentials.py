"""A content credential that an upload came with: kept beside the clean picture, and passed on with what is made.

It goes along whole, or the brand has the photo named by its hash alone. Where it holds details of a person and the
brand said nothing, the brand is asked, and until then the hash alone goes along.
"""

from __future__ import annotations

from dataclasses import dataclass

from doublet.engines import signer
from doublet.engines.image import Photo
from doublet.kernel import audit, blobs
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, Conflict
from doublet.people import rights
from doublet.people.models import Brand, User
from doublet.wardrobe.models import Garment, Goes, Plate

_BECOMES = {
    Goes.WHOLE: "It goes along, unchanged, in every picture that is made with it.",
    Goes.HASH: "It does not go along: pictures name the photo by its hash alone.",
    Goes.ASK: "Until you decide, pictures name the photo by its hash alone.",
}


@dataclass(frozen=True)
class Found:
    """What an upload came with, and in words what becomes of it; both are empty for most files."""

    carried: signer.Carried | None
    words: str
    goes: str = Goes.WHOLE

    def keep(self, brand: Brand) -> dict[str, str]:
        """The columns of the row that keeps it, sealed under the brand's key."""
        blob = ""
        if self.carried:
            blob = blobs.put(bytes(brand.wrapped_key), brand.pk, self.carried.packed())
        return {"credential": blob, "credential_words": self.words, "credential_goes": self.goes}


def look(data: bytes, photo: Photo, goes: str = Goes.ASK) -> Found:
    """Look for a credential in a file as it was uploaded. The picture is welcome whatever is found.

    Args:
        goes: what the brand wants of it; ``ask``: whole, unless it holds details of a person.

    Raises:
        BadInput: `goes` is none of the three.
    """
    if goes not in Goes.values:
        raise BadInput("unknown_way", f"Choose from: {', '.join(Goes.values)}.")
    kind = f"image/{photo.format}"
    try:
        carried = signer.carried(data, kind)
    except BadInput as refusal:
        return Found(None, f"{refusal.reason} The picture was kept without it.")
    if carried:
        persons = signer.persons_in(data, kind)
        goes = goes if goes != Goes.ASK or persons else Goes.WHOLE
        return Found(carried, _words(carried, goes, persons), goes)
    if signer.read(data, kind).present:
        return Found(None, "It does not hold, so the picture was kept without it.")
    return Found(None, "")


def came_with(thing: Garment | Plate) -> signer.Carried | None:
    """The credential that this thing's photo came with, where one was kept."""
    if not thing.credential:
        return None
    brand = thing.brand
    return signer.unpacked(blobs.get(bytes(brand.wrapped_key), brand.pk, thing.credential))


def goes_along(thing: Garment | Plate) -> signer.Carried | None:
    """What of it enters a picture that is made now."""
    return came_with(thing) if thing.credential_goes == Goes.WHOLE else None


@action
def send_credential(*, by: User, thing: Garment | Plate, whole: bool) -> Garment | Plate:
    """The brand decides what goes into pictures from now on. Those that are made already stay as they are signed.

    Raises:
        Conflict: the photo came with no credential.
    """
    held = type(thing).objects.select_for_update().select_related("brand").get(pk=thing.pk)
    rights.must_be_brand(by, held.brand)
    came = came_with(held)
    if came is None:
        raise Conflict("no_credential", "This photo came with no content credential that could be kept.")
    held.credential_goes = Goes.WHOLE if whole else Goes.HASH
    held.credential_words = _words(came, held.credential_goes)
    held.save()
    audit.record("upload.credential_goes", actor=by, subject=held, whole=whole)
    return held


def _words(carried: signer.Carried, goes: str, persons: tuple[str, ...] = ()) -> str:
    signed_by = (carried.signer or "somebody unnamed")[:100]
    holds = f" It holds {', '.join(persons)}." if persons else ""
    return f"It was signed by {signed_by}. Nobody vouches for that name here.{holds} {_BECOMES[Goes(goes)]}"
