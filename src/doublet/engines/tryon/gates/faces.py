"""The face of the photo and the face of the frame, brought to one small square each."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.face import Face

SIDE = 96
_ROOM = 28
_CORE = (slice(30, 82), slice(24, 72))  # brows to mouth
_SCALES = tuple(float(scale) for scale in np.geomspace(0.78, 1.28, 13))
_TURNS = (0.0, -5.0, 5.0, -10.0, 10.0, -15.0, 15.0)  # degrees: points on a small face turn it, too
_FURTHEST, _STRETCH = 7.0, 0.15  # pixels, shares: more than that is no correction
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
    """Cut both faces out, upright, at one size and one sharpness, laid onto each other to the pixel."""
    matrix, _ = cv2.estimateAffinePartial2D(in_photo.points, in_frame.points, method=cv2.LMEDS)
    moved = in_photo.points @ matrix[:, :2].T + matrix[:, 2]
    off = float(np.linalg.norm(moved - in_frame.points, axis=1).mean()) / max(in_frame.size, 1.0)
    first, scale = _square(photo, in_photo)
    second, other = _square(frame, in_frame, _ROOM)
    blur = 0.7 * max(1.0, scale, other)
    first, second = (cv2.GaussianBlur(face, (0, 0), blur) for face in (first, second))
    return FacePair(first, _onto(first, second), off)


def _onto(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The second face, cut with room around, moved onto the first: points on small faces are some pixels off."""
    grey = [cv2.cvtColor(face.astype(np.uint8), cv2.COLOR_RGB2GRAY) for face in (first, second)]
    top, left = _CORE[0].start, _CORE[1].start
    middle = (second.shape[1] / 2, second.shape[0] / 2)
    best, onto = -2.0, np.eye(2, 3)
    for angle in _TURNS:
        turn = cv2.getRotationMatrix2D(middle, angle, 1.0)
        turned = cv2.warpAffine(grey[1], turn, grey[1].shape[::-1], borderMode=cv2.BORDER_REPLICATE)
        for scale in _SCALES:
            sized = cv2.resize(turned, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
            found = cv2.matchTemplate(sized, grey[0][_CORE], cv2.TM_CCOEFF_NORMED)
            _, peak, _, (x, y) = cv2.minMaxLoc(found)
            if peak > best:
                best, onto = peak, scale * turn + np.array([[0, 0, left - x], [0, 0, top - y]])
    moved = cv2.warpAffine(second, onto, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
    return _refined(grey[0], moved)


def _refined(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The moved face after the last turn and stretch that makes it fit best; as it was where none does."""
    core = np.zeros(first.shape, np.uint8)
    core[_CORE] = 1
    grey = cv2.cvtColor(second.astype(np.uint8), cv2.COLOR_RGB2GRAY)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_COUNT, 60, 1e-5)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    tries = [(_fit(first, grey), second)]
    for motion, smooth in ((cv2.MOTION_EUCLIDEAN, 9), (cv2.MOTION_AFFINE, 3), (cv2.MOTION_AFFINE, 7)):
        try:
            start = np.eye(2, 3, dtype=np.float32)
            _, warp = cv2.findTransformECC(first, grey, start, motion, stop, core, smooth)
        except cv2.error:  # nothing in common to move by
            continue
        if np.abs(warp[:, 2]).max() > _FURTHEST or np.abs(warp[:, :2] - np.eye(2)).max() > _STRETCH:
            continue
        moved = cv2.warpAffine(second, warp, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        tries.append((_fit(first, cv2.cvtColor(moved.astype(np.uint8), cv2.COLOR_RGB2GRAY)), moved))
    return max(tries, key=lambda each: each[0])[1]


def _fit(first: np.ndarray, second: np.ndarray) -> float:
    return float(cv2.matchTemplate(second[_CORE], first[_CORE], cv2.TM_CCOEFF_NORMED)[0, 0])


def _square(pixels: np.ndarray, face: Face, room: int = 0) -> tuple[np.ndarray, float]:
    """The upright square, with room on each side, and how much the face was enlarged for it."""
    matrix, _ = cv2.estimateAffinePartial2D(face.points, _PLACES + room, method=cv2.LMEDS)
    scale = float(np.hypot(matrix[0, 0], matrix[0, 1]))
    source = cv2.GaussianBlur(pixels, (0, 0), 0.45 / scale) if scale < 0.7 else pixels
    size = (SIDE + 2 * room, SIDE + 2 * room)
    cut = cv2.warpAffine(source, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return cut.astype(np.float32), scale
