"""Where the garment is in a frame whose engine does not say: its colours, at the place where it is worn."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.image.lab import ciede2000, lab
from doublet.engines.pose import Joint, Pose
from doublet.engines.tryon.contract import Category
from doublet.engines.tryon.gates.cloth import Palette

_ALIKE = 14.0


def find_cloth(
    pixels: np.ndarray,
    figure: np.ndarray,
    pose: Pose,
    palette: Palette,
    category: Category,
    skin: np.ndarray | None,
) -> np.ndarray:
    """HxW bool: the figure's pixels within the garment's place that are nearer to its colours than to skin.

    Args:
        pixels: HxWx3 float32, the frame with the scene's light taken out; `skin` is (3,) RGB like it.
    """
    colours = lab(cv2.GaussianBlur(pixels.astype(np.float32), (0, 0), 1.5))
    place = figure & _place(figure.shape, pose, category)
    apart = np.full(figure.shape, 99.0)
    apart[place] = palette.apart(colours[place])
    found = place & (apart < _ALIKE)
    if skin is not None:
        like_skin = np.full(figure.shape, 99.0)
        like_skin[place] = ciede2000(colours[place], lab(skin), lightness=2.0)
        found &= apart < like_skin
    found_ = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3)))
    found_ = cv2.morphologyEx(found_, cv2.MORPH_CLOSE, np.ones((7, 7)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found_)
    areas = stats[1:, cv2.CC_STAT_AREA]
    kept = [i + 1 for i, area in enumerate(areas) if area > 0.08 * areas.max()] if count > 1 else []
    return np.isin(labels, kept) & figure


def _place(shape: tuple[int, ...], pose: Pose, category: Category) -> np.ndarray:
    """HxW bool: between which heights the garment is worn at all."""
    points = pose.points
    shoulders = points[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER], 1].mean()
    hips = points[[Joint.LEFT_HIP, Joint.RIGHT_HIP], 1].mean()
    trunk = max(float(hips - shoulders), 1.0)
    from_, to = {
        "tops": (shoulders - 0.35 * trunk, hips + 0.75 * trunk),
        "dresses": (shoulders - 0.35 * trunk, np.inf),
    }.get(category, (hips - 0.45 * trunk, np.inf))
    rows = np.arange(shape[0])[:, None]
    return np.broadcast_to((rows >= from_) & (rows <= to), shape[:2])
