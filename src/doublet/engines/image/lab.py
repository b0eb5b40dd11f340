"""Colours as eyes see them: CIE Lab (D65) of sRGB values, and the difference CIEDE2000."""

from __future__ import annotations

import cv2
import numpy as np


def lab(rgb: np.ndarray) -> np.ndarray:
    """(..., 3) float32 Lab (L 0..100) of (..., 3) sRGB values 0..255."""
    flat = np.clip(np.asarray(rgb, np.float32), 0, 255).reshape(-1, 1, 3) / 255
    return cv2.cvtColor(flat, cv2.COLOR_RGB2LAB).reshape(np.shape(rgb))


def ciede2000(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The difference of (..., 3) Lab colours; about 1 is just visible, 2.3 small, 10 plain.

    Source: Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula", Color Res. Appl. 30 (2005) 21-30.
    """
    l1, a1, b1 = np.moveaxis(np.asarray(one, float), -1, 0)
    l2, a2, b2 = np.moveaxis(np.asarray(other, float), -1, 0)
    mean_chroma = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 1 + 0.5 * (1 - np.sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7)))
    c1, c2 = np.hypot(g * a1, b1), np.hypot(g * a2, b2)
    h1 = np.degrees(np.arctan2(b1, g * a1)) % 360
    h2 = np.degrees(np.arctan2(b2, g * a2)) % 360
    grey = c1 * c2 == 0
    apart = h2 - h1
    turn = np.where(grey, 0.0, apart - 360 * np.sign(apart) * (np.abs(apart) > 180))
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    mean_hue = np.where(grey, h1 + h2, (h1 + turn / 2) % 360)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(mean_hue - 30))
        + 0.24 * np.cos(np.radians(2 * mean_hue))
        + 0.32 * np.cos(np.radians(3 * mean_hue + 6))
        - 0.20 * np.cos(np.radians(4 * mean_hue - 63))
    )
    s_l = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    twist = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    twist = twist * np.sin(np.radians(60 * np.exp(-(((mean_hue - 275) / 25) ** 2))))
    d_l, d_c, d_h = (l2 - l1) / s_l, (c2 - c1) / s_c, hue / s_h
    return np.sqrt(np.maximum(0, d_l**2 + d_c**2 + d_h**2 + twist * d_c * d_h))
