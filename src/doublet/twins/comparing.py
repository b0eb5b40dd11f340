"""Face templates for the few minutes in which the photos of a set are compared. Never written anywhere.

They live in this process's memory only, and only for sets whose model ticked that her photos may be
compared with each other. A restart, or a quarter of an hour, forgets them; they are then computed
anew from the sealed photos.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from doublet.engines.face import embed, find, similarity
from doublet.engines.image import decode
from doublet.kernel import blobs
from doublet.twins.models import CapturePhoto, Twin

FORGET_AFTER_SECONDS = 900.0

_held: dict[str, tuple[float, NDArray[np.float32] | None]] = {}


def remember(photo_id: str, template: NDArray[np.float32] | None) -> None:
    """Hold what was computed while looking at a photo."""
    _held[photo_id] = (time.monotonic(), template)


def similarities(twin: Twin, photos: list[CapturePhoto]) -> list[list[float | None]]:
    """How alike the faces of each two photos are, -1 to 1; None where one has no face."""
    _forget()
    templates = [_template(twin, photo) for photo in photos]
    return [[None if a is None or b is None else similarity(a, b) for b in templates] for a in templates]


def _template(twin: Twin, photo: CapturePhoto) -> NDArray[np.float32] | None:
    if photo.pk not in _held:
        pixels = decode(blobs.get(bytes(twin.wrapped_key), twin.pk, photo.blob)).pixels
        faces = find(pixels)
        remember(photo.pk, embed(pixels, faces[0]) if faces else None)
    return _held[photo.pk][1]


def _forget() -> None:
    deadline = time.monotonic() - FORGET_AFTER_SECONDS
    for photo_id in [photo_id for photo_id, (at, _) in _held.items() if at < deadline]:
        del _held[photo_id]
