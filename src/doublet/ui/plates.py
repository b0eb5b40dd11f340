"""The large pictures of the front page: files that the project made itself, or none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "ui" / "pictures"


@dataclass(frozen=True)
class Plate:
    """One picture of a fictional person, with what must be said about it."""

    file: str
    alt: str
    badge: str
    caption: str = ""

    @property
    def static(self) -> str:
        """Its address among the static files."""
        return f"ui/pictures/{self.file}"


@cache
def plates(folder: Path = FOLDER) -> tuple[Plate, ...]:
    """The pictures that ``pictures.json`` names and that are there; without that file, none."""
    listing = folder / "pictures.json"
    if not listing.is_file():
        return ()
    named = (Plate(**entry) for entry in json.loads(listing.read_text("utf-8")))
    return tuple(plate for plate in named if (folder / plate.file).is_file())
