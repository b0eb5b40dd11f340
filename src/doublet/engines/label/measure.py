"""How legible a label came out, measured on the finished file and not on what was meant to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.label.boxes import Box
from doublet.engines.label.visible import luminance

_LEAST_STEP = 0.1  # luminance between letters and plate below which there are no letters


@dataclass(frozen=True)
class Legibility:
    """Attributes:
    height_share: height of the line's first letter, as a share of the picture's short side; 0 where none is seen.
    contrast: WCAG contrast between the letters and the brightest of what lies around them; 1 where none is seen.
    """

    height_share: float
    contrast: float


def measure(pixels: np.ndarray, words: Box) -> Legibility:
    """Find bright letters in a line's box and measure them.

    Args:
        pixels: the decoded file, uint8 HxWx3 RGB.
        words: where the line stands; its first sign is a capital letter.
    """
    left, top, right, bottom = words
    light = luminance(pixels[max(0, top) : bottom, max(0, left) : right].astype(np.float32))
    if light.size == 0 or float(light.max() - light.min()) < _LEAST_STEP:
        return Legibility(0.0, 1.0)
    low, high = (float(np.percentile(light, share)) for share in (20, 99))
    ink = (light > (low + high) / 2).astype(np.uint8)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    letters = [row for row in boxes[1:count] if row[cv2.CC_STAT_AREA] >= 4]
    around = cv2.dilate(ink, np.ones((5, 5), np.uint8)) == 0
    if not letters or not around.any():
        return Legibility(0.0, 1.0)
    first = min(letters, key=lambda row: row[cv2.CC_STAT_LEFT])
    core = float(np.percentile(light[ink == 1], 75))
    behind = float(np.percentile(light[around], 99))
    height = int(first[cv2.CC_STAT_HEIGHT])
    return Legibility(height / min(pixels.shape[:2]), (core + 0.05) / (behind + 0.05))
