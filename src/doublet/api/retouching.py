"""Retouching a picture before the model has decided about it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Path, Router, Schema, Status
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id
from doublet.engines.retouch import PRESETS, STEPS, Recipe
from doublet.kernel.refusals import BadInput
from doublet.studio import queries
from doublet.studio.models import Retouch
from doublet.studio.retouching import retouch_frame, undo_retouch

router = Router(tags=["studio"])


class RecipeIn(Schema):
    """A recipe of the house by its name, or steps of your own."""

    preset: Annotated[str, Field(max_length=40, json_schema_extra={"enum": list(PRESETS)})] = ""
    version: int = 1
    steps: Annotated[
        list[dict[str, Any]],
        Field(max_length=20, description=f"each an object with `step`, one of: {', '.join(STEPS)}"),
    ] = []

    def recipe(self) -> Recipe:
        """The recipe that is meant."""
        if self.preset and self.steps:
            raise BadInput("preset_or_steps", "Name a preset or give steps, not both.")
        if self.preset and self.preset not in PRESETS:
            raise BadInput(
                "unknown_preset",
                f"There is no recipe “{self.preset[:40]}”.",
                hint=f"Choose from: {', '.join(PRESETS)}.",
            )
        if self.preset:
            return PRESETS[self.preset].recipe
        return Recipe.from_dict({"version": self.version, "steps": self.steps})


class RetouchOut(Schema):
    """One version. `kinds`: routine, body_shape; `measures`: what the guard measured."""

    id: str
    number: int
    recipe: dict[str, Any]
    recipe_sha256: str
    kinds: list[str]
    measures: dict[str, float]
    width: int
    height: int
    at: datetime
    undone_at: datetime | None


class RetouchesOut(Schema):
    """The versions of a picture, the first one first."""

    items: list[RetouchOut]


@router.get("/frames/{frame}/retouches", response={200: RetouchesOut, **PROBLEMS}, **needs("read"))
def retouches(request: ByToken, frame: Path[Id]) -> dict[str, QuerySet[Retouch]]:
    """What was done to a picture, undone versions included."""
    return {"items": queries.frame_for(asker(request), frame).retouches.all()}


@router.post("/frames/{frame}/retouches", response={201: RetouchOut, **PROBLEMS}, **needs("studio"))
def retouch(request: ByToken, frame: Path[Id], payload: RecipeIn) -> Status[Retouch]:
    """Make a new version from the engine's picture. It is measured, marked anew, and waits for her review."""
    user = asker(request)
    found = queries.frame_for(user, frame)
    return Status(201, retouch_frame(by=user, frame=found, recipe=payload.recipe()))


@router.post("/frames/{frame}/retouches/undo", response={200: RetouchesOut, **PROBLEMS}, **needs("studio"))
def undo(request: ByToken, frame: Path[Id]) -> dict[str, QuerySet[Retouch]]:
    """Back to the version before."""
    user = asker(request)
    undone = undo_retouch(by=user, frame=queries.frame_for(user, frame))
    return {"items": undone.retouches.all()}
