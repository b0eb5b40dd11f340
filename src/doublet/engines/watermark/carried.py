"""What a registered picture carries, and how the decoder reads it without the mark and with it.

Bits alone say too little: a payload is drawn to lean the way its picture reads by itself, so an unmarked sibling
agrees with most of it. What only a marked copy does is to read differently than unmarked, in this very direction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from doublet.engines.watermark.network import at_long_side, checked, logits
from doublet.engines.watermark.payload import BITS, to_bits

_USUAL = 6.0
_LOUDEST = (
    8.0  # plain cloth reads as far as 73 either way, and would drown what the mark moved in all other numbers
)


@dataclass(frozen=True)
class Carried:
    """The mark of one registered picture.

    Attributes:
        payload: the 32-bit word.
        plain: what the decoder reads in the picture without the mark, 32 signed numbers.
        marked: what it reads with the mark.
    """

    payload: int
    plain: np.ndarray
    marked: np.ndarray

    @classmethod
    def unpack(cls, payload: int, readings: bytes) -> Carried:
        """As the register keeps it. Registers that kept no readings are taken for pictures that lean nowhere."""
        if not readings:
            return cls(payload, np.zeros(BITS, np.float32), _signs(payload) * _USUAL)
        plain, marked = np.frombuffer(readings, "<f2").astype(np.float32).reshape(2, BITS)
        return cls(payload, plain, marked)

    def readings(self) -> bytes:
        """What the register keeps beside the payload: 128 bytes. Plain cloth reads as far as 73."""
        return np.concatenate([self.plain, self.marked]).astype("<f2").tobytes()

    def bits(self, seen: np.ndarray) -> int:
        """In how many of the 32 bits a reading agrees with the payload."""
        return int((_signs(self.payload) * seen > 0).sum())

    def direction(self, seen: np.ndarray) -> float:
        """How much a reading differs from the plain one in the direction of the mark: a cosine, -1 to 1."""
        moved, mark = self._moved(seen), self._moved(self.marked)
        return float(moved @ mark / (np.linalg.norm(moved) * np.linalg.norm(mark) + 1e-9))

    def amount(self, seen: np.ndarray) -> float:
        """How much of the mark is left in a reading: 0 for none, 1 for all of it."""
        mark = self._moved(self.marked)
        return float(self._moved(seen) @ mark / (mark @ mark + 1e-9))

    def _moved(self, seen: np.ndarray) -> np.ndarray:
        return _calm(seen) - _calm(self.plain)


def carried(before: np.ndarray, after: np.ndarray, payload: int) -> Carried:
    """What a picture carries after `embed`, two decodings (about 0.8 s).

    Args:
        before: the uint8 RGB picture without the mark.
        after: with the mark.
    """
    plain, marked = (logits(at_long_side(checked(each))) for each in (before, after))
    return Carried(payload, plain, marked)


def _calm(numbers: np.ndarray) -> np.ndarray:
    return np.clip(numbers, -_LOUDEST, _LOUDEST)


def _signs(payload: int) -> np.ndarray:
    return to_bits(payload) * 2 - 1
