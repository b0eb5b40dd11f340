"""Looking at one photo before anything is kept: decode, measure, and ask what it can wear."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.engines.face import measure
from doublet.engines.image import Photo, decode
from doublet.engines.tryon import PersonReport, person_report
from doublet.twins.rules import PhotoFacts

CLOSE = ("face", "bust")


@dataclass(frozen=True)
class Looked:
    """One photo and everything that was seen on it. `body` is None for a portrait: nothing is worn on it."""

    photo: Photo
    measures: measure.PhotoMeasures
    body: PersonReport | None

    @property
    def wearable(self) -> tuple[str, ...]:
        """Kinds of garment that this photo can wear."""
        return self.body.wearable if self.body else ()

    def facts(self) -> PhotoFacts:
        """What the rules judge."""
        taken = self.photo.taken_at.date() if self.photo.taken_at else None
        return PhotoFacts.read(self.measures.as_dict(), taken_on=taken, wearable=self.wearable)


def look(data: bytes, *, compare_faces: bool) -> Looked:
    """Everything about one photo; half a second for a portrait, two for a body.

    Raises:
        BadInput: the file is no photo that can be used at all.
        Unavailable: a model file is missing.
    """
    photo = decode(data)
    measures = measure.measure(photo, compare_faces=compare_faces)
    body = None if measures.framing in CLOSE else person_report(photo.pixels)
    return Looked(photo, measures, body)
