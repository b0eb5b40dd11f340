"""A brand's garments."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import File, Form, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import GarmentCategory, GarmentKind, Id, Line, Listed, Paging, part
from doublet.wardrobe import actions, queries
from doublet.wardrobe.credentials import send_credential
from doublet.wardrobe.models import Garment, Goes, Plate

router = Router(tags=["wardrobe"])

CredentialGoes = Annotated[str, Field(max_length=5, json_schema_extra={"enum": list(Goes.values)})]
Centimetres = Annotated[float | None, Field(ge=5, le=250)]


class CredentialGoesIn(Schema):
    """Does an upload's content credential go along whole, or the photo's hash alone?"""

    whole: bool


class GarmentFindingOut(Schema):
    """What the engine found in a garment photo. `severity`: blocks, warns, notes."""

    code: str
    severity: str
    reason: str
    hint: str = ""


class GarmentOut(Schema):
    """One garment; `usable` says whether the engine can work with its photo."""

    id: str
    name: str
    sku: str
    category: str
    kind: str
    colour: str
    size_cm: dict[str, float]
    sha256: str
    credential_words: str
    credential_goes: str
    usable: bool
    findings: list[GarmentFindingOut]
    added_at: datetime
    retired_at: datetime | None

    @staticmethod
    def resolve_usable(garment: Garment) -> bool:
        return garment.wearable

    @staticmethod
    def resolve_findings(garment: Garment) -> list[dict[str, str]]:
        return garment.report.get("findings", [])


class GarmentsOut(Listed):
    """A part of a wardrobe."""

    items: list[GarmentOut]


class GarmentIn(Schema):
    """What a garment is. Its measures in centimetres are optional; the engine fits better with them."""

    name: Line
    category: GarmentCategory
    kind: GarmentKind = "everyday"
    colour: Line = ""
    sku: Line = ""
    credential: CredentialGoes = "ask"
    chest_cm: Centimetres = None
    length_cm: Centimetres = None
    waist_cm: Centimetres = None
    hip_cm: Centimetres = None
    sleeve_cm: Centimetres = None
    inseam_cm: Centimetres = None

    def sizes(self) -> dict[str, float]:
        """The measures that were given."""
        given = {name: getattr(self, f"{name}_cm") for name in actions.SIZES}
        return {name: size for name, size in given.items() if size is not None}


@router.get("/garments", response={200: GarmentsOut, **PROBLEMS}, **needs("read"))
def garments(request: ByToken, paging: Query[Paging]) -> dict[str, object]:
    """A brand's own garments, those in use first."""
    return part(queries.visible_garments(asker(request)), paging)


@router.get("/garments/{garment}", response={200: GarmentOut, **PROBLEMS}, **needs("read"))
def garment(request: ByToken, garment: Path[Id]) -> Garment:
    """One garment with what the engine says of its photo."""
    return queries.garment_for(asker(request), garment)


@router.post("/garments", response={201: GarmentOut, **PROBLEMS}, **needs("capture"))
def add_garment(request: ByToken, described: Form[GarmentIn], photo: File[UploadedFile]) -> Status[Garment]:
    """Upload a garment photo. One that the engine cannot use is kept too, with the reasons."""
    words = described.dict(include={"name", "category", "kind", "colour", "sku", "credential"})
    return Status(
        201, actions.add_garment(by=asker(request), data=photo.read(), size_cm=described.sizes(), **words)
    )


@router.put("/garments/{garment}/credential", response={200: GarmentOut, **PROBLEMS}, **needs("capture"))
def send_garment_credential(
    request: ByToken, garment: Path[Id], payload: CredentialGoesIn
) -> Garment | Plate:
    """What of the content credential that a garment's photo came with goes into pictures made from now on."""
    user = asker(request)
    return send_credential(by=user, thing=queries.garment_for(user, garment), whole=payload.whole)


@router.post("/garments/{garment}/retirement", response={200: GarmentOut, **PROBLEMS}, **needs("capture"))
def retire_garment(request: ByToken, garment: Path[Id]) -> Garment:
    """Take a garment out of the wardrobe. Licences that name it keep it."""
    user = asker(request)
    return actions.retire_garment(by=user, garment=queries.garment_for(user, garment))
