"""The two RivaGAN networks and the canonical size at which they look at every picture."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import onnxruntime

from doublet.engines import weights
from doublet.kernel.refusals import BadInput, Unavailable

LONG_SIDE = 512
SMALLEST = 64
_CONVOLUTIONS = 4


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
    (seen,) = _decoder().run(None, {"frame": _tensor(small)})
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


@cache
def _decoder() -> onnxruntime.InferenceSession:
    """The decoder, its two large convolutions looked up at every second pixel across and down.

    It ends in a mean over all pixels, and the mean over a quarter of them is the same to within its noise
    (measured: a bit more or less in one of eight copies), for 0.4 s instead of 1.1 s.
    """
    every, second = b"strides" + b"\x40\x01" * 3, b"strides" + b"\x40\x01" + b"\x40\x02" * 2
    model = weights.path("rivagan_decoder.onnx").read_bytes()
    parts = model.split(every)
    if len(parts) != _CONVOLUTIONS + 1:
        raise Unavailable(
            "model_unknown", "The file rivagan_decoder.onnx is not the network that is known here."
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    sparse = parts[0] + every + parts[1] + second + parts[2] + every + parts[3] + second + parts[4]
    return onnxruntime.InferenceSession(sparse, options, providers=["CPUExecutionProvider"])
