"""The two RivaGAN networks and the canonical size at which they look at every picture."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines import weights
from doublet.kernel.refusals import BadInput

LONG_SIDE = 512
SMALLEST = 64


def residual(small: np.ndarray, bits: np.ndarray) -> np.ndarray:
    """What the encoder adds to `small` (uint8 RGB) for 32 `bits`: float32 HxWx3, without its mean.

    The mean is taken off because it tints white garments.
    """
    frame = _tensor(small)
    (marked,) = weights.session("rivagan_encoder.onnx").run(None, {"frame": frame, "data": bits[None]})
    added = (np.asarray(marked) - frame)[0, :, 0].transpose(1, 2, 0) * 127.5
    return np.asarray(added - added.mean((0, 1)), dtype=np.float32)


def logits(small: np.ndarray) -> np.ndarray:
    """What the decoder sees in `small`: 32 signed numbers, their size is its confidence."""
    (seen,) = weights.session("rivagan_decoder.onnx").run(None, {"frame": _tensor(small)})
    return np.asarray(seen)[0]


def at_long_side(pixels: np.ndarray, long_side: int = LONG_SIDE) -> np.ndarray:
    """`pixels` resized so that the longer side has `long_side` pixels."""
    height, width = pixels.shape[:2]
    factor = long_side / max(height, width)
    size = max(SMALLEST, round(width * factor)), max(SMALLEST, round(height * factor))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)


def checked(pixels: np.ndarray) -> np.ndarray:
    """The picture itself, if it is one that can carry a mark."""
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise BadInput("not_an_rgb_picture", "The watermark needs an 8-bit RGB picture.")
    if min(pixels.shape[:2]) < SMALLEST:
        raise BadInput(
            "picture_too_small",
            f"The picture is {pixels.shape[1]} x {pixels.shape[0]} pixels; a watermark needs {SMALLEST}.",
        )
    return pixels


def _tensor(pixels: np.ndarray) -> np.ndarray:
    scaled = pixels.astype(np.float32) / 127.5 - 1
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None, :, None])
