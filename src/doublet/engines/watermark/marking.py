"""Putting the mark into a picture."""

from __future__ import annotations

import io
from random import Random

import cv2
import numpy as np
from PIL import Image

from doublet.engines.watermark.network import at_long_side, checked, logits, residual
from doublet.engines.watermark.payload import draw, from_bits, is_valid, to_bits
from doublet.kernel.refusals import BadInput

# Peak signal to noise in dB, from invisible to just visible in flat areas: the first that survives is taken.
_STRENGTHS = (42.5, 41.5, 40.7, 40.0)
_BROAD = 12.0  # pixels at long side 512
_PROVING_QUALITY = 50


def new_payload(random: Random, *, suited_to: np.ndarray | None = None) -> int:
    """A random payload; one that will survive in the picture `suited_to` where it is given.

    Args:
        random: a `random.SystemRandom()` outside of tests.
        suited_to: the uint8 RGB picture that will carry it; costs one decoding (about 0.4 s).
    """
    return draw(random, None if suited_to is None else logits(at_long_side(checked(suited_to))))


def embed(pixels: np.ndarray, payload: int) -> np.ndarray:
    """The picture with the payload in it: same shape, 42.5 dB away, down to 40 dB where it must be.

    The mark is made at long side 512 and only what it adds is enlarged, so the picture keeps its detail.
    The weakest strength that an own trial (JPEG 50) survives is taken.

    Args:
        pixels: uint8 HxWx3 RGB, both sides at least 64.

    Raises:
        BadInput: the picture is too small or not RGB, or the payload is not one of `new_payload`.
        Unavailable: the model files are missing.
    """
    if not is_valid(payload):
        raise BadInput("watermark_payload_invalid", "The watermark payload has wrong check bits.")
    small = at_long_side(checked(pixels))
    added = residual(small, to_bits(payload))
    # Broad waves of the residual tint plain backdrops and carry no bits (measured on dressed pictures).
    added = added - cv2.GaussianBlur(added, (0, 0), _BROAD)
    height, width = pixels.shape[:2]
    full = cv2.resize(added, (width, height), interpolation=cv2.INTER_CUBIC)
    noise = float(np.sqrt((full**2).mean()))
    marked = pixels
    for decibel in _STRENGTHS:
        gain = 255 / 10 ** (decibel / 20) / noise
        marked = np.clip(pixels + full * gain, 0, 255).round().astype(np.uint8)
        if _reads_after_jpeg(marked, payload):
            break
    return marked


def _reads_after_jpeg(marked: np.ndarray, payload: int) -> bool:
    file = io.BytesIO()
    Image.fromarray(marked).save(file, "JPEG", quality=_PROVING_QUALITY)
    return from_bits(logits(at_long_side(np.asarray(Image.open(file)))) > 0) == payload
