"""Finding the mark again: blindly, or in a copy that was laid over the registered picture it looks like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from doublet.engines.watermark.carried import Carried
from doublet.engines.watermark.network import LONG_SIDE, at_long_side, checked, logits
from doublet.engines.watermark.payload import BITS, from_bits, is_valid

# Measured: busy pictures without a mark stay below 1, flat ones reach 11 by themselves; marked ones lie at 3
# to 19, after attacks at 1.4 and more. So a reading also needs its check bits, and the register.
_LEAST_CONFIDENCE = 1.2
_SURE = 3.0
# The check bits tell one wrong bit; it is looked for among the weakest of a confident reading.
_REPAIRABLE, _WEAKEST = 2.5, 3
_CENTRE = 0.6
# A copy's reading has moved from its picture's plain one towards the marked one. Measured: copies that were treated
# worst lie at 0.72 and more in 25 bits and more, pictures of the same shoot without that mark below 0.55; another
# mark of the shoot, from which the right one is always ahead, up to 0.74.
# The direction of next to nothing is chance: of the mark itself 0.24 and more was left.
_DIRECTION, _AHEAD, _FEWEST_BITS, _LEAST_AMOUNT = 0.65, 0.05, 25, 0.12
_FEWEST_BITS_ALONE = 29  # where it is not known how the picture reads without its mark


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


@dataclass(frozen=True)
class Reading:
    """One decoding of a picture: 32 signed numbers, their size is how sure the network is of each bit."""

    seen: np.ndarray

    @property
    def confidence(self) -> float:
        """Mean size of the numbers."""
        return round(float(np.abs(self.seen).mean()), 2)

    def among(self, known: Iterable[Carried]) -> Mark | None:
        """Which of a few registered marks it is, if any: it reads like one clearly, and less like all others."""
        near = [(each.direction(self.seen), each) for each in known]
        if not near:
            return None
        near.sort(key=lambda pair: pair[0], reverse=True)
        (direction, nearest), *behind = near
        bits = nearest.bits(self.seen)
        fits = (
            direction >= _DIRECTION
            and all(direction - other >= _AHEAD for other, _ in behind)
            and nearest.amount(self.seen) >= _LEAST_AMOUNT
            and bits >= (_FEWEST_BITS if nearest.plain.any() else _FEWEST_BITS_ALONE)
        )
        return Mark(nearest.payload, self.confidence, True, bits < BITS, mirrored=False) if fits else None

    def alone(self) -> Mark | None:
        """What it says by itself, where that is plain: every check bit fits and nothing had to be repaired."""
        word = from_bits(self.seen > 0)
        if not is_valid(word) or self.confidence < _SURE:
            return None
        return Mark(word, self.confidence, valid=True, repaired=False, mirrored=False)


def look(view: np.ndarray) -> Reading:
    """One decoding of a picture as it is, without resizing: about 0.4 s.

    Best for a copy that was laid over the registered picture that its fingerprint led to
    (`fingerprint.straightened`): undone are crop, turn, frame and scale, which break a blind `read`.

    Args:
        view: uint8 RGB, at the scale at which the whole picture would have a long side of 512 pixels.

    Raises:
        BadInput: the picture is not RGB, or a side is under 64 pixels.
        Unavailable: the model files are missing.
    """
    return Reading(logits(checked(view)))


def read(pixels: np.ndarray) -> Mark | None:
    """The watermark of a picture, or None where nothing looks like one. Absence proves nothing.

    Looks at several scales, at the middle alone (for borders and flat backdrops) and at the mirror image;
    stops at the first sure reading. About 0.4 s where the mark is plain, 3 s where there is none.

    Raises:
        BadInput: the picture is not RGB.
        Unavailable: the model files are missing.
    """
    best: Mark | None = None
    for view, mirrored in _views(checked(pixels)):
        mark = _reading(logits(view), mirrored=mirrored)
        if mark.valid and not mark.repaired and mark.confidence >= _SURE:
            return mark
        if mark.confidence >= _LEAST_CONFIDENCE and (best is None or _rank(mark) > _rank(best)):
            best = mark
    return best


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
            yield (view if whole else middle(view)), mirrored


def middle(pixels: np.ndarray) -> np.ndarray:
    """What is left of a picture without its margins, where other things often stand; not resized."""
    height, width = pixels.shape[:2]
    top, left = round(height * (1 - _CENTRE) / 2), round(width * (1 - _CENTRE) / 2)
    return np.ascontiguousarray(pixels[top : height - top, left : width - left])
