"""Bringing a piece of the garment over to the person's photo."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.tryon.drape.fit import Piece
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.geometry import grow, polygon, soft
from doublet.engines.tryon.drape.spline import backward_map


@dataclass(frozen=True, eq=False)
class Cloth:
    """A piece of cloth in the person's photo: colours HxWx3 float32 (0..255), alpha HxW float32."""

    colours: np.ndarray
    alpha: np.ndarray


def bring(piece: Piece, garment: Garment, shape: tuple[int, ...], scale: float) -> Cloth:
    """One fitted piece at its place in a photo of `shape`; `scale` is person pixels per garment pixel."""
    trunk = piece.name == "trunk"
    allowed, alpha = garment.photo.mask, garment.photo.alpha
    if trunk and garment.neckline is not None:
        behind = _inside_back(garment)
        allowed, alpha = allowed & ~behind, alpha * (1 - soft(behind, 1.0))
    # pieces overlap a little, so that no seam opens between them
    mask = grow(piece.mask, 29 if trunk else 9) & allowed
    lookup = backward_map(shape, piece.target, piece.source)
    x, y = lookup[..., 0], lookup[..., 1]
    colours = _softened(garment.photo.clean, scale)
    return Cloth(
        colours=cv2.remap(colours, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE).astype(np.float32),
        alpha=np.clip(cv2.remap((mask * alpha).astype(np.float32), x, y, cv2.INTER_LINEAR), 0, 1),
    )


def _inside_back(garment: Garment) -> np.ndarray:
    """What is seen of the garment's inside above its front neckline: worn, the neck hides it."""
    assert garment.neckline is not None
    up = np.array([0, -400.0])
    left, right = garment.points["neck_left"], garment.points["neck_right"]
    return polygon(garment.photo.mask.shape, np.vstack([garment.neckline.curve, right + up, left + up]))


def _softened(pixels: np.ndarray, scale: float) -> np.ndarray:
    """The garment blurred for a reduction, so that stripes and prints do not flicker."""
    return cv2.GaussianBlur(pixels, (0, 0), 0.42 / scale) if scale < 0.75 else pixels
