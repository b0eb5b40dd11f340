"""The model's word on each picture, deliveries, downloads, and where pictures were published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse, StreamingHttpResponse
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Address, Channel, Day, Id, Listed, Paging, ProfileId, Words, jpeg, part
from doublet.api.shapes import download as file
from doublet.licences.queries import licence_for
from doublet.people.models import User
from doublet.people.queries import profile_of
from doublet.publishing import actions, batching, queries
from doublet.publishing.bundle import bundle
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


class FileCheckOut(Schema):
    """One line of the pre-flight report: what was found in the finished file, and what was asked for."""

    id: str
    title: str
    value: str
    limit: str
    level: str
    rule: str
    words: str


class DeliveryOut(Schema):
    """A picture made ready for one place. `credential` leads to its public record."""

    id: str
    frame: str
    profile: str
    profile_version: str
    label: str
    alt_text: str
    checks: list[FileCheckOut]
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
    def resolve_checks(delivery: Delivery) -> list[dict[str, str]]:
        return list(delivery.report.get("checks", ()))

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


class AltTextIn(Schema):
    """What the picture says to somebody who cannot see it."""

    words: Annotated[str, Field(min_length=1, max_length=300)]


class BatchRuleIn(Schema):
    """Per cent of the way from each limit to perfect that a number must have gone."""

    room: int = Field(ge=0, le=95)
    likeness_room: int = Field(ge=0, le=95)


class CoveredOut(Schema):
    """A waiting picture under her rule. `against` is empty where the rule covers it."""

    frame: str
    seen: str
    against: list[str]


class BatchRuleOut(Schema):
    """Her rule for approving many pictures with one yes, and what it says of those that wait."""

    room: int | None
    likeness_room: int | None
    waiting: list[CoveredOut]


class BatchYesIn(Schema):
    """Her yes: the version that she saw (`seen`), by frame."""

    seen: Annotated[dict[Id, Id], Field(max_length=1000)]


class BatchYesOut(Schema):
    """The approved pictures, and why each of the others was left."""

    approved: list[str]
    left: dict[str, str]


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


@router.get("/review-rule", response={200: BatchRuleOut, **PROBLEMS}, **needs("review"))
def batch_rule(request: ByToken) -> dict[str, Any]:
    """Her own rule, and which waiting pictures it covers."""
    user = asker(request)
    profile_of(user)
    return _ruled(user)


@router.put("/review-rule", response={200: BatchRuleOut, **PROBLEMS}, **needs("review"))
def set_batch_rule(request: ByToken, payload: BatchRuleIn) -> dict[str, Any]:
    """Make or change her rule. It approves nothing by itself."""
    user = asker(request)
    batching.set_rule(by=user, model=profile_of(user), **payload.dict())
    return _ruled(user)


@router.delete("/review-rule", response={204: None, **PROBLEMS}, **needs("review"))
def drop_batch_rule(request: ByToken) -> Status[None]:
    """Take her rule back."""
    user = asker(request)
    batching.drop_rule(by=user, model=profile_of(user))
    return Status(204, None)


@router.post("/review-rule/approvals", response={200: BatchYesOut, **PROBLEMS}, **needs("review"))
def approve_covered(request: ByToken, payload: BatchYesIn) -> batching.Outcome:
    """Her yes to the pictures named, as far as her rule covers them."""
    user = asker(request)
    profile_of(user)
    return batching.approve_covered(by=user, seen=payload.seen)


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


@router.get(
    "/licences/{licence}/deliveries.zip",
    response=PROBLEMS,
    **needs(
        "studio",
        **file("application/zip", "Pictures, credentials, reports, alt texts, a table, the licence."),
    ),
)
def bundled(request: ByToken, licence: Path[Id]) -> StreamingHttpResponse:
    """Every delivered file of a licence. The gate is asked for each; what it holds back stands in the table."""
    user = asker(request)
    parts = bundle(by=user, licence=licence_for(user, licence))
    return StreamingHttpResponse(
        parts, content_type="application/zip", headers={"Cache-Control": "private, no-store"}
    )


@router.put("/deliveries/{delivery}/alt-text", response={200: DeliveryOut, **PROBLEMS}, **needs("studio"))
def write_alt_text(request: ByToken, delivery: Path[Id], payload: AltTextIn) -> Delivery:
    """Describe a picture in other words. That it was made with AI stays said."""
    user = asker(request)
    return actions.write_alt_text(by=user, delivery=queries.delivery_for(user, delivery), words=payload.words)


@router.post("/deliveries/{delivery}/placements", response={201: PlacementOut, **PROBLEMS}, **needs("studio"))
def note_placement(request: ByToken, delivery: Path[Id], payload: PlacementIn) -> Status[Placement]:
    """Say where it was published, so that a withdrawal can reach that place."""
    user = asker(request)
    found = queries.delivery_for(user, delivery)
    return Status(201, actions.note_placement(by=user, delivery=found, **payload.dict()))


def _ruled(user: User) -> dict[str, Any]:
    rule = batching.rule_of(user)
    return {
        "room": rule.room if rule else None,
        "likeness_room": rule.likeness_room if rule else None,
        "waiting": [
            {"frame": row.frame.pk, "seen": row.seen, "against": list(row.against)}
            for row in batching.covered(user)
        ],
    }
