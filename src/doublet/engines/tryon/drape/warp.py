"""Bringing a piece of the garment over to the person's photo."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.tryon.drape.fit import Piece
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.geometry import grow, polygon, soft
from doublet.engines.tryon.drape.spline import backward_map

_GRID = 6
_MOST_STRETCH = 6.0


@dataclass(frozen=True, eq=False)
class Cloth:
    """A piece of cloth in the person's photo.

    Attributes:
        colours: HxWx3 float32, 0..255. alpha: HxW float32.
        folded: share of the cloth that the map turns over or stretches beyond what cloth does.
    """

    colours: np.ndarray
    alpha: np.ndarray
    folded: float


def bring(piece: Piece, garment: Garment, shape: tuple[int, ...], scale: float) -> Cloth:
    """One fitted piece at its place in a photo of `shape`; `scale` is person pixels per garment pixel."""
    trunk = piece.name == "trunk"
    allowed, alpha = garment.photo.mask, garment.photo.alpha
    if trunk and garment.neckline is not None:
        behind = grow(_inside_back(garment), 5)  # a sliver of the shaded inside would show as a dark line
        allowed, alpha = allowed & ~behind, alpha * (1 - soft(behind, 1.0))
    # pieces overlap a little, so that no seam opens between them
    mask = grow(piece.mask, 29 if trunk else 9) & allowed
    lookup = backward_map(shape, piece.target, piece.source)
    x, y = lookup[..., 0], lookup[..., 1]
    fine = garment.photo.fine
    fineness = fine.shape[0] / garment.photo.clean.shape[0]
    colours = _softened(fine, scale / fineness)
    laid = np.clip(cv2.remap((mask * alpha).astype(np.float32), x, y, cv2.INTER_LINEAR), 0, 1)
    return Cloth(
        colours=cv2.remap(
            colours, x * fineness, y * fineness, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ).astype(np.float32),
        alpha=laid,
        folded=_folded(lookup, laid),
    )


def _folded(lookup: np.ndarray, alpha: np.ndarray) -> float:
    """Share of the cloth where the map's area factor is negative or far from the piece's usual one."""
    coarse, seen = lookup[::_GRID, ::_GRID], alpha[::_GRID, ::_GRID] > 0.5
    if seen.sum() < 20:
        return 0.0
    along_y, along_x = np.gradient(coarse, axis=(0, 1))
    area = along_x[..., 0] * along_y[..., 1] - along_x[..., 1] * along_y[..., 0]
    usual = max(float(np.median(area[seen])), 1e-6)
    wrong = (area < usual / _MOST_STRETCH) | (area > usual * _MOST_STRETCH)
    return float(wrong[seen].mean())


def _inside_back(garment: Garment) -> np.ndarray:
    """What is seen of the garment's inside above its front neckline: worn, the neck hides it."""
    assert garment.neckline is not None
    up = np.array([0, -400.0])
    left, right = garment.points["neck_left"], garment.points["neck_right"]
    return polygon(garment.photo.mask.shape, np.vstack([garment.neckline.curve, right + up, left + up]))


def _softened(pixels: np.ndarray, scale: float) -> np.ndarray:
    """The garment blurred for a reduction, so that stripes and prints do not flicker."""
    return cv2.GaussianBlur(pixels, (0, 0), 0.42 / scale) if scale < 0.75 else pixels
