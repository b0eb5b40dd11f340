"""A brand's own backgrounds."""

from __future__ import annotations

from datetime import datetime

from ninja import File, Form, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id, Line, Listed, Paging, PlateSetting, part
from doublet.api.wardrobe import CredentialGoesIn
from doublet.wardrobe import plates, queries
from doublet.wardrobe.credentials import send_credential
from doublet.wardrobe.models import Garment, Plate

router = Router(tags=["wardrobe"])


class PlateOut(Schema):
    """One background of a brand; `background` is its name in briefs and orders."""

    id: str
    background: str
    name: str
    setting: str
    width: int
    height: int
    sha256: str
    credential_words: str
    credential_goes: str
    added_at: datetime
    retired_at: datetime | None


class PlatesOut(Listed):
    """A part of a brand's backgrounds."""

    items: list[PlateOut]


class PlateIn(Schema):
    """What a background is called and what it shows; models open and close their boundaries by the latter."""

    name: Line
    setting: PlateSetting


@router.get("/backgrounds", response={200: PlatesOut, **PROBLEMS}, **needs("read"))
def backgrounds(request: ByToken, paging: Query[Paging]) -> dict[str, object]:
    """A brand's own backgrounds, those in use first."""
    return part(queries.visible_plates(asker(request)), paging)


@router.post("/backgrounds", response={201: PlateOut, **PROBLEMS}, **needs("capture"))
def add_background(request: ByToken, described: Form[PlateIn], photo: File[UploadedFile]) -> Status[Plate]:
    """Upload a picture of an empty place. One with people or nudity in it is refused."""
    added = plates.add_plate(
        by=asker(request), data=photo.read(), name=described.name, setting=described.setting
    )
    return Status(201, added)


@router.put("/backgrounds/{plate}/credential", response={200: PlateOut, **PROBLEMS}, **needs("capture"))
def send_background_credential(
    request: ByToken, plate: Path[Id], payload: CredentialGoesIn
) -> Garment | Plate:
    """What of the content credential that a background came with goes into pictures made from now on."""
    user = asker(request)
    return send_credential(by=user, thing=queries.plate_for(user, plate), whole=payload.whole)


@router.post("/backgrounds/{plate}/retirement", response={200: PlateOut, **PROBLEMS}, **needs("capture"))
def retire_background(request: ByToken, plate: Path[Id]) -> Plate:
    """Take a background out of use. Licences that name it keep it."""
    user = asker(request)
    return plates.retire_plate(by=user, plate=queries.plate_for(user, plate))
