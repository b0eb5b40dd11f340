"""The crew of a model's photos. What its people themselves answer goes by their secret link, never through a token."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Path, Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id, Line, Listed, Paging, part
from doublet.people.access import require_role
from doublet.people.crew import naming, queries
from doublet.people.crew.models import LARGEST_SHARE_BP, CrewMember
from doublet.people.queries import profile_of
from doublet.twins.crew import own_capture

router = Router(tags=["crew"])

CrewShare = Annotated[
    int, Field(ge=0, le=LARGEST_SHARE_BP, description="hundredths of a percent of her gross")
]


class CrewIn(Schema):
    """Somebody who worked on her photos. `capture` empty is all of them."""

    role: Literal["photographer", "hair_makeup", "stylist"]
    name: Line
    email: Annotated[str, StringConstraints(max_length=254)]
    capture: Annotated[str, StringConstraints(max_length=32, pattern=r"^[a-z0-9_]*$")] = ""
    share_bp: CrewShare = 0
    language: Annotated[str, StringConstraints(max_length=5, pattern=r"^[a-zA-Z-]+$")] = "en"


class CrewShareIn(Schema):
    """Another share, for licences that are signed from now on."""

    share_bp: CrewShare


class ResolutionIn(Schema):
    """Why a photographer's no stands in the way no more."""

    words: Annotated[str, StringConstraints(max_length=300)]


class CrewOut(Schema):
    """One of the crew. Bank accounts and links never pass through the API."""

    id: str
    role: str
    name: str
    email: str
    capture: str
    share_bp: int
    status: str
    answered_at: datetime | None
    credited: bool
    ended_at: datetime | None
    stands_in_the_way: bool
    text_sha256: str


class CrewsOut(Listed):
    """A part of a model's crew."""

    items: list[CrewOut]


@router.get("/crew", response={200: CrewsOut, **PROBLEMS}, **needs("read"))
def list_crew(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """Whom this model named, and what they answered."""
    return part(queries.crew_of(profile_of(asker(request))), paging)


@router.post("/crew", response={201: CrewOut, **PROBLEMS}, **needs("capture"))
def name_crew(request: ByToken, wanted: CrewIn) -> Status[CrewMember]:
    """Name somebody; a link is mailed to that person."""
    user = asker(request)
    typed = wanted.dict()
    typed["capture"] = own_capture(user, wanted.capture)
    member, _ = naming.name_crew(by=user, model=profile_of(user), **typed)
    return Status(201, member)


@router.put("/crew/{crew}/share", response={200: CrewOut, **PROBLEMS}, **needs("capture"))
def change_share(request: ByToken, crew: Path[Id], wanted: CrewShareIn) -> CrewMember:
    """Another share. The person is asked anew, since the share is part of the answer."""
    user = require_role(asker(request), "model")
    return naming.change_share(by=user, member=queries.crew_for(user, crew), share_bp=wanted.share_bp)


@router.post("/crew/{crew}/link", response={200: CrewOut, **PROBLEMS}, **needs("capture"))
def send_link(request: ByToken, crew: Path[Id]) -> CrewMember:
    """Mail a new link; the one of before stops working."""
    user = require_role(asker(request), "model")
    return naming.send_link_again(by=user, member=queries.crew_for(user, crew))


@router.post("/crew/{crew}/removal", response={200: CrewOut, **PROBLEMS}, **needs("capture"))
def end_crew(request: ByToken, crew: Path[Id]) -> CrewMember:
    """No share in licences that are signed from now on."""
    user = require_role(asker(request), "model")
    return naming.end_crew(by=user, member=queries.crew_for(user, crew))


@router.post("/crew/{crew}/resolution", response={200: CrewOut, **PROBLEMS}, **needs("operate"))
def resolve(request: ByToken, crew: Path[Id], wanted: ResolutionIn) -> CrewMember:
    """The operator writes down why a photographer's no stands in the way no more."""
    user = require_role(asker(request), "operator")
    return naming.resolve(by=user, member=queries.crew_for(user, crew), words=wanted.words)
