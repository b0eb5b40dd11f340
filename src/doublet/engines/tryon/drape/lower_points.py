"""The landmarks of trousers and skirts: waist corners, hems, and the crotch between two legs."""

from __future__ import annotations

import numpy as np

from doublet.engines.tryon.drape.body import SIDES
from doublet.engines.tryon.drape.geometry import outline


def lower_axis(mask: np.ndarray) -> float:
    """The x of the middle line, from the rows of the waist and hips."""
    rows = np.nonzero(mask.any(1))[0]
    top, tall = rows[0], rows[-1] - rows[0]
    picked = range(int(top + 0.03 * tall), int(top + 0.3 * tall), 3)
    return float(np.median([np.nonzero(mask[y])[0][[0, -1]].mean() for y in picked]))


def lower_points(mask: np.ndarray) -> dict[str, np.ndarray]:
    """The points of a trouser mask; without a leg split the crotch and inner corners are missing."""
    contour, axis = outline(mask), lower_axis(mask)
    low, high = contour.min(0), contour.max(0)
    tall = high[1] - low[1]
    crotch = _crotch(mask, axis, int(low[1]), tall)
    points: dict[str, np.ndarray] = {} if crotch is None else {"crotch": crotch}
    for side, sign in SIDES:
        half = contour[(contour[:, 0] - axis) * sign > 0]
        top = half[half[:, 1] < low[1] + 0.12 * tall]
        feet = half[half[:, 1] > low[1] + 0.6 * tall]
        points[f"waist_{side}"] = top[np.argmax(top @ np.array([sign, -1.2]))]
        points[f"hem_outer_{side}"] = feet[np.argmax(feet @ np.array([sign * 0.8, 1.0]))]
        if crotch is not None:
            points[f"hem_inner_{side}"] = feet[np.argmax(feet @ np.array([-sign * 0.5, 1.0]))]
    return points


def skirt_points(mask: np.ndarray) -> dict[str, np.ndarray]:
    """The waist and hem corners of a skirt mask."""
    contour, axis = outline(mask), lower_axis(mask)
    low, high = contour.min(0), contour.max(0)
    tall = high[1] - low[1]
    points: dict[str, np.ndarray] = {}
    for side, sign in SIDES:
        half = contour[(contour[:, 0] - axis) * sign > 0]
        top = half[half[:, 1] < low[1] + 0.15 * tall]
        bottom = half[half[:, 1] > low[1] + 0.6 * tall]
        points[f"waist_{side}"] = top[np.argmax(top @ np.array([sign, -1.6]))]
        points[f"hem_{side}"] = bottom[np.argmax(bottom @ np.array([sign * 0.9, 1.0]))]
    return points


def _crotch(mask: np.ndarray, axis: float, top: int, tall: float) -> np.ndarray | None:
    """The topmost place where backdrop shows between the legs."""
    for y in range(int(top + 0.12 * tall), int(top + 0.75 * tall)):
        xs = np.nonzero(mask[y])[0]
        if len(xs) < 2:
            continue
        wide = xs[-1] - xs[0]
        start, end = int(max(axis - 0.22 * wide, xs[0])), int(min(axis + 0.22 * wide, xs[-1]))
        gap = np.nonzero(~mask[y, start:end])[0]
        if len(gap) >= 2:
            return np.array([start + gap.mean(), y - 1.0])
    return None
