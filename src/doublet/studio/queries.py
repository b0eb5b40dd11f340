"""Reading shots and frames."""

from __future__ import annotations

from django.db.models import QuerySet

from doublet.kernel import blobs
from doublet.kernel.refusals import NotThere
from doublet.licences.queries import visible_licences
from doublet.people.models import User
from doublet.studio.models import Frame, Shot


def visible_shots(user: User) -> QuerySet[Shot]:
    """The shots under licences that this person may see."""
    return Shot.objects.filter(licence__in=visible_licences(user)).select_related("garment", "licence", "frame")


def visible_frames(user: User) -> QuerySet[Frame]:
    """The frames under licences that this person may see."""
    return Frame.objects.filter(licence__in=visible_licences(user)).select_related(
        "shot__garment", "licence__model", "licence__brand", "review"
    )


def frame_for(user: User, pk: str) -> Frame:
    """One frame, if this person may see it."""
    frame = visible_frames(user).filter(pk=pk).first()
    if frame is None:
        raise NotThere("no_such_frame", "There is no such picture, or it is not yours.")
    return frame


def raw(frame: Frame) -> bytes:
    """The engine's picture as PNG. For marking only: nothing serves it."""
    twin = frame.licence.twin_version.twin
    return blobs.get(bytes(twin.wrapped_key), twin.pk, frame.raw)
