"""A garment's middle line and its mirror image about it."""

from __future__ import annotations

import cv2
import numpy as np


def axis_of(mask: np.ndarray) -> float:
    """The x of the garment's middle line: the median middle of its rows."""
    rows = np.nonzero(mask.any(1))[0]
    top, tall = rows[0], rows[-1] - rows[0]
    picked = range(int(top + 0.05 * tall), int(top + 0.9 * tall), 4)
    middles = [np.nonzero(mask[y])[0][[0, -1]].mean() for y in picked if mask[y].any()]
    return float(np.median(middles))


def mirror_of(mask: np.ndarray, axis: float) -> np.ndarray:
    """The mask mirrored about a vertical line."""
    height, width = mask.shape
    shift = np.array([[1, 0, round(2 * axis - (width - 1))], [0, 1, 0]], np.float32)
    return cv2.warpAffine(mask[:, ::-1].astype(np.uint8), shift, (width, height)) > 0


def symmetry(mask: np.ndarray, axis: float) -> float:
    """Overlap (0..1) of the mask with its mirror image about the middle line."""
    mirror = mirror_of(mask, axis)
    return float((mask & mirror).sum() / max(1, (mask | mirror).sum()))
