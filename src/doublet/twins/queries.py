"""Reading capture sets, their photos, and the versions of a twin."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from doublet.kernel import blobs
from doublet.kernel.refusals import NotThere
from doublet.people.models import ModelProfile, Role, User
from doublet.twins.identity import identity_of
from doublet.twins.models import CapturePhoto, CaptureSet, Challenge, TwinVersion, Upload

UNCONFIRMED = Q(may_compare_faces=False, confirmed_same_person_by=None)


def latest_capture(model: ModelProfile) -> CaptureSet | None:
    """The set that she is working on: the newest one."""
    return CaptureSet.objects.filter(twin__model=model).select_related("twin__model").first()


def visible_captures(user: User) -> QuerySet[CaptureSet]:
    """A model's own sets; for the operator those whose photos a person has to compare."""
    captures = CaptureSet.objects.select_related("twin__model")
    if user.role == Role.OPERATOR:
        return captures.filter(UNCONFIRMED, photos__isnull=False).distinct()
    return captures.filter(twin__model__user=user) if user.role == Role.MODEL else captures.none()


def capture_for(user: User, pk: str) -> CaptureSet:
    """One set, if this person may see it."""
    capture = visible_captures(user).filter(pk=pk).first()
    if capture is None:
        raise NotThere("no_such_set", "There is no such set of photos, or it is not yours.")
    return capture


def photo_for(user: User, pk: str) -> CapturePhoto:
    """One photo, if this person may see it."""
    photos = CapturePhoto.objects.filter(capture_set__in=visible_captures(user))
    photo = photos.select_related("capture_set__twin__model").filter(pk=pk).first()
    if photo is None:
        raise NotThere("no_such_photo", "There is no such photo, or it is not yours.")
    return photo


def challenge_for(user: User, pk: str) -> Challenge:
    """One challenge, if it is this model's."""
    mine = Challenge.objects.filter(capture_set__twin__model__user=user)
    found = mine.select_related("capture_set__twin__model").filter(pk=pk).first()
    if found is None:
        raise NotThere("no_such_challenge", "There is no such challenge, or it is not yours.")
    return found


def upload_for(user: User, pk: str) -> Upload:
    """One photo on its way, if it is this model's."""
    mine = Upload.objects.filter(capture_set__twin__model__user=user)
    found = mine.select_related("capture_set__twin__model", "photo").filter(pk=pk).first()
    if found is None:
        raise NotThere("no_such_upload", "There is no such upload, or it is not yours.")
    return found


def without_identity(user: User) -> list[CaptureSet]:
    """For the operator: the newest set of each model that holds photos and no decision on who she is."""
    if user.role != Role.OPERATOR:
        return []
    captures = CaptureSet.objects.filter(photos__isnull=False).select_related("twin__model").distinct()
    newest: dict[str, CaptureSet] = {}
    for found in captures:
        newest.setdefault(found.twin_id, found)
    return [found for found in newest.values() if not identity_of(found).stands]


def capture_to_waive(user: User, pk: str) -> CaptureSet:
    """A set on which the operator may decide who she is. Its photos are not shown for that."""
    found = next((found for found in without_identity(user) if found.pk == pk), None)
    if found is None:
        raise NotThere("no_such_set", "There is no such set of photos that waits for this.")
    return found


def thumbnail(photo: CapturePhoto) -> bytes:
    """A small JPEG of a photo."""
    twin = photo.capture_set.twin
    return blobs.get(bytes(twin.wrapped_key), twin.pk, photo.thumbnail)


def picture(photo: CapturePhoto) -> bytes:
    """A photo as kept: JPEG, without anything but its pixels."""
    twin = photo.capture_set.twin
    return blobs.get(bytes(twin.wrapped_key), twin.pk, photo.blob)


def versions(model: ModelProfile) -> QuerySet[TwinVersion]:
    """The versions of her twin, the newest first."""
    return TwinVersion.objects.filter(twin__model=model).prefetch_related("photos")


def may_be_made(model: ModelProfile, today: date) -> bool:
    """Did she sign that a twin may be made (rule FWA-01), and does that cover today?"""
    return model.consents.filter(
        kind="twin_creation", status="active", starts__lte=today, ends__gte=today
    ).exists()
