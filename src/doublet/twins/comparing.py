"""Faces in memory for the few minutes in which the photos of a set are compared. Never written anywhere.

Templates tell whether two photos show one person, plates (small pictures of the face) whether they are
one photograph. Both live in this process's memory only, and only for sets whose model ticked that her
photos may be compared with each other. A restart, or a quarter of an hour, forgets them; they are then
computed anew from the sealed photos.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from doublet.engines.face import embed, find, similarity
from doublet.engines.face.samephoto import face_plate, likeness
from doublet.engines.image import decode
from doublet.kernel import blobs
from doublet.twins.models import CapturePhoto, Twin

FORGET_AFTER_SECONDS = 900.0
WORTH_A_LOOK = 0.88  # similarity below which two photos are never one photograph


@dataclass(frozen=True, eq=False)
class InMemory:
    """What is held of one photo; `copies` its likeness with others, so that each pair is looked at once."""

    template: NDArray[np.float32] | None
    plate: NDArray[np.float32] | None
    at: float = field(default_factory=time.monotonic)
    copies: dict[str, float] = field(default_factory=dict)


_held: dict[str, InMemory] = {}


def remember(photo_id: str, template: NDArray[np.float32] | None, plate: NDArray[np.float32] | None) -> None:
    """Hold what was computed while looking at a photo."""
    _held[photo_id] = InMemory(template, plate)


def similarities(twin: Twin, photos: list[CapturePhoto]) -> list[list[float | None]]:
    """How alike the faces of each two photos are, -1 to 1; None where one has no face."""
    found = templates(twin, photos)
    return [[None if a is None or b is None else similarity(a, b) for b in found] for a in found]


def copies(
    twin: Twin, photos: list[CapturePhoto], alike: list[list[float | None]]
) -> dict[tuple[int, int], float]:
    """Likeness of the pixels of each two faces that could be one photograph, by their places in the list."""
    found: dict[tuple[int, int], float] = {}
    for later, photo in enumerate(photos):
        for earlier in range(later):
            value = alike[later][earlier]
            if value is not None:
                near = value >= WORTH_A_LOOK
                found[earlier, later] = _likeness(twin, photos[earlier], photo) if near else 0.0
    return found


def templates(twin: Twin, photos: list[CapturePhoto]) -> list[NDArray[np.float32] | None]:
    """The templates of these photos, None without a face; only for a set whose model allowed comparing."""
    _forget()
    return [_of(twin, photo).template for photo in photos]


def _likeness(twin: Twin, a: CapturePhoto, b: CapturePhoto) -> float:
    one, other = _of(twin, a), _of(twin, b)
    if b.pk not in one.copies:
        known = one.plate is not None and other.plate is not None
        one.copies[b.pk] = likeness(one.plate, other.plate) if known else 0.0  # type: ignore[arg-type]
    return one.copies[b.pk]


def _of(twin: Twin, photo: CapturePhoto) -> InMemory:
    if photo.pk not in _held:
        pixels = decode(blobs.get(bytes(twin.wrapped_key), twin.pk, photo.blob)).pixels
        faces = find(pixels)
        if faces:
            remember(photo.pk, embed(pixels, faces[0]), face_plate(pixels, faces[0]))
        else:
            remember(photo.pk, None, None)
    return _held[photo.pk]


def drop(photo_id: str) -> None:
    """Forget what was computed of one photo."""
    _held.pop(photo_id, None)


def _forget() -> None:
    deadline = time.monotonic() - FORGET_AFTER_SECONDS
    for photo_id in [photo_id for photo_id, held in _held.items() if held.at < deadline]:
        del _held[photo_id]
