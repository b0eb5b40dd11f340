"""Thin-plate splines: the smoothest map of the plane through given point pairs.

F. L. Bookstein, "Principal Warps: Thin-Plate Splines and the Decomposition of Deformations", 1989.
"""

from __future__ import annotations

import cv2
import numpy as np

_STEP = 8


def backward_map(shape: tuple[int, ...], target: np.ndarray, source: np.ndarray) -> np.ndarray:
    """HxWx2 float32: for each target pixel, the source point that comes there.

    Args:
        shape: of the target picture.
        target, source: (n, 2) matching points, pixels; the map goes exactly through them.
    """
    height, width = shape[:2]
    norm = float(max(height, width))
    knots = target / norm
    coefficients = _solve(knots, source / norm)
    ys, xs = np.arange(0, height + _STEP, _STEP), np.arange(0, width + _STEP, _STEP)
    grid = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2) / norm
    coarse = (_evaluate(knots, coefficients, grid) * norm).astype(np.float32)
    coarse = coarse.reshape(len(ys), len(xs), 2)
    y, x = np.mgrid[:height, :width].astype(np.float32) / _STEP
    return cv2.remap(coarse, x, y, cv2.INTER_LINEAR)


def _kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    squared = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    squared = np.maximum(squared, 1e-12)
    return squared * np.log(squared)


def _solve(knots: np.ndarray, values: np.ndarray) -> np.ndarray:
    n = len(knots)
    system = np.zeros((n + 3, n + 3))
    system[:n, :n] = _kernel(knots, knots)
    system[:n, n] = 1
    system[:n, n + 1 :] = knots
    system[n:, :n] = system[:n, n:].T
    # least squares, because two landmarks may fall on one point
    return np.linalg.lstsq(system, np.vstack([values, np.zeros((3, 2))]), rcond=None)[0]


def _evaluate(knots: np.ndarray, coefficients: np.ndarray, points: np.ndarray) -> np.ndarray:
    affine = np.c_[np.ones(len(points)), points] @ coefficients[-3:]
    return _kernel(points, knots) @ coefficients[:-3] + affine
