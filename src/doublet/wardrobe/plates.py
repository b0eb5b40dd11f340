"""What a brand does with backgrounds of its own: bring one, take it out again."""

from __future__ import annotations

from doublet.engines import face, nudity
from doublet.engines.image import Photo, decode, encode_jpeg, shrink
from doublet.kernel import audit, blobs, clock, events
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.people import rights
from doublet.people.models import Role, User
from doublet.wardrobe import credentials
from doublet.wardrobe.models import Plate

SMALLEST, LARGEST, THUMBNAIL = 720, 4096, 480


def add_plate(*, by: User, data: bytes, name: str, setting: str) -> Plate:
    """Look at a picture, then keep it as a background. Looking takes a second, so it comes first.

    Raises:
        BadInput: the file is no usable picture, or a word is not one of ours.
        Refused: ``person_in_plate``, ``nudity``.
        Unavailable: a model file is missing, so that nobody can look.
    """
    if by.role != Role.BRAND or by.brand is None:
        raise NotAllowed("brands_only", "Only a brand's team can add backgrounds.", rule="HOUSE-ROLE")
    if not 2 <= len(" ".join(name.split())) <= 120:
        raise BadInput("name_length", "A background needs a name of 2 to 120 characters.")
    if setting not in Plate.Setting.values:
        raise BadInput(
            "unknown_setting",
            f"There is no setting “{setting[:40]}”.",
            hint=f"Choose from: {', '.join(Plate.Setting.values)}.",
        )
    photo = decode(data)
    events.emit("picture.arrived", pixels=photo.pixels)
    _refuse_unfit(photo)
    found = credentials.look(data, photo)
    return _keep(by=by, photo=photo, found=found, name=" ".join(name.split()), setting=setting)


def _refuse_unfit(photo: Photo) -> None:
    if min(photo.width, photo.height) < SMALLEST:
        raise BadInput(
            "plate_too_small",
            f"The picture is {photo.width} x {photo.height} pixels.",
            hint=f"A background needs at least {SMALLEST} pixels on its shorter side.",
        )
    nudity.check(photo.pixels)
    people = len(face.find(photo.pixels))
    if people:
        noun = "the face of a person" if people == 1 else f"the faces of {people} people"
        raise Refused(
            "person_in_plate",
            f"The background shows {noun}. Nobody but the model may be in her picture.",
            rule="HOUSE-PLATE",
            hint="Use a picture of the place without people, posters of people included.",
        )


@action
def _keep(*, by: User, photo: Photo, found: credentials.Found, name: str, setting: str) -> Plate:
    brand = by.brand
    assert brand is not None
    if Plate.objects.filter(brand=brand, sha256=photo.sha256).exists():
        raise Conflict("plate_there", "This very picture is already among your backgrounds.")
    kept = shrink(photo.pixels, LARGEST)
    plate = Plate.objects.create(
        brand=brand,
        name=name,
        setting=setting,
        sha256=photo.sha256,
        blob=blobs.put(bytes(brand.wrapped_key), brand.pk, encode_jpeg(kept, quality=95)),
        thumbnail=blobs.put(
            bytes(brand.wrapped_key), brand.pk, encode_jpeg(shrink(kept, THUMBNAIL), quality=85)
        ),
        width=kept.shape[1],
        height=kept.shape[0],
        **found.keep(brand),
    )
    audit.record(
        "plate.added",
        actor=by,
        subject=plate,
        sha256=plate.sha256,
        setting=setting,
        credential=bool(plate.credential),
    )
    return plate


@action
def retire_plate(*, by: User, plate: Plate) -> Plate:
    """Take a background out of use. Licences that name it keep it."""
    plate = Plate.objects.select_for_update().select_related("brand").get(pk=plate.pk)
    rights.must_be_brand(by, plate.brand)
    plate.retired_at = plate.retired_at or clock.now()
    plate.save()
    audit.record("plate.retired", actor=by, subject=plate)
    return plate
