"""Types that many operations share: ids, bounded words, codes with their known values, pages of lists."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import Field, StringConstraints

from doublet.consents.terms import (
    ALTERATIONS,
    CHANNELS,
    COMPANY,
    EXCLUSIVITY,
    EXPOSURE,
    KINDS,
    POSES,
    PURPOSES,
    TERRITORIES,
)
from doublet.engines.tryon.scenes import BACKGROUNDS, CROPS, LIGHTS
from doublet.publishing.profiles import PROFILES
from doublet.wardrobe.models import Garment, Plate

_NO_NUL = r"^[^\x00]*$"


def known(values: Any) -> Any:
    """A code. Its known values stand in the document; an unknown one is refused by the rules, by name."""
    return Field(min_length=1, max_length=40, pattern=_NO_NUL, json_schema_extra={"enum": list(values)})


Id = Annotated[str, StringConstraints(pattern=r"^[a-z]{3}_[0-9a-z]{20}$")]
Line = Annotated[str, StringConstraints(max_length=120, pattern=_NO_NUL)]
Words = Annotated[str, StringConstraints(max_length=2000, pattern=_NO_NUL)]
Address = Annotated[str, StringConstraints(max_length=500, pattern=_NO_NUL)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Minor = Annotated[int, Field(ge=1, le=10**9, description="an amount in minor units: cents, yen")]

Purpose = Annotated[str, known(PURPOSES)]
Channel = Annotated[str, known(CHANNELS)]
Territory = Annotated[str, known(TERRITORIES)]
GarmentKind = Annotated[str, known(KINDS)]
GarmentCategory = Annotated[str, known(Garment.Category.values)]
PlateSetting = Annotated[str, known(Plate.Setting.values)]
Pose = Annotated[str, known(POSES)]
Exposure = Annotated[str, known(EXPOSURE)]
Company = Annotated[str, known(COMPANY)]
Alteration = Annotated[str, known(ALTERATIONS)]
Background = Annotated[str, known(BACKGROUNDS)]
Light = Annotated[str, known(LIGHTS)]
Crop = Annotated[str, known(CROPS)]
ProfileId = Annotated[str, known(PROFILES)]
Exclusivity = Annotated[str, known(EXCLUSIVITY)]

Row = TypeVar("Row", bound=Model)


class Paging(Schema):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)


def part(rows: QuerySet[Row], paging: Paging) -> dict[str, Any]:
    """One part of a list, and how long the whole list is."""
    return {"total": rows.count(), "items": list(rows[paging.offset : paging.offset + paging.limit])}


class Listed(Schema):
    """What every list says beside its items."""

    total: int


def jpeg(words: str) -> dict[str, Any]:
    """For the API's document: this operation answers a JPEG."""
    return download("image/jpeg", words)


def pdf(words: str) -> dict[str, Any]:
    """For the API's document: this operation answers a PDF."""
    return download("application/pdf", words)


def download(kind: str, words: str) -> dict[str, Any]:
    """For the API's document: this operation answers a file of another kind; JSON of any kind is an object."""
    schema = {"type": "object"} if "json" in kind else {"type": "string", "format": "binary"}
    content = {kind: {"schema": schema}}
    return {"responses": {200: {"description": words, "content": content}}}
