"""Closing slivers in and around the cloth, where skin, wall or the base layer would show, and dropping scraps."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.matte.nearest import spread
from doublet.engines.tryon.drape.geometry import grow, soft

_WIDEST = 0.045  # of the shoulder width: a real opening is wider
_RIM = 0.035  # of the shoulder width: base layer this near the new cloth is swallowed by it
_POCKET = 0.012  # of the shoulder width squared: a patch of base layer shut in by cloth is swallowed whole
_SCRAP = 0.03  # of the biggest piece
_DARKER = 0.86  # what lies in a seam's fold is shaded


def mend(
    pixels: np.ndarray, cover: np.ndarray, old: np.ndarray, closed_off: np.ndarray, shoulder_width: float
) -> tuple[np.ndarray, np.ndarray]:
    """HxWx3 pixels and HxW cover with slivers filled by the nearest cloth.

    Args:
        pixels: HxWx3 float32 of the cloth as it lies on the person.
        cover: HxW float32, where that cloth is.
        old: HxW bool, the base layer that the cloth should hide.
        closed_off: HxW bool, where nothing may be filled (hair, hands, face).
        shoulder_width: pixels, the body's measure.
    """
    cover = cover * _together(cover)
    solid = cover > 0.5
    seams = _slits(solid, shoulder_width) & ~closed_off
    rest = (_rims(solid, old, shoulder_width) | _pockets(solid, old, shoulder_width)) & ~closed_off & ~seams
    if not (seams.any() or rest.any()):
        return pixels, cover
    cloth = spread(pixels, cover > 0.9, 2.0)
    cloth[seams] *= _DARKER
    filled = seams | rest
    joined = grow(filled, 7) & (filled | solid | old)  # over the soft edge that lay between
    whole = np.maximum(cover, soft(joined, 0.8))
    own = np.clip(2 * cover - 1, 0, 1)[..., None]
    return pixels * own + cloth * (1 - own), whole


def _together(cover: np.ndarray) -> np.ndarray:
    """HxW bool: without scraps of cloth that lie apart from the garment, where a map ran astray."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((cover > 0.05).astype(np.uint8), connectivity=8)
    areas = stats[:, cv2.CC_STAT_AREA].astype(float)
    areas[0] = 0
    scraps = areas < _SCRAP * areas.max(initial=0)
    scraps[0] = False
    return ~scraps[labels]


def _slits(solid: np.ndarray, s: float) -> np.ndarray:
    """Narrow openings between pieces of cloth."""
    brush = max(3, round(_WIDEST * s)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (brush, brush))
    padded = np.pad(solid.astype(np.uint8), brush)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, kernel)[brush:-brush, brush:-brush] > 0
    # what is a pixel wide is no opening but the step of an edge
    opening = cv2.morphologyEx((closed & ~solid).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return opening > 0


def _rims(solid: np.ndarray, old: np.ndarray, s: float) -> np.ndarray:
    """Base layer that peeps out along the cloth's edge."""
    away = cv2.distanceTransform((~solid).astype(np.uint8), cv2.DIST_L2, 5)
    return old & ~solid & (away < _RIM * s)


def _pockets(solid: np.ndarray, old: np.ndarray, s: float) -> np.ndarray:
    """Small patches of base layer that lie mostly against new cloth, as in an armpit."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((old & ~solid).astype(np.uint8))
    near = grow(solid, 5)
    taken = np.zeros(count, bool)
    for i in range(1, count):
        if stats[i, cv2.CC_STAT_AREA] > _POCKET * s * s:
            continue
        x, y, w, h = stats[i, :4]
        window = np.s_[max(0, y - 1) : y + h + 1, max(0, x - 1) : x + w + 1]
        patch = labels[window] == i
        rim = patch & ~(cv2.erode(patch.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
        taken[i] = near[window][rim].mean() > 0.5
    return taken[labels]
