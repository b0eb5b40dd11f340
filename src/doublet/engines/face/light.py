"""Where the light on a face comes from, how hard it is, how warm it is.

Skin is compared with skin: patches of one cheek and temple with the same patches of the other, the
forehead with the chin. Nothing here depends on how light or dark the skin is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from doublet.engines.face.detect import Face
from doublet.engines.face.mesh import PRESENT, Mesh

Direction = Literal["front", "left", "right", "top", "flat"]

SIDE_STOPS = 1.0
TOP_STOPS = 1.25
FLAT_STOPS = 0.25
# Mesh indices of bare skin, the second row mirroring the first: temple, cheekbone, cheek, jaw.
_HER_RIGHT = (67, 103, 117, 50, 205, 187)
_HER_LEFT = (297, 332, 346, 280, 425, 411)
_FOREHEAD, _CHIN = (10, 151, 109, 338), (152, 199, 208, 428)
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722])


@dataclass(frozen=True)
class Light:
    """How a face is lit.

    Attributes:
        direction: where the light comes from, ``left`` and ``right`` as seen in the picture;
            ``flat`` is light from everywhere, ``front`` light from the camera's side.
        contrast: photographic stops between the bright and the dark side of the face, >= 0.
        warmth: log2 of red over blue in the surroundings; about 0 in neutral light, 1 and more by
            lamp light, negative in blue light.
    """

    direction: Direction
    contrast: float
    warmth: float


def light(pixels: NDArray[np.uint8], face: Face, mesh: Mesh) -> Light:
    """The light on this face of an HxWx3 RGB photo."""
    side, height = _stops(pixels, face, mesh)
    if abs(side) >= SIDE_STOPS:
        direction: Direction = "left" if side > 0 else "right"
    elif height >= TOP_STOPS:
        direction = "top"
    else:
        direction = "flat" if max(abs(side), abs(height)) <= FLAT_STOPS else "front"
    contrast = max(abs(side), abs(height))
    return Light(direction, round(contrast, 2), round(_warmth(pixels, face), 2))


def _stops(pixels: NDArray[np.uint8], face: Face, mesh: Mesh) -> tuple[float, float]:
    """Stops that the left is brighter than the right, and the top brighter than the bottom."""
    if mesh.presence < PRESENT:
        left, top, width, height = face.box
        grid = [
            (left + width * u, top + height * v) for v in (0.45, 0.6, 0.7) for u in (0.3, 0.45, 0.6, 0.75)
        ]
        values = _levels(pixels, np.array(grid), face.size).reshape(3, 4)
        return float((values[:, :2] - values[:, 2:]).mean()), 0.0
    points = mesh.points[:, :2]
    her_right = _levels(pixels, points[list(_HER_RIGHT)], face.size)
    her_left = _levels(pixels, points[list(_HER_LEFT)], face.size)
    forehead = _levels(pixels, points[list(_FOREHEAD)], face.size).mean()
    chin = _levels(pixels, points[list(_CHIN)], face.size).mean()
    return float(np.median(her_right - her_left)), float(forehead - chin)


def _levels(pixels: NDArray[np.uint8], points: np.ndarray, size: float) -> NDArray[np.float64]:
    """log2 of the linear luminance around each point: the median of a patch of 6 % of the face."""
    reach = max(1, round(size * 0.03))
    height, width = pixels.shape[:2]
    levels = []
    for x, y in points:
        column, row = int(np.clip(x, reach, width - reach - 1)), int(np.clip(y, reach, height - reach - 1))
        patch = pixels[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1]
        levels.append(np.log2(np.median(_linear(patch) @ _WEIGHTS) + 2e-3))
    return np.array(levels)


def _warmth(pixels: NDArray[np.uint8], face: Face) -> float:
    """Red over blue outside the face, on a thumbnail; black and blown pixels say nothing."""
    small = cv2.resize(pixels, (64, 64), interpolation=cv2.INTER_AREA)
    height, width = pixels.shape[:2]
    left, top, right, bottom = face.box_xyxy
    rows, columns = np.mgrid[0:64, 0:64] + 0.5
    inside = (columns / 64 * width > left) & (columns / 64 * width < right)
    inside &= (rows / 64 * height > top) & (rows / 64 * height < bottom)
    linear = _linear(small)
    usable = ~inside & (small.max(axis=2) < 250) & (small.min(axis=2) > 12)
    if usable.sum() < 64:
        usable = ~inside
    red, blue = linear[usable][:, 0], linear[usable][:, 2]
    return float(np.median(np.log2((red + 2e-3) / (blue + 2e-3))))


def _linear(pixels: np.ndarray) -> NDArray[np.float64]:
    share = pixels.astype(np.float64) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
