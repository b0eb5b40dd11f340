"""Is it still her face?

With her biometric consent two face templates are compared in memory and forgotten. Without it no template
is made: the face's pixels are compared with the capture photo's, which tells whether they were changed and
nothing about who she is.
"""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.face import embed, similarity
from doublet.engines.tryon.gates.evidence import Evidence
from doublet.engines.tryon.gates.faces import FacePair
from doublet.engines.tryon.gates.limits import FACE_ALIKE, FACE_KEPT
from doublet.engines.tryon.gates.verdict import Mark

_MOST_MISPLACED = 0.10
_OTHER_FACE = 8.0  # grey levels of relief between two people's faces


def same_face(evidence: Evidence) -> Mark:
    """The mark of the face."""
    gate = FACE_ALIKE if evidence.compare_faces else FACE_KEPT
    photo, frame = evidence.photo_face, evidence.frame_face
    if photo is None:  # a headless photo; half a face is found in one picture and not in the next
        return gate.weigh(None, "The capture photo shows no whole face.")
    if frame is None or evidence.pair is None:
        return gate.weigh(0.0)
    if evidence.compare_faces:
        return gate.weigh(similarity(embed(evidence.photo, photo), embed(evidence.frame, frame)))
    return gate.weigh(sameness(evidence.pair))


def sameness(faces: FacePair) -> float:
    """How alike the two faces' pixels are once light and grade are taken out, 0..1.

    The correlation of their relief; or, where a face in bright light has little relief to correlate, how few
    grey levels the two are apart. A face moved within its head loses as much as it was moved.
    """
    oval = faces.oval.astype(np.float32)
    first, second = (_relief(face, oval) for face in (faces.photo, faces.frame))
    own, other = float((first**2).sum()), float((second**2).sum())
    together = float((first * second).sum())
    alike = together / max(float(np.sqrt(own * other)), 1e-6)
    apart = float(np.sqrt(((first - second) ** 2).sum() / oval.sum()))
    moved = max(0.0, faces.misplaced - _MOST_MISPLACED)
    return max(0.0, max(alike, 1 - apart / _OTHER_FACE) - moved)


def _relief(face: np.ndarray, oval: np.ndarray) -> np.ndarray:
    """The face's structure without its broad light, within the oval, grey levels."""
    grey = cv2.cvtColor(face.astype(np.uint8), cv2.COLOR_RGB2GRAY).astype(np.float32)
    light = cv2.GaussianBlur(grey, (0, 0), 1.2)
    broad = cv2.GaussianBlur(light * oval, (0, 0), 9) / np.maximum(cv2.GaussianBlur(oval, (0, 0), 9), 1e-3)
    flat = (light - broad) * oval
    return np.asarray((flat - flat.sum() / oval.sum()) * oval)
