"""Reading shots and frames."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from doublet.kernel import blobs, clock
from doublet.kernel.refusals import NotThere
from doublet.licences.models import Licence
from doublet.licences.queries import visible_licences
from doublet.people.models import User
from doublet.studio.models import Frame, Retouch, Shot


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
    """The picture as it stands, retouched or not, as PNG. For marking only: nothing serves it."""
    version = retouch_of(frame)
    return _unsealed(frame, version.raw if version else frame.raw)


def unretouched(frame: Frame) -> bytes:
    """The picture as the engine made it, as PNG."""
    return _unsealed(frame, frame.raw)


def retouch_of(frame: Frame) -> Retouch | None:
    """The version of a frame that counts, or None where the engine's own picture does."""
    return frame.retouches.filter(undone_at=None).order_by("-number").first()


def _unsealed(frame: Frame, name: str) -> bytes:
    twin = frame.licence.twin_version.twin
    return blobs.get(bytes(twin.wrapped_key), twin.pk, name)


@dataclass(frozen=True)
class Picture:
    """One requested picture and how far it has come."""

    shot: Shot
    frame: Frame | None
    stage: str
    decision: str
    retouched: bool = False
    why: str = ""

    @property
    def waits(self) -> bool:
        """Is the worker still to do something about it?"""
        return self.stage in ("queued", "making", "marking")


def pictures(licence: Licence) -> list[Picture]:
    """Every picture that was asked for under a licence, the newest first."""
    shots = licence.shots.select_related("garment", "frame__review").prefetch_related(
        "frame__credentials", "frame__retouches"
    )
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
        held = shot.engine_open or (shot.lease_until and shot.lease_until > clock.now())
        making = shot.status == Shot.Status.QUEUED and held
        return Picture(shot, None, "making" if making else shot.status, "")
    master = next((each for each in frame.credentials.all() if each.kind == "master"), None)
    stage = {"ready": "ready", "failed": "held_back"}.get(master.status if master else "", "marking")
    review = getattr(frame, "review", None)
    retouched = any(version.undone_at is None for version in frame.retouches.all())
    why = master.waiting_words if master and stage == "marking" else ""
    return Picture(shot, frame, stage, review.decision if review else "", retouched, why)


def cover(licence: Licence) -> Frame | None:
    """A picture that stands for the licence: the newest that she approved."""
    return (
        licence.frames.filter(credentials__kind="master", credentials__status="ready")
        .filter(review__decision="approved")
        .order_by("-made_at")
        .first()
    )
