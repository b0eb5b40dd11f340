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
    """How alike the two faces' pixels are in relief, 0..1: correlation after light and grade are taken out."""
    oval = faces.oval.astype(np.float32)
    first, second = (_relief(face, oval) for face in (faces.photo, faces.frame))
    alike = float((first * second).sum() / max(np.sqrt((first**2).sum() * (second**2).sum()), 1e-6))
    return max(0.0, alike - max(0.0, faces.misplaced - _MOST_MISPLACED))


def _relief(face: np.ndarray, oval: np.ndarray) -> np.ndarray:
    """The face's structure without its broad light, within the oval."""
    light = cv2.cvtColor(face.astype(np.uint8), cv2.COLOR_RGB2GRAY).astype(np.float32)
    light = cv2.GaussianBlur(light, (0, 0), 1.2)
    broad = cv2.GaussianBlur(light * oval, (0, 0), 9) / np.maximum(cv2.GaussianBlur(oval, (0, 0), 9), 1e-3)
    flat = (light - broad) * oval
    return (flat - flat.sum() / oval.sum()) * oval
