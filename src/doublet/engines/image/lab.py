"""Colours as eyes see them: CIE Lab (D65) of sRGB values, and CIEDE2000, how different two colours look.

G. Sharma, W. Wu, E. Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary
Test Data, and Mathematical Observations", Color Research and Application 30 (2005).
"""

from __future__ import annotations

import cv2
import numpy as np

_FAR = 25.0**7


def lab(rgb: np.ndarray) -> np.ndarray:
    """(..., 3) float32 Lab (L 0..100) of (..., 3) sRGB values 0..255."""
    flat = np.clip(np.asarray(rgb, np.float32), 0, 255).reshape(-1, 1, 3) / 255
    return cv2.cvtColor(flat, cv2.COLOR_RGB2LAB).reshape(np.shape(rgb))


def ciede2000(first: np.ndarray, second: np.ndarray, *, lightness: float = 1.0) -> np.ndarray:
    """The difference of (..., 3) CIE Lab colours, broadcast against each other; 1 is just noticeable.

    Args:
        lightness: the parametric factor k_L; 2 is the textile trade's choice, which forgives folds.
    """
    l1, a1, b1 = np.moveaxis(np.asarray(first, float), -1, 0)
    l2, a2, b2 = np.moveaxis(np.asarray(second, float), -1, 0)
    usual = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(usual / (usual + _FAR)))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1 = np.degrees(np.arctan2(b1, a1 * stretch)) % 360
    h2 = np.degrees(np.arctan2(b2, a2 * stretch)) % 360
    grey = c1 * c2 == 0
    turn = h2 - h1
    turn = np.where(turn > 180, turn - 360, np.where(turn < -180, turn + 360, turn))
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(np.where(grey, 0, turn)) / 2)
    hue = (h1 + h2) / 2
    hue = np.where(np.abs(h1 - h2) > 180, np.where(h1 + h2 < 360, hue + 180, hue - 180), hue)
    hue = np.where(grey, h1 + h2, hue)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    bend = 30 * np.exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * np.sqrt(chroma**7 / (chroma**7 + _FAR)) * np.sin(np.radians(2 * bend))
    on_light = (l2 - l1) / (lightness * (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)))
    on_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    on_hue = dh / (1 + 0.015 * chroma * t)
    squared = on_light**2 + on_chroma**2 + on_hue**2 + rotation * on_chroma * on_hue
    return np.sqrt(np.maximum(squared, 0))
