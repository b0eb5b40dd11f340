"""Reading shots and frames."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from doublet.kernel import blobs, clock
from doublet.kernel.refusals import NotThere
from doublet.licences.models import Licence
from doublet.licences.queries import visible_licences
from doublet.people.models import User
from doublet.studio.models import Frame, Shot


def visible_shots(user: User) -> QuerySet[Shot]:
    """The shots under licences that this person may see."""
    return Shot.objects.filter(licence__in=visible_licences(user)).select_related(
        "garment", "licence", "frame"
    )


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


@dataclass(frozen=True)
class Picture:
    """One requested picture and how far it has come."""

    shot: Shot
    frame: Frame | None
    stage: str
    decision: str

    @property
    def waits(self) -> bool:
        """Is the worker still to do something about it?"""
        return self.stage in ("queued", "making", "marking")


def pictures(licence: Licence) -> list[Picture]:
    """Every picture that was asked for under a licence, the newest first."""
    shots = licence.shots.select_related("garment", "frame__review").prefetch_related("frame__credentials")
    return [_picture(shot) for shot in shots.order_by("-requested_at", "-id")]


def shot_for(user: User, pk: str) -> Shot:
    """One shot, if this person may see it."""
    shot = visible_shots(user).filter(pk=pk).first()
    if shot is None:
        raise NotThere("no_such_shot", "There is no such picture, or it is not yours.")
    return shot


def _picture(shot: Shot) -> Picture:
    frame = getattr(shot, "frame", None)
    if frame is None:
        making = shot.status == Shot.Status.QUEUED and shot.lease_until and shot.lease_until > clock.now()
        return Picture(shot, None, "making" if making else shot.status, "")
    master = next((each for each in frame.credentials.all() if each.kind == "master"), None)
    stage = {"ready": "ready", "failed": "held_back"}.get(master.status if master else "", "marking")
    review = getattr(frame, "review", None)
    return Picture(shot, frame, stage, review.decision if review else "")


def cover(licence: Licence) -> Frame | None:
    """A picture that stands for the licence: the newest that she approved."""
    return (
        licence.frames.filter(credentials__kind="master", credentials__status="ready")
        .filter(review__decision="approved")
        .order_by("-made_at")
        .first()
    )
