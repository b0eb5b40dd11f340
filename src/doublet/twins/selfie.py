"""Looking at a challenge selfie: measured and compared in memory, in one request. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from doublet.engines.face import find, similarity
from doublet.engines.face.measure import WORKING_SIDE, measure
from doublet.engines.face.samephoto import face_plate, likeness
from doublet.engines.image import decode, shrink
from doublet.kernel import blobs
from doublet.twins.comparing import templates
from doublet.twins.models import CapturePhoto, CaptureSet
from doublet.twins.rules import PhotoFacts

NEAR_DEGREES = 12.0
MOST_LOOKED_AT = 6


@dataclass(frozen=True)
class SeenSelfie:
    """What the rules need to know.

    Attributes:
        known: facts of every photo that she ever uploaded and kept.
        copied: largest likeness of the face's pixels with a known photo in nearly this pose, 0..1.
        similarities: with the usable photos of the set, whose ids stand in ``compared``.
    """

    facts: PhotoFacts
    taken_at: datetime | None
    known: tuple[PhotoFacts, ...]
    copied: float
    similarities: tuple[float, ...]
    compared: tuple[str, ...]


def look_at(data: bytes, capture: CaptureSet) -> SeenSelfie:
    """Everything about a selfie; about a second.

    Raises:
        BadInput: the file is no photo that can be used at all.
        Unavailable: a model file is missing.
    """
    photo = decode(data)
    measures = measure(photo, compare_faces=True)
    facts = PhotoFacts.read(measures.as_dict())
    known = [
        kept
        for kept in CapturePhoto.objects.filter(capture_set__twin=capture.twin_id).select_related(
            "capture_set__twin"
        )
        if kept.measures
    ]
    usable = list(capture.photos.exclude(state=CapturePhoto.State.REFUSED))
    with_face = [
        (kept.pk, template)
        for kept, template in zip(usable, templates(capture.twin, usable), strict=True)
        if template is not None
    ]
    template = measures.embedding
    return SeenSelfie(
        facts=facts,
        taken_at=photo.taken_at,
        known=tuple(PhotoFacts.read(kept.measures) for kept in known),
        copied=_copied(shrink(photo.pixels, WORKING_SIDE), facts, known),
        similarities=tuple(similarity(template, other) for _, other in with_face)
        if template is not None
        else (),
        compared=tuple(pk for pk, _ in with_face),
    )


def _copied(pixels: NDArray[np.uint8], facts: PhotoFacts, known: list[CapturePhoto]) -> float:
    faces = find(pixels)
    if not faces or facts.yaw is None:
        return 0.0
    plate = face_plate(pixels, faces[0])
    largest = 0.0
    for kept in sorted(known, key=lambda kept: _turned_apart(facts, kept))[:MOST_LOOKED_AT]:
        if _turned_apart(facts, kept) > NEAR_DEGREES:
            break
        twin = kept.capture_set.twin
        other = decode(blobs.get(bytes(twin.wrapped_key), twin.pk, kept.blob)).pixels
        if there := find(other):
            largest = max(largest, likeness(plate, face_plate(other, there[0])))
    return largest


def _turned_apart(facts: PhotoFacts, kept: CapturePhoto) -> float:
    """Degrees between two poses; a mirrored copy is as near as the photo itself."""
    angles = kept.measures.get("angles")
    if not angles:
        return 360.0
    return min(
        max(abs((facts.yaw or 0) - side * angles["yaw"]), abs((facts.pitch or 0) - angles["pitch"]))
        for side in (1, -1)
    )
