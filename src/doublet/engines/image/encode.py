"""Pixels to files: nothing but the picture is written."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def encode_jpeg(pixels: NDArray[np.uint8], quality: int = 92) -> bytes:
    """A baseline JPEG without colour subsampling, so that prints and logos keep their edges."""
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality, subsampling=0, optimize=True)
    return out.getvalue()


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG, without loss."""
    out = BytesIO()
    Image.fromarray(pixels).save(out, "PNG", compress_level=6)
    return out.getvalue()
