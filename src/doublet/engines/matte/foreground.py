"""The colours of a cut-out without the old backdrop's share: no pale or dark rim on a new scene.

M. Forte, "Approximate Fast Foreground Colour Estimation", 2021 (blur fusion, run twice).
"""

from __future__ import annotations

import cv2
import numpy as np


def foreground(pixels: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """HxWx3 float32, 0..255: what each pixel of the thing looks like by itself.

    Args:
        pixels: HxWx3, the photo.
        alpha: HxW float32 in 0..1.
    """
    photo = pixels.astype(np.float32)
    share = alpha.astype(np.float32)[..., None]
    unit = max(pixels.shape[:2]) / 1024
    first, behind = _fuse(photo, photo, photo, share, max(3, round(60 * unit)))
    second, _ = _fuse(photo, first, behind, share, max(2, round(6 * unit)))
    return np.where(share > 0.995, photo, second)


def _fuse(
    photo: np.ndarray, front: np.ndarray, back: np.ndarray, share: np.ndarray, radius: int
) -> tuple[np.ndarray, np.ndarray]:
    size = (2 * radius + 1, 2 * radius + 1)
    weight = cv2.blur(share[..., 0], size)[..., None]
    front_mean = cv2.blur(front * share, size) / (weight + 1e-5)
    back_mean = cv2.blur(back * (1 - share), size) / (1 - weight + 1e-5)
    fixed = front_mean + share * (photo - share * front_mean - (1 - share) * back_mean)
    return np.clip(fixed, 0, 255), np.clip(back_mean, 0, 255)
