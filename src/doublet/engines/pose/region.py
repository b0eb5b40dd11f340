"""A rotated square of a photo: cut it out for a network, and bring points and masks back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np


@dataclass(frozen=True)
class Region:
    """A square with its centre and side in pixels, turned by `angle` radians (0 = a head upright)."""

    x: float
    y: float
    side: float
    angle: float

    def to_photo(self, size: int) -> np.ndarray:
        """The 2x3 matrix from pixels of a `size` x `size` crop to pixels of the photo."""
        scale = self.side / size
        cos, sin = np.cos(self.angle) * scale, np.sin(self.angle) * scale
        half = size / 2
        return np.array(
            [
                [cos, -sin, self.x - cos * half + sin * half],
                [sin, cos, self.y - sin * half - cos * half],
            ]
        )

    def cut(self, pixels: np.ndarray, size: int) -> np.ndarray:
        """The region as a `size` x `size` picture, black outside the photo."""
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(pixels, self.to_photo(size), (size, size), flags=flags)

    def back(self, mask: np.ndarray, width: int, height: int) -> np.ndarray:
        """A square mask of the region, laid back onto the photo; 0 elsewhere."""
        return cv2.warpAffine(mask, self.to_photo(mask.shape[0]), (width, height), flags=cv2.INTER_LINEAR)


def upright(centre: np.ndarray, above: np.ndarray, grow: float = 1.25) -> Region:
    """The square round a body from its hip centre and the point that gives its reach and tilt."""
    dx, dy = above - centre
    angle = np.pi / 2 - np.arctan2(-dy, dx)
    angle -= 2 * np.pi * np.floor((angle + np.pi) / (2 * np.pi))
    return Region(float(centre[0]), float(centre[1]), float(2 * np.hypot(dx, dy) * grow), float(angle))
