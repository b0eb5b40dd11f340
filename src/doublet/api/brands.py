"""The names of brands, which models' never-lists look at."""

from __future__ import annotations

from typing import Annotated

from ninja import Path, Router, Schema
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id, Line
from doublet.kernel.refusals import NotThere
from doublet.people.access import require_role
from doublet.people.brand_names import MOST_NAMES, set_brand_names
from doublet.people.models import Brand, Role

router = Router(tags=["people"])

Names = Annotated[list[Line], Field(max_length=MOST_NAMES)]


class BrandNames(Schema):
    """By which other names a brand goes, and with whom it competes."""

    also_known_as: Names
    rivals: Names


@router.put("/brands/{brand}/names", response={200: BrandNames, **PROBLEMS}, **needs("offers"))
def set_names(request: ByToken, brand: Path[Id], payload: BrandNames) -> Brand:
    """A brand's own team, or the operator, says its names."""
    user = require_role(asker(request), "brand", "operator")
    found = Brand.objects.filter(pk=brand).first()
    if found is None or (user.role == Role.BRAND and user.brand_id != found.pk):
        raise NotThere("no_such_brand", "There is no such brand, or it is not yours.")
    return set_brand_names(by=user, brand=found, **payload.dict())
