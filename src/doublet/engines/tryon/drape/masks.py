"""Where figure and garment are in a finished picture, for the gates that judge it."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.pipeline import Look
from doublet.engines.tryon.drape.stage import Staged

_OWN = 12.0


def masks_of(look: Look, staged: Staged) -> dict[str, np.ndarray]:
    """ "person" and "garment", HxW uint8 in pixels of the picture; what lies before the garment is not garment."""
    person, dressed = look.person, look.dressed
    kept = np.abs(dressed.pixels - person.colours).max(-1) < _OWN
    own = np.isin(person.labels, (Part.SKIN, Part.HAIR, Part.FACE)) & kept
    before = cv2.medianBlur(own.astype(np.uint8), 5)
    size = (staged.alpha.shape[1], staged.alpha.shape[0])
    visible = (dressed.cover * (1 - before)).astype(np.float32)
    worn = cv2.warpAffine(visible, staged.placement.matrix, size, flags=cv2.INTER_LINEAR)
    return {
        "person": np.clip(np.rint(staged.alpha * 255), 0, 255).astype(np.uint8),
        "garment": np.clip(np.rint(np.minimum(worn, staged.alpha) * 255), 0, 255).astype(np.uint8),
    }
