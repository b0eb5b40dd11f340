"""Putting the mark into a picture, and finding it again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from PIL import Image

from doublet.engines.watermark.network import LONG_SIDE, SMALLEST, at_long_side, logits, residual
from doublet.engines.watermark.payload import BITS, draw, from_bits, is_valid, to_bits
from doublet.kernel.refusals import BadInput

# Peak signal to noise in dB, from invisible to just visible in flat areas: the first that survives is taken.
_STRENGTHS = (42.5, 41.5, 40.7, 40.0)
_BROAD = 12.0  # pixels at long side 512
_PROVING_QUALITY = 50
# Measured: busy pictures without a mark stay below 1, flat ones reach 11 by themselves; marked ones lie at 3
# to 19, after attacks at 1.4 and more. So a reading also needs its check bits, and the register.
_LEAST_CONFIDENCE = 1.2
_SURE = 3.0
# The check bits tell one wrong bit; it is looked for among the weakest of a confident reading.
_REPAIRABLE, _WEAKEST = 2.5, 3
_CENTRE = 0.6
_LEAST_FITTING = 29


@dataclass(frozen=True)
class Mark:
    """A reading of a picture's watermark.

    Attributes:
        payload: the 32-bit word, to be looked up in the register.
        confidence: mean size of the decoder's 32 numbers.
        valid: the check bits fit. Once in 256 they do so by chance, so the register (and the picture's
            fingerprint) has the last word.
        repaired: they fit after one weak bit was turned over.
        mirrored: found in the mirror image.
    """

    payload: int
    confidence: float
    valid: bool
    repaired: bool
    mirrored: bool


def new_payload(random: Random, *, suited_to: np.ndarray | None = None) -> int:
    """A random payload; one that will survive in the picture `suited_to` where it is given.

    Args:
        random: a `random.SystemRandom()` outside of tests.
        suited_to: the uint8 RGB picture that will carry it; costs one decoding (about 1 s).
    """
    return draw(random, None if suited_to is None else logits(at_long_side(_checked(suited_to))))


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
    small = at_long_side(_checked(pixels))
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


def read(pixels: np.ndarray) -> Mark | None:
    """The watermark of a picture, or None where nothing looks like one. Absence proves nothing.

    Looks at several scales, at the middle alone (for borders and flat backdrops) and at the mirror image;
    stops at the first sure reading. About 1 s where the mark is plain, 6 s where there is none.

    Raises:
        BadInput: the picture is not RGB.
        Unavailable: the model files are missing.
    """
    best: Mark | None = None
    for view, mirrored in _views(_checked(pixels)):
        mark = _reading(logits(view), mirrored=mirrored)
        if mark.valid and not mark.repaired and mark.confidence >= _SURE:
            return mark
        if mark.confidence >= _LEAST_CONFIDENCE and (best is None or _rank(mark) > _rank(best)):
            best = mark
    return best


def read_among(straight: np.ndarray, payloads: Iterable[int]) -> Mark | None:
    """Which of the payloads that the register holds a picture carries, if any. One decoding, about 1 s.

    For a copy that the fingerprint led to one or several registered pictures, laid over them first
    (`fingerprint.straightened`): undone are crop, turn, frame and scale, which break a blind `read`.

    Args:
        straight: uint8 RGB, where the registered picture would lie.
        payloads: those of the pictures that it may be; by chance each fits once in 780,000 unmarked pictures.

    Raises:
        BadInput: the picture is not RGB.
        Unavailable: the model files are missing.
    """
    seen = logits(at_long_side(_checked(straight)))
    confidence = round(float(np.abs(seen).mean()), 2)
    fitting = [(int(((to_bits(each) > 0) == (seen > 0)).sum()), each) for each in payloads]
    bits, payload = max(fitting, default=(0, 0))
    if bits < _LEAST_FITTING or sum(other == bits for other, _ in fitting) > 1:
        return None
    return Mark(payload, confidence, valid=True, repaired=bits < BITS, mirrored=False)


def _reading(seen: np.ndarray, *, mirrored: bool) -> Mark:
    confidence = round(float(np.abs(seen).mean()), 2)
    word = from_bits(seen > 0)
    if is_valid(word) or confidence < _REPAIRABLE:
        return Mark(word, confidence, is_valid(word), False, mirrored)
    weakest = np.argsort(np.abs(seen))[:_WEAKEST]
    repaired = [turned for bit in weakest if is_valid(turned := word ^ 1 << BITS - 1 - int(bit))]
    return Mark(repaired[0] if repaired else word, confidence, bool(repaired), bool(repaired), mirrored)


def _rank(mark: Mark) -> tuple[bool, bool, float]:
    return mark.valid, not mark.repaired, mark.confidence


def _views(pixels: np.ndarray) -> Iterator[tuple[np.ndarray, bool]]:
    for mirrored in (False, True):
        picture = np.ascontiguousarray(pixels[:, ::-1]) if mirrored else pixels
        for scale, whole in (
            (1.0, True),
            (1.0, False),
            (1.25, False),
            (0.8, True),
            (1.6, False),
            (0.65, True),
        ):
            if mirrored and not 0.8 <= scale <= 1.25:
                continue
            view = at_long_side(picture, round(LONG_SIDE * scale))
            yield (view if whole else _centre(view)), mirrored


def _centre(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    top, left = round(height * (1 - _CENTRE) / 2), round(width * (1 - _CENTRE) / 2)
    return np.ascontiguousarray(pixels[top : height - top, left : width - left])


def _reads_after_jpeg(marked: np.ndarray, payload: int) -> bool:
    file = io.BytesIO()
    Image.fromarray(marked).save(file, "JPEG", quality=_PROVING_QUALITY)
    return from_bits(logits(at_long_side(np.asarray(Image.open(file)))) > 0) == payload


def _checked(pixels: np.ndarray) -> np.ndarray:
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise BadInput("not_an_rgb_picture", "The watermark needs an 8-bit RGB picture.")
    if min(pixels.shape[:2]) < SMALLEST:
        raise BadInput(
            "picture_too_small",
            f"The picture is {pixels.shape[1]} x {pixels.shape[0]} pixels; a watermark needs {SMALLEST}.",
        )
    return pixels
