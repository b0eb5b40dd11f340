"""Closing slivers between pieces of cloth, where skin or wall would show through a seam."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.matte.nearest import spread
from doublet.engines.tryon.drape.geometry import soft

_WIDEST = 0.045  # of the shoulder width: a real opening is wider
_DARKER = 0.86  # what lies in a seam's fold is shaded


def mend(
    pixels: np.ndarray, cover: np.ndarray, closed_off: np.ndarray, shoulder_width: float
) -> tuple[np.ndarray, np.ndarray]:
    """HxWx3 pixels and HxW cover with slivers filled by the nearest cloth.

    Args:
        pixels: HxWx3 float32 of the cloth as it lies on the person.
        cover: HxW float32, where that cloth is.
        closed_off: HxW bool, where nothing may be filled (neck, hands, face).
        shoulder_width: pixels, the body's measure.
    """
    brush = max(3, round(_WIDEST * shoulder_width)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (brush, brush))
    solid = (cover > 0.5).astype(np.uint8)
    padded = cv2.copyMakeBorder(solid, brush, brush, brush, brush, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, kernel)[brush:-brush, brush:-brush] > 0
    sliver = closed & (cover < 0.98) & ~closed_off
    _, labels, stats, _ = cv2.connectedComponentsWithStats((sliver & (solid == 0)).astype(np.uint8))
    thin = stats[:, cv2.CC_STAT_AREA] > 3
    thin[0] = False
    hole = thin[labels]
    if not hole.any():
        return pixels, cover
    filled = spread(pixels, cover > 0.9, 2.0) * _DARKER
    share = np.maximum(soft(cv2.dilate(hole.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0, 1.2), 0.0)
    share = share * (1 - np.clip(cover, 0, 1))
    return pixels * (1 - share[..., None]) + filled * share[..., None], np.maximum(cover, share)
