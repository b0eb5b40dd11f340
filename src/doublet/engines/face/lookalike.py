"""A 64-bit hash that stays nearly the same when a photo is scaled, recompressed or brightened."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def picture_hash(pixels: NDArray[np.uint8]) -> int:
    """Signs of the 64 lowest frequencies of an HxWx3 RGB photo (a pHash), as a 64-bit number."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(cv2.GaussianBlur(grey, (0, 0), 1), (32, 32), interpolation=cv2.INTER_AREA)
    low = cv2.dct(small.astype(np.float32))[1:9, 1:9].ravel()
    return int("".join("1" if bit else "0" for bit in low > np.median(low)), 2)
