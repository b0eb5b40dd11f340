"""The model's word on each picture, deliveries, downloads, and where pictures were published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Address, Channel, Day, Id, Listed, Paging, ProfileId, Words, jpeg, part
from doublet.publishing import actions, queries
from doublet.publishing.models import Delivery, Placement, Review
from doublet.studio.queries import frame_for

router = Router(tags=["publishing"])

ReasonCode = Annotated[str, Field(max_length=40, json_schema_extra={"enum": list(Review.ReasonCode.values)})]


class CommentIn(Schema):
    """A few words to the brand."""

    comment: Words = ""


class RejectionIn(CommentIn):
    """Why she says no."""

    reason: ReasonCode


class ReviewOut(Schema):
    """Her decision on one picture."""

    frame: str
    decision: str
    reason: str
    comment: str
    at: datetime

    @staticmethod
    def resolve_frame(review: Review) -> str:
        return review.frame_id


class PlacementOut(Schema):
    """A place where a delivered picture was published."""

    id: str
    url: str
    channel: str
    since: date


class DeliveryOut(Schema):
    """A picture made ready for one place. `credential` leads to its public record."""

    id: str
    frame: str
    profile: str
    label: str
    credential: str
    sha256: str
    made_at: datetime
    downloads: int
    placements: list[PlacementOut]

    @staticmethod
    def resolve_frame(delivery: Delivery) -> str:
        return delivery.frame_id

    @staticmethod
    def resolve_label(delivery: Delivery) -> str:
        return delivery.credential.label

    @staticmethod
    def resolve_credential(delivery: Delivery) -> str:
        return delivery.credential_id

    @staticmethod
    def resolve_sha256(delivery: Delivery) -> str:
        return delivery.credential.sha256

    @staticmethod
    def resolve_placements(delivery: Delivery) -> list[Placement]:
        return list(queries.placements_of(delivery))


class DeliveriesOut(Listed):
    """A part of a list of deliveries."""

    items: list[DeliveryOut]


class DeliveryIn(Schema):
    """Where the picture will be shown; that decides its visible label."""

    profile: ProfileId


class PlacementIn(Schema):
    """Where it was published."""

    url: Address
    channel: Channel
    since: Day


@router.post("/frames/{frame}/approval", response={201: ReviewOut, **PROBLEMS}, **needs("review"))
def approve(request: ByToken, frame: Path[Id], payload: CommentIn) -> Status[Review]:
    """The model says yes to one picture. It is earned money from this moment."""
    user = asker(request)
    return Status(201, actions.approve(by=user, frame=frame_for(user, frame), comment=payload.comment))


@router.post("/frames/{frame}/rejection", response={201: ReviewOut, **PROBLEMS}, **needs("review"))
def reject(request: ByToken, frame: Path[Id], payload: RejectionIn) -> Status[Review]:
    """The model says no to one picture. Nobody gets it, and nothing is owed for it."""
    user = asker(request)
    return Status(
        201,
        actions.reject(by=user, frame=frame_for(user, frame), reason=payload.reason, comment=payload.comment),
    )


@router.post("/frames/{frame}/deliveries", response={201: DeliveryOut, **PROBLEMS}, **needs("studio"))
def deliver(request: ByToken, frame: Path[Id], payload: DeliveryIn) -> Status[Delivery]:
    """Make an approved picture ready for one place. Asked twice, the same file is answered."""
    user = asker(request)
    return Status(201, actions.deliver(by=user, frame=frame_for(user, frame), profile=payload.profile))


@router.get("/deliveries", response={200: DeliveriesOut, **PROBLEMS}, **needs("read"))
def deliveries(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """Deliveries under this account's licences, the newest first."""
    return part(queries.visible_deliveries(asker(request)), paging)


@router.get("/deliveries/{delivery}", response={200: DeliveryOut, **PROBLEMS}, **needs("read"))
def delivery(request: ByToken, delivery: Path[Id]) -> Delivery:
    """One delivery."""
    return queries.delivery_for(asker(request), delivery)


@router.get(
    "/deliveries/{delivery}/file.jpg",
    response=PROBLEMS,
    **needs("studio", **jpeg("The delivered file, byte for byte as it was signed.")),
)
def download(request: ByToken, delivery: Path[Id]) -> HttpResponse:
    """The file itself. The gate is asked again, and the download is written into the books."""
    user = asker(request)
    file = actions.download(by=user, delivery=queries.delivery_for(user, delivery))
    return HttpResponse(file, "image/jpeg", headers={"Cache-Control": "private, no-store"})


@router.post("/deliveries/{delivery}/placements", response={201: PlacementOut, **PROBLEMS}, **needs("studio"))
def note_placement(request: ByToken, delivery: Path[Id], payload: PlacementIn) -> Status[Placement]:
    """Say where it was published, so that a withdrawal can reach that place."""
    user = asker(request)
    found = queries.delivery_for(user, delivery)
    return Status(201, actions.note_placement(by=user, delivery=found, **payload.dict()))
