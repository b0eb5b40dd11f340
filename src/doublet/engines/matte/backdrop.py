"""How a plain backdrop would look behind the person: a smooth colour surface fitted to what is visible."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np


@dataclass(frozen=True, eq=False)
class Backdrop:
    """A fitted backdrop.

    Attributes:
        offset: HxWx3 float32, Lab of each pixel less the surface's (8-bit Lab units).
        distance: HxW float32, the length of that.
        spread: the 90th percentile of that distance on the backdrop itself; small means plain.
    """

    offset: np.ndarray
    distance: np.ndarray
    spread: float

    @property
    def plain(self) -> bool:
        """Whether colour alone tells the backdrop from the person in most places."""
        return self.spread < 7.0

    @property
    def shaded(self) -> np.ndarray:
        """HxW bool: pixels that look like the backdrop in shadow: darker, but of its hue."""
        return (self.offset[..., 0] < -1) & (np.hypot(self.offset[..., 1], self.offset[..., 2]) < 6)


def fit_backdrop(pixels: np.ndarray, outside: np.ndarray) -> Backdrop:
    """Fit quadratic Lab surfaces to the pixels of HxWx3 `pixels` that are surely `outside` (HxW bool)."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32)
    height, width = outside.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    x, y = x / width - 0.5, y / height - 0.5
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], -1)
    step = max(1, int(outside.sum() // 8000))
    known, seen = terms[outside][::step], lab[outside][::step]
    surface, *_ = np.linalg.lstsq(known, seen, rcond=None)
    miss = np.linalg.norm(seen - known @ surface, axis=1)
    fine = miss <= np.percentile(miss, 85)
    surface, *_ = np.linalg.lstsq(known[fine], seen[fine], rcond=None)
    offset = lab - terms @ surface.astype(np.float32)
    distance = np.sqrt(np.einsum("ijk,ijk->ij", offset, offset))
    return Backdrop(offset, distance, float(np.percentile(distance[outside], 90)))
