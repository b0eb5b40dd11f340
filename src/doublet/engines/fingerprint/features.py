"""Local features: up to 300 ORB points, spread over the picture and packed into about 11 kB."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

LONG_SIDE = 512
MOST = 300
_CELL, _MOST_PER_CELL = 40, 8
_DESCRIPTOR = 32
_RECORD = np.dtype([("at", "<u2", 2), ("code", "u1", _DESCRIPTOR)])


@dataclass(frozen=True)
class Points:
    """Unpacked features: `at` is float32 Nx2 in pixels at long side 512, `codes` is uint8 Nx32."""

    at: np.ndarray
    codes: np.ndarray


def pack(points: Points) -> bytes:
    """Points as bytes, 36 each, places as shares of the long side."""
    records = np.zeros(len(points.at), _RECORD)
    records["at"] = np.clip(points.at / LONG_SIDE * 65535, 0, 65535).round()
    records["code"] = points.codes
    return records.tobytes()


def unpack(packed: bytes) -> Points:
    """The points that `pack` packed."""
    records = np.frombuffer(packed, _RECORD)
    return Points(records["at"].astype(np.float32) / 65535 * LONG_SIDE, records["code"])


def find(pixels: np.ndarray, most: int = MOST) -> Points:
    """The strongest ORB points of a uint8 RGB picture, not more than a few from each part of it."""
    grey = cv2.cvtColor(at_long_side(pixels), cv2.COLOR_RGB2GRAY)
    grey = cv2.createCLAHE(2.0, (8, 8)).apply(grey)
    detector = cv2.ORB.create(nfeatures=4 * most, fastThreshold=8)
    chosen: list[cv2.KeyPoint] = []
    taken: dict[tuple[int, int], int] = {}
    for point in sorted(detector.detect(grey, None), key=lambda p: -p.response):
        cell = int(point.pt[0] // _CELL), int(point.pt[1] // _CELL)
        if taken.get(cell, 0) < _MOST_PER_CELL * most // MOST:
            taken[cell] = taken.get(cell, 0) + 1
            chosen.append(point)
        if len(chosen) == most:
            break
    kept, codes = detector.compute(grey, chosen)
    if codes is None:
        return Points(np.zeros((0, 2), np.float32), np.zeros((0, _DESCRIPTOR), np.uint8))
    return Points(np.array([point.pt for point in kept], np.float32), codes)


def at_long_side(pixels: np.ndarray) -> np.ndarray:
    """The picture with its longer side at 512 pixels, the size at which points are found and compared."""
    height, width = pixels.shape[:2]
    factor = LONG_SIDE / max(height, width)
    size = max(16, round(width * factor)), max(16, round(height * factor))
    return cv2.resize(
        np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    )
