"""Whether two pictures of a face are the same photograph, however it was cropped, scaled or saved anew."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from doublet.engines.face.detect import Face

SIDE = 96
_EYES_AND_MOUTH = np.array([[30, 38], [66, 38], [48, 76]], np.float32)


def likeness(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Correlation of two face plates once they lie on each other, -1..1; a mirror image counts as the same."""
    return max(_registered(a, b), _registered(a, np.ascontiguousarray(b[:, ::-1])))


def _registered(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """A crop moves the detector's points by a few pixels, so the plates are aligned first (Evangelidis, 2008)."""
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    try:
        value, _ = cv2.findTransformECC(a, b, np.eye(2, 3, dtype=np.float32), cv2.MOTION_AFFINE, criteria)
    except cv2.error:  # nothing to hold on to: they are not alike
        return float((a * b).mean())
    return float(value)


def face_plate(pixels: NDArray[np.uint8], face: Face) -> NDArray[np.float32]:
    """The face at a fixed place, without coarse light: (96, 96) float32 of mean 0 and deviation 1.

    Two photographs of one person in one pose differ in every fine fold and shadow; copies do not.
    It holds a small picture of the face, so it is a value for the moment like a template, not for keeping.
    """
    eyes, mouth = face.points[:2], face.points[3:].mean(axis=0)
    warp = cv2.getAffineTransform(np.array([eyes[0], eyes[1], mouth], np.float32), _EYES_AND_MOUTH)
    grey: np.ndarray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    shrink = float(np.sqrt(abs(np.linalg.det(warp[:, :2]))))
    if shrink < 1:  # the warp only reads single pixels: blur first what it would skip
        grey = cv2.GaussianBlur(grey, (0, 0), max(0.5 / shrink, 0.3))
    plate = cv2.warpAffine(grey, warp, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    fine = cv2.GaussianBlur(plate, (0, 0), 1.2) - cv2.GaussianBlur(plate, (0, 0), 6)
    return np.asarray((fine - fine.mean()) / max(float(fine.std()), 1e-3), dtype=np.float32)
