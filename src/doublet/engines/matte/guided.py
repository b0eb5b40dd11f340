"""The guided filter: smooth a map, but let its edges follow the edges of a picture.

K. He, J. Sun, X. Tang, "Guided Image Filtering", 2010; the colour version with a 3x3 system a pixel.
"""

from __future__ import annotations

import cv2
import numpy as np


class Guide:
    """A picture prepared once to guide many maps.

    Args:
        pixels: HxWx3 uint8.
        radius: of the box window, pixels.
        softness: how big a step in the picture (0..1) must be to count as an edge.
    """

    def __init__(self, pixels: np.ndarray, radius: int, softness: float) -> None:
        self._size = (2 * radius + 1, 2 * radius + 1)
        self._picture = pixels.astype(np.float32) / 255
        self._mean = self._box(self._picture)
        r, g, b = cv2.split(self._picture)
        mr, mg, mb = cv2.split(self._mean)
        even = np.float32(softness**2)
        rr, gg, bb = (
            self._box(r * r) - mr * mr + even,
            self._box(g * g) - mg * mg + even,
            self._box(b * b) - mb * mb + even,
        )
        rg, rb, gb = self._box(r * g) - mr * mg, self._box(r * b) - mr * mb, self._box(g * b) - mg * mb
        # the inverse of the symmetric 3x3 covariance, written out: far quicker than a solver a pixel
        i_rr, i_rg, i_rb = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
        i_gg, i_gb, i_bb = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
        whole = rr * i_rr + rg * i_rg + rb * i_rb
        self._inverse = [x / whole for x in (i_rr, i_rg, i_rb, i_gg, i_gb, i_bb)]

    def smooth(self, values: np.ndarray) -> np.ndarray:
        """HxW float32: `values` smoothed along the guide's edges."""
        values = values.astype(np.float32)
        mean = self._box(values)
        c = self._box(self._picture * values[..., None]) - self._mean * mean[..., None]
        c0, c1, c2 = cv2.split(c)
        rr, rg, rb, gg, gb, bb = self._inverse
        a = cv2.merge([rr * c0 + rg * c1 + rb * c2, rg * c0 + gg * c1 + gb * c2, rb * c0 + gb * c1 + bb * c2])
        offset = mean - _dot(a, self._mean)
        return _dot(self._box(a), self._picture) + self._box(offset)

    def _box(self, values: np.ndarray) -> np.ndarray:
        return cv2.blur(values, self._size, borderType=cv2.BORDER_REFLECT)


def _dot(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.einsum("ijk,ijk->ij", a, b)


def guided(values: np.ndarray, pixels: np.ndarray, radius: int, softness: float) -> np.ndarray:
    """`values` (HxW float) smoothed along the edges of `pixels` (HxWx3 uint8); see `Guide`."""
    return Guide(pixels, radius, softness).smooth(values)
