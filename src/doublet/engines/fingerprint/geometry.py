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

    def onto(self) -> np.ndarray:
        """The 2x3 affine map from the query to the known picture that fits all agreeing points best."""
        padded = np.column_stack([self.query_at, np.ones(self.inliers)])
        solution, *_ = np.linalg.lstsq(padded, self.known_at, rcond=None)
        return np.asarray(solution.T, dtype=np.float64)

    def misfit(self) -> float:
        """Pixels by which the agreeing points miss the best plane-to-plane map, in the middle of all."""
        plane, _ = cv2.findHomography(self.query_at, self.known_at, 0)
        if plane is None:
            return _REACH
        laid = cv2.perspectiveTransform(self.query_at[None].astype(np.float64), plane)[0]
        return float(np.median(np.linalg.norm(laid - self.known_at, axis=1)))


NOTHING = Agreement(0, 0, np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32))


def agree(query: Points, known: Points) -> Agreement:
    """The agreement of two sets of points; all zero where no sane map exists."""
    at, other = _pairs(query.codes, known.codes)
    if len(at) < _FEWEST:
        return NOTHING
    source, target = query.at[at], known.at[other]
    affine, fits = cv2.estimateAffine2D(source, target, ransacReprojThreshold=_REACH, confidence=0.995)
    if affine is None or not _sane(affine):
        return NOTHING
    inside = fits.ravel().astype(bool)
    cells = {(int(x // _SPREAD_CELL), int(y // _SPREAD_CELL)) for x, y in target[inside]}
    return Agreement(int(inside.sum()), len(cells), source[inside], target[inside])


def _pairs(query: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of the query's points and of the known ones that pair up clearly, each at most once."""
    if len(query) < 2 or len(known) < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    found = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(known, query, k=2)
    clear = [first for first, second in found if first.distance < _RATIO * second.distance]
    clear.sort(key=lambda pair: pair.distance)
    at = np.array([pair.trainIdx for pair in clear], np.int64)
    _, nearest = np.unique(at, return_index=True)
    return at[nearest], np.array([pair.queryIdx for pair in clear], np.int64)[nearest]


def _sane(affine: np.ndarray) -> bool:
    large, small = np.linalg.svd(affine[:, :2])[1]
    return bool(
        small > _LEAST_SCALE
        and large < _MOST_SCALE
        and large / small < _MOST_STRETCH
        and np.linalg.det(affine[:, :2]) > 0
    )
