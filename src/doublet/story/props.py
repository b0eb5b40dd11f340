"""What the story is played with: the project's fictional people and garments, or the user's own files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from doublet.consents.models import Consent
from doublet.engines.image.folder import pictures_in
from doublet.kernel.refusals import Unavailable
from doublet.licences.models import Licence
from doublet.offers.models import Offer
from doublet.publishing.models import Delivery
from doublet.story.cast import Cast
from doublet.story.stage import folder
from doublet.studio.models import Frame, Shot
from doublet.twins.models import CaptureSet
from doublet.wardrobe.models import Garment

MAIN = "ines-fiktiv"
SECOND = "ade-fiktiv"
BARE_LEGS = "shorts"
"""What the file names of full-length photos with bare legs hold."""


@dataclass(frozen=True)
class GarmentFile:
    """A garment photo and what is known of it."""

    file: Path
    name: str
    category: str
    colour: str = ""
    size_cm: dict[str, float] = field(default_factory=dict)


class Props:
    """The files, and what the story has made so far."""

    cast: Cast
    capture: CaptureSet
    consents: dict[str, Consent]
    garments: list[Garment]
    offer: Offer
    licence: Licence
    shots: list[Shot]
    approved: Frame
    delivery: Delivery
    delivered: bytes
    contract_pdf: bytes

    def __init__(self, photos: Path | None, garments: Path | None) -> None:
        self.own_photos = photos
        self.own_garments = garments
        self.consents = {}

    @property
    def fictional(self) -> bool:
        """Is the model one of the project's own?"""
        return self.own_photos is None

    def photos(self, who: str = MAIN) -> list[Path]:
        """The photos of a model's capture set; the second model took none with bare legs."""
        if self.own_photos and who == MAIN:
            return pictures_in(self.own_photos)
        return [
            file
            for file in pictures_in(_there(folder() / "people" / who))
            if file.name != "portrait.jpg" and not (who == SECOND and BARE_LEGS in file.name)
        ]

    def portrait(self, who: str = MAIN) -> bytes | None:
        """The picture for the roster."""
        file = folder() / "people" / who / "portrait.jpg"
        return None if self.own_photos and who == MAIN else file.read_bytes()

    def person(self, who: str) -> dict[str, Any]:
        """What is known of a fictional person."""
        people = json.loads(_there(folder() / "people" / "people.json").read_text())
        return next(person for person in people["people"] if person["slug"] == who)

    def garment_files(self) -> list[GarmentFile]:
        """The brand's garment photos."""
        if self.own_garments:
            return [
                GarmentFile(file, file.stem.replace("_", " ").replace("-", " "), _guess(file.stem))
                for file in pictures_in(self.own_garments)
            ]
        known = json.loads(_there(folder() / "garments" / "garments.json").read_text())
        return [
            GarmentFile(
                folder() / "garments" / f"{item['slug']}.jpg",
                item["name"],
                item["category"],
                item.get("colour", ""),
                item["sizes_cm"]["M"],
            )
            for item in known["garments"]
        ]


def _guess(stem: str) -> str:
    words = stem.casefold()
    if any(word in words for word in ("dress", "robe", "kleid", "gown")):
        return "dresses"
    if any(word in words for word in ("skirt", "jupe")):
        return "skirts"
    if any(word in words for word in ("trouser", "pant", "jean", "legging", "short")):
        return "bottoms"
    return "tops"


def _there(path: Path) -> Path:
    if not path.exists():
        raise Unavailable(
            "demo_files_missing",
            f"The demo's files are not here: {path.name}.",
            hint="Run it in a checkout of the project, or give your own with --photos and --garments.",
        )
    return path
