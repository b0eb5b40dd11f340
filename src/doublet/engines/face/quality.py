"""Sharpness, exposure, noise and colour count of a photo, judged where the face is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from doublet.engines.face.detect import Face
from doublet.engines.face.mesh import PRESENT, Mesh

FACE_SIDE = 192  # faces are compared at this size, so that a close-up is not judged sharper than a bust
_EYES = ((33, 133, 159, 145), (362, 263, 386, 374))
_MOUTH = (61, 291, 0, 17)
_CHEEKS = ((50, 205, 117), (280, 425, 346))


@dataclass(frozen=True)
class Quality:
    """Numbers, not verdicts.

    Attributes:
        sharpness: fine detail of the face over its coarse relief, in its blurriest direction; blur lowers
            it, size and light do not. 0 where there is no face: then of the whole picture.
        noise: grain, in grey levels of 255.
        lightness: mean L* of the face (or picture), 0..100.
        highlights, shadows: share of that area that is blown out or black.
        contrast: L* between the 5th and the 95th percentile of that area.
        tones: share of 32,768 colours used per pixel of a thumbnail; a poster filter lowers it.
        covered: what of ``eyes``, ``mouth`` shows no structure at all.
    """

    sharpness: float
    noise: float
    lightness: float
    highlights: float
    shadows: float
    contrast: float
    tones: float
    covered: tuple[str, ...]


def quality(pixels: NDArray[np.uint8], face: Face | None, mesh: Mesh | None) -> Quality:
    """Measure an HxWx3 RGB photo on its main face, or as a whole where it has none."""
    area = _cut(pixels, face) if face else _fit(pixels, 512)
    lab = cv2.cvtColor(area.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 0]
    low, high = np.percentile(lab, (5, 95))
    return Quality(
        sharpness=round(_sharpness(area), 4),
        noise=round(_noise(area), 2),
        lightness=round(float(lab.mean()), 1),
        highlights=round(float((area.min(axis=2) >= 250).mean()), 4),
        shadows=round(float((area.max(axis=2) <= 6).mean()), 4),
        contrast=round(float(high - low), 1),
        tones=round(_tones(area), 3),
        covered=_covered(pixels, mesh) if mesh and mesh.presence >= PRESENT else (),
    )


def _cut(pixels: NDArray[np.uint8], face: Face) -> NDArray[np.uint8]:
    left, top, right, bottom = (round(v) for v in face.box_xyxy)
    inside = pixels[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    return _fit(inside, FACE_SIDE) if inside.size else _fit(pixels, FACE_SIDE)


def _fit(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    scale = side / min(height, width)
    if scale >= 1:
        return pixels
    size = max(8, round(width * scale)), max(8, round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _sharpness(area: NDArray[np.uint8]) -> float:
    """Least directional fine detail over coarse relief: motion blurs one direction, hard light neither."""
    grey = cv2.cvtColor(area, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.8), dtype=np.float32)
    kernels = np.zeros((4, 3, 3), np.float32)
    for kernel, (row, column) in zip(kernels, ((1, 0), (0, 1), (0, 0), (0, 2)), strict=True):
        kernel[1, 1], kernel[row, column], kernel[2 - row, 2 - column] = -2, 1, 1
    energies = [float((cv2.filter2D(grey, -1, k)[1:-1, 1:-1] ** 2).mean()) for k in kernels]
    energies[2] /= 4  # diagonal neighbours are farther away
    energies[3] /= 4
    relief = grey - cv2.GaussianBlur(grey, (0, 0), min(grey.shape) / 12)
    return float(np.sqrt(min(energies) / max(float(relief.var()), 1.0)))


def _noise(area: NDArray[np.uint8]) -> float:
    """Immerkaer, "Fast noise variance estimation" (1996), on the calmest quarter of the area."""
    grey = cv2.cvtColor(area, cv2.COLOR_RGB2GRAY).astype(np.float32)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    grain = np.abs(cv2.filter2D(grey, -1, kernel))[1:-1, 1:-1]
    smooth = cv2.blur(grain, (9, 9))
    calm = grain[smooth <= np.percentile(smooth, 25)]
    return float(np.sqrt(np.pi / 2) * calm.mean() / 6)


def _tones(area: NDArray[np.uint8]) -> float:
    small = cv2.resize(area, (96, 96), interpolation=cv2.INTER_NEAREST).astype(np.int32) >> 3
    return len(np.unique(small[..., 0] << 10 | small[..., 1] << 5 | small[..., 2])) / (96 * 96)


def _covered(pixels: NDArray[np.uint8], mesh: Mesh) -> tuple[str, ...]:
    cheek = max(_texture(pixels, mesh, part) for part in _CHEEKS)
    eyes = max(_texture(pixels, mesh, part) for part in _EYES)
    mouth = _texture(pixels, mesh, _MOUTH)
    return tuple(
        name
        for name, found in (("eyes", eyes), ("mouth", mouth))
        if found < min(0.35 * cheek, 3) or found < 1.5
    )


def _texture(pixels: NDArray[np.uint8], mesh: Mesh, part: tuple[int, ...]) -> float:
    """Standard deviation of grey in the box around these mesh points."""
    points = mesh.points[list(part), :2]
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    rows = slice(max(0, int(top)), max(0, int(bottom) + 2))
    columns = slice(max(0, int(left)), max(0, int(right) + 2))
    inside = pixels[rows, columns]
    return float(cv2.cvtColor(inside, cv2.COLOR_RGB2GRAY).std()) if inside.size else 0.0
