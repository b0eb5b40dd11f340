"""The face of the photo and the face of the frame, brought to one small square each."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.face import Face

SIDE = 96
# where eyes, nose and corners of the mouth lie in the square
_PLACES = np.array([[33, 40], [63, 40], [48, 57], [36, 73], [60, 73]], np.float32)


@dataclass(frozen=True, eq=False)
class FacePair:
    """Both faces as SIDE x SIDE x 3 float32, and the share of a face's width by which their points differ."""

    photo: np.ndarray
    frame: np.ndarray
    misplaced: float

    @property
    def oval(self) -> np.ndarray:
        """SIDE x SIDE bool: brow to mouth, without hair and backdrop."""
        mask = np.zeros((SIDE, SIDE), np.uint8)
        cv2.ellipse(mask, (48, 54), (25, 30), 0, 0, 360, 1, -1)
        return mask > 0

    @property
    def light(self) -> np.ndarray:
        """(3,) factors from the photo's light to the scene's, told by the same skin in both."""
        before = np.median(self.photo[self.oval], axis=0)
        return np.clip(np.median(self.frame[self.oval], axis=0) / np.maximum(before, 4), 0.5, 1.6)


def pair(photo: np.ndarray, in_photo: Face, frame: np.ndarray, in_frame: Face) -> FacePair:
    """Cut both faces out, upright, at one size."""
    matrix, _ = cv2.estimateAffinePartial2D(in_photo.points, in_frame.points, method=cv2.LMEDS)
    moved = in_photo.points @ matrix[:, :2].T + matrix[:, 2]
    off = float(np.linalg.norm(moved - in_frame.points, axis=1).mean()) / max(in_frame.size, 1.0)
    return FacePair(_square(photo, in_photo), _square(frame, in_frame), off)


def _square(pixels: np.ndarray, face: Face) -> np.ndarray:
    matrix, _ = cv2.estimateAffinePartial2D(face.points, _PLACES, method=cv2.LMEDS)
    scale = float(np.hypot(matrix[0, 0], matrix[0, 1]))
    source = cv2.GaussianBlur(pixels, (0, 0), 0.45 / scale) if scale < 0.7 else pixels
    return cv2.warpAffine(source, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR).astype(np.float32)
