"""What colours a part is made of: a few Gaussian clusters in Lab, and how badly a pixel fits them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

WORST = 40.0
_FEWEST = 50
# lightness varies with the folds, hue does not: a floor for each cluster's variance
_FLOOR = np.diag([20.0, 6.0, 6.0])


def lab_of(pixels: np.ndarray) -> np.ndarray:
    """HxWx3 float32 Lab (8-bit scale) of a uint8 RGB picture."""
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32)


def clusters(colours: np.ndarray, count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """(labels, centres) of k-means on (n, 3) colours; the same answer for the same input."""
    cv2.setRNGSeed(seed)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    start = np.zeros((len(colours), 1), np.int32)
    _, labels, centres = cv2.kmeans(
        np.ascontiguousarray(colours, np.float32), count, start, stop, 2, cv2.KMEANS_PP_CENTERS
    )
    return labels.ravel(), centres


@dataclass(frozen=True, eq=False)
class ColourModel:
    """Weighted Gaussians: share, mean, inverse covariance, half log determinant of each."""

    parts: tuple[tuple[float, np.ndarray, np.ndarray, float], ...]

    def misfit(self, colours: np.ndarray) -> np.ndarray:
        """(...,) how badly (..., 3) Lab colours fit: a negative log likelihood, at most `WORST`."""
        flat = colours.reshape(-1, 3)
        worst = np.full(len(flat), WORST, np.float32)
        for share, mean, inverse, volume in self.parts:
            d = flat - mean
            off = 0.5 * np.einsum("ij,jk,ik->i", d, inverse, d)
            worst = np.minimum(worst, off + volume - np.log(share + 1e-6))
        return np.maximum(worst, -5).astype(np.float32).reshape(colours.shape[:-1])


def learn(colours: np.ndarray, count: int) -> ColourModel | None:
    """A model of (n, 3) Lab colours, or None where there are too few to learn from."""
    if len(colours) < _FEWEST:
        return None
    few = colours[:: max(1, len(colours) // 4000)].astype(np.float32)
    labels, _ = clusters(few, int(min(count, max(1, len(few) // 60))))
    parts = []
    for i in range(int(labels.max()) + 1):
        own = few[labels == i]
        if len(own) < 15:
            continue
        spread = np.cov(own.T) + _FLOOR
        parts.append(
            (
                len(own) / len(few),
                own.mean(0),
                np.linalg.inv(spread).astype(np.float32),
                0.5 * float(np.log(np.linalg.det(spread))),
            )
        )
    return ColourModel(tuple(parts)) if parts else None
