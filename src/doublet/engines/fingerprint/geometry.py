"""Do two sets of points show the same thing? The one affine map that most pairs agree on decides."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.fingerprint.features import Points

_RATIO = 0.88
_REACH = 4.0
_FEWEST = 5
_SPREAD_CELL = 64
# A copy may be scaled and stretched, but nobody publishes it seven times larger or squeezed to a half.
_MOST_SCALE, _LEAST_SCALE, _MOST_STRETCH = 7.0, 0.15, 1.6


@dataclass(frozen=True)
class Agreement:
    """How many pairs agree, over how many 64-pixel cells of the known picture, and their map.

    `query_at` and `known_at` are float32 Nx2: the agreeing points in pixels at long side 512.
    """

    inliers: int
    cells: int
    query_at: np.ndarray
    known_at: np.ndarray


_NONE = Agreement(0, 0, np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32))


def agree(query: Points, known: Points) -> Agreement:
    """The agreement of two sets of points; all zero where no sane map exists."""
    pairs = _pairs(query.codes, known.codes)
    if len(pairs) < _FEWEST:
        return _NONE
    source = query.at[[pair.queryIdx for pair in pairs]]
    target = known.at[[pair.trainIdx for pair in pairs]]
    affine, fits = cv2.estimateAffine2D(source, target, ransacReprojThreshold=_REACH, confidence=0.995)
    if affine is None or not _sane(affine):
        return _NONE
    inside = fits.ravel().astype(bool)
    cells = {(int(x // _SPREAD_CELL), int(y // _SPREAD_CELL)) for x, y in target[inside]}
    return Agreement(int(inside.sum()), len(cells), source[inside], target[inside])


def _pairs(query: np.ndarray, known: np.ndarray) -> list[cv2.DMatch]:
    if len(query) < 2 or len(known) < 2:
        return []
    best: dict[int, cv2.DMatch] = {}
    for first, second in cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(query, known, k=2):
        clear = first.distance < _RATIO * second.distance
        if clear and (first.trainIdx not in best or first.distance < best[first.trainIdx].distance):
            best[first.trainIdx] = first
    return list(best.values())


def _sane(affine: np.ndarray) -> bool:
    large, small = np.linalg.svd(affine[:, :2])[1]
    return bool(
        small > _LEAST_SCALE
        and large < _MOST_SCALE
        and large / small < _MOST_STRETCH
        and np.linalg.det(affine[:, :2]) > 0
    )
