"""Reading capture sets, their photos, and the versions of a twin."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from doublet.kernel import blobs
from doublet.kernel.refusals import NotThere
from doublet.people.models import ModelProfile, Role, User
from doublet.twins.models import CapturePhoto, CaptureSet, TwinVersion

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
