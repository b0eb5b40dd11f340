"""Asking for pictures under a licence, and looking at what came of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Background, Crop, Id, Light, Listed, Paging, jpeg, part
from doublet.licences.queries import licence_for
from doublet.publishing.queries import picture_for
from doublet.studio import actions, engines, queries
from doublet.studio.models import Frame, Shot
from doublet.wardrobe.queries import garment_for

router = Router(tags=["studio"])


class ShotIn(Schema):
    """One picture that is asked for."""

    garment: Id
    background: Background
    light: Light = "soft"
    crop: Crop = "three_quarter"
    seed: Annotated[int, Field(ge=1, le=2**31 - 1)] = 1
    engine: Annotated[
        str, Field(max_length=40, pattern=r"^[^\x00]*$", description="see GET /engines; empty: the first")
    ] = ""


class ShotsIn(Schema):
    """Pictures that are asked for together: all are queued, or none."""

    shots: Annotated[list[ShotIn], Field(min_length=1, max_length=200)]


class ShotOut(Schema):
    """One requested picture. A refused one says why, and does not count."""

    id: str
    licence: str
    garment: str
    background: str
    light: str
    crop: str
    seed: int
    engine: str
    progress: int
    status: str
    reason_code: str
    reason: str
    hint: str
    requested_at: datetime
    ended_at: datetime | None
    frame: str | None

    @staticmethod
    def resolve_licence(shot: Shot) -> str:
        return shot.licence_id

    @staticmethod
    def resolve_garment(shot: Shot) -> str:
        return shot.garment_id

    @staticmethod
    def resolve_frame(shot: Shot) -> str | None:
        frame = getattr(shot, "frame", None)
        return frame.pk if frame else None


class EngineOut(Schema):
    """An engine of this instance. A `processor` receives her photo; her consent must name it."""

    id: str
    title: str
    statement: str
    where: str
    residency: str
    processor: str
    price_minor: int
    price_currency: str
    categories: list[str]
    photo_types: list[str]
    scene_control: bool
    licence: str


class EnginesOut(Schema):
    """The engines, in the operator's order: the first is used where none is named."""

    items: list[EngineOut]


class QueuedOut(Schema):
    """The pictures that were queued."""

    items: list[ShotOut]


class ShotsOut(Listed):
    """A part of a list of shots."""

    items: list[ShotOut]


class FrameOut(Schema):
    """One produced picture. `decision` is the model's, empty until she has looked."""

    id: str
    shot: str
    licence: str
    width: int
    height: int
    engine: str
    engine_version: str
    report: dict[str, Any]
    made_at: datetime
    decision: str
    rejection_reason: str

    @staticmethod
    def resolve_shot(frame: Frame) -> str:
        return frame.shot_id

    @staticmethod
    def resolve_licence(frame: Frame) -> str:
        return frame.licence_id

    @staticmethod
    def resolve_decision(frame: Frame) -> str:
        review = getattr(frame, "review", None)
        return review.decision if review else ""

    @staticmethod
    def resolve_rejection_reason(frame: Frame) -> str:
        review = getattr(frame, "review", None)
        return review.reason if review else ""


class FramesOut(Listed):
    """A part of a list of frames."""

    items: list[FrameOut]


@router.post("/licences/{licence}/shots", response={201: QueuedOut, **PROBLEMS}, **needs("studio"))
def request_shots(request: ByToken, licence: Path[Id], payload: ShotsIn) -> Status[dict[str, Any]]:
    """Queue pictures. The gate is asked about each; if one is refused, none is queued."""
    user = asker(request)
    found = licence_for(user, licence)
    wishes = [
        actions.Wish(
            garment_for(user, shot.garment), shot.background, shot.light, shot.crop, shot.seed, shot.engine
        )
        for shot in payload.shots
    ]
    return Status(201, {"items": actions.request_shots(by=user, licence=found, wishes=wishes)})


@router.get("/engines", response={200: EnginesOut, **PROBLEMS}, **needs("read"))
def list_engines(request: ByToken) -> dict[str, Any]:
    """What makes pictures here, what each costs the platform, and where photos go."""
    return {
        "items": [
            {**asdict(each.can), "id": each.id, "title": each.title, "where": each.where}
            for each in engines.offered()
        ]
    }


@router.get("/licences/{licence}/shots", response={200: ShotsOut, **PROBLEMS}, **needs("read"))
def shots(request: ByToken, licence: Path[Id], paging: Query[Paging]) -> dict[str, Any]:
    """The pictures asked for under a licence, the oldest first."""
    user = asker(request)
    return part(queries.visible_shots(user).filter(licence=licence_for(user, licence)), paging)


@router.get("/shots/{shot}", response={200: ShotOut, **PROBLEMS}, **needs("read"))
def shot(request: ByToken, shot: Path[Id]) -> Shot:
    """One requested picture."""
    return queries.shot_for(asker(request), shot)


@router.post("/shots/{shot}/cancellation", response={200: ShotOut, **PROBLEMS}, **needs("studio"))
def cancel_shot(request: ByToken, shot: Path[Id]) -> Shot:
    """Take back a picture that still waits."""
    user = asker(request)
    return actions.cancel_shot(by=user, shot=queries.shot_for(user, shot))


@router.get("/frames", response={200: FramesOut, **PROBLEMS}, **needs("read"))
def frames(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """The pictures under this account's licences, the oldest first."""
    return part(queries.visible_frames(asker(request)), paging)


@router.get("/frames/{frame}", response={200: FrameOut, **PROBLEMS}, **needs("read"))
def frame(request: ByToken, frame: Path[Id]) -> Frame:
    """One picture's description."""
    return queries.frame_for(asker(request), frame)


@router.get(
    "/frames/{frame}/picture.jpg",
    response=PROBLEMS,
    **needs(
        "read",
        **jpeg(
            "The picture: whole for the model herself, for others, once she said yes, small and marked PREVIEW."
        ),
    ),
)
def picture(request: ByToken, frame: Path[Id]) -> HttpResponse:
    """Look at a picture. Files for use come from deliveries only."""
    user = asker(request)
    shown = picture_for(user, queries.frame_for(user, frame))
    return HttpResponse(shown, "image/jpeg", headers={"Cache-Control": "private, no-store"})
