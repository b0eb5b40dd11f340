"""Whether two faces are the same person's.

A face embedding is a biometric template. These functions only return values; they store nothing.
Whoever keeps one needs a biometric consent. Comparing the photos of one upload with each other in
memory, to catch a photo of somebody else, keeps none.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from doublet.engines import weights
from doublet.engines.face.detect import Face


def embed(pixels: NDArray[np.uint8], face: Face) -> NDArray[np.float32]:
    """A template of this face: (128,) float32 of length 1 (SFace; Zhong et al., 2021).

    Raises:
        Unavailable: the model file is missing.
    """
    row = np.concatenate([face.box, face.points.ravel(), [face.score]]).astype(np.float32)
    recogniser, lock = _recogniser()
    with lock:
        cut = recogniser.alignCrop(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), row)
        vector = recogniser.feature(cut)[0].astype(np.float32)
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-6), dtype=np.float32)


def similarity(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Cosine of two templates, -1..1."""
    return float(a @ b)


def similarities(templates: Sequence[NDArray[np.float32] | None]) -> list[list[float | None]]:
    """Every photo of a set with every other; None where one of the two has no template.

    The answer may be kept for a while, the templates may not.
    """
    return [
        [None if a is None or b is None else round(similarity(a, b), 3) for b in templates] for a in templates
    ]


@cache
def _recogniser() -> tuple[cv2.FaceRecognizerSF, threading.Lock]:
    file = weights.path("face_recognition_sface_2021dec_int8bq.onnx")
    return cv2.FaceRecognizerSF.create(str(file), ""), threading.Lock()
