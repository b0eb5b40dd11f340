"""Local features: up to 300 ORB points, spread over the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

LONG_SIDE = 512
MOST, MOST_PER_CELL = 300, 8
_CELL = 40
DESCRIPTOR = 32
_PATCH, _STEP, _EDGE = 31, 1.2, 31


@dataclass(frozen=True)
class Points:
    """Local features, N of them.

    Attributes:
        at: float32 Nx2, pixels at long side 512.
        codes: uint8 Nx32.
        octaves: uint8 N, how large the patch was; empty where an old register did not keep it.
        turns: float32 N, its direction in degrees; empty likewise.
        size: width and height of the picture at long side 512; zeros where it was not kept.
    """

    at: np.ndarray
    codes: np.ndarray
    octaves: np.ndarray
    turns: np.ndarray
    size: tuple[int, int] = (0, 0)


NONE = Points(
    np.zeros((0, 2), np.float32),
    np.zeros((0, DESCRIPTOR), np.uint8),
    np.zeros(0, np.uint8),
    np.zeros(0, np.float32),
)


def find(small: np.ndarray, most: int = MOST, most_per_cell: int = MOST_PER_CELL) -> Points:
    """The strongest ORB points of a picture `at_long_side`, not more than a few from each 40 pixels of it."""
    grey = _grey(small)
    chosen: list[cv2.KeyPoint] = []
    taken: dict[tuple[int, int], int] = {}
    detector = _detector(4 * most)
    for point in sorted(detector.detect(grey, None), key=lambda p: -p.response):
        cell = int(point.pt[0] // _CELL), int(point.pt[1] // _CELL)
        if taken.get(cell, 0) < most_per_cell:
            taken[cell] = taken.get(cell, 0) + 1
            chosen.append(point)
        if len(chosen) == most:
            break
    kept, codes = detector.compute(grey, chosen)
    size = small.shape[1], small.shape[0]
    if codes is None:
        return replace(NONE, size=size)
    return Points(
        np.array([point.pt for point in kept], np.float32),
        codes,
        np.array([point.octave for point in kept], np.uint8),
        np.array([point.angle for point in kept], np.float32),
        size,
    )


def seen_at(small: np.ndarray, points: Points) -> tuple[np.ndarray, np.ndarray]:
    """What a picture shows where the points lie: which of them could be looked at, and their codes there."""
    asked = [
        cv2.KeyPoint(float(x), float(y), _PATCH * _STEP ** int(octave), float(turn), 1.0, int(octave), number)
        for number, ((x, y), octave, turn) in enumerate(
            zip(points.at, points.octaves, points.turns, strict=True)
        )
    ]
    kept, codes = _detector(len(asked)).compute(_grey(small), asked)
    if codes is None:
        return np.zeros(0, np.int64), NONE.codes
    return np.array([point.class_id for point in kept]), codes


def at_long_side(pixels: np.ndarray, long_side: int = LONG_SIDE) -> np.ndarray:
    """The picture with its longer side at 512 pixels, the size at which points are found and compared."""
    height, width = pixels.shape[:2]
    factor = long_side / max(height, width)
    size = max(16, round(width * factor)), max(16, round(height * factor))
    return cv2.resize(
        np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    )


def _grey(small: np.ndarray) -> np.ndarray:
    return cv2.createCLAHE(2.0, (8, 8)).apply(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))


def _detector(most: int) -> cv2.ORB:
    return cv2.ORB.create(
        nfeatures=most, scaleFactor=_STEP, edgeThreshold=_EDGE, patchSize=_PATCH, fastThreshold=8
    )
