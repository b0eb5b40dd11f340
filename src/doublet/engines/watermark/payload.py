"""The 32 bits that a picture carries: a random 24-bit id and 8 check bits, never data.

What the id stands for is written in the register alone, so a mark tells a stranger nothing.
"""

from __future__ import annotations

from random import Random

import numpy as np

BITS = 32
ID_BITS = 24
_DRAWS = 4096
# An unmarked picture of the same scene reads as its natural word; a payload keeps away from it.
_APART = 8
_CRC_POLYNOMIAL = 0x2F


def with_check(identifier: int) -> int:
    """The 32-bit payload of a 24-bit id: the id, then its CRC-8 (polynomial 0x2F, as in AUTOSAR)."""
    crc = 0xFF
    for byte in identifier.to_bytes(3, "big"):
        crc ^= byte
        for _ in range(8):
            crc = ((crc << 1) ^ _CRC_POLYNOMIAL if crc & 0x80 else crc << 1) & 0xFF
    return identifier << 8 | crc ^ 0xFF


def is_valid(payload: int) -> bool:
    """Whether the check bits fit the id; a random word does so once in 256."""
    return 0 <= payload < 1 << BITS and with_check(payload >> 8) == payload


def to_bits(payload: int) -> np.ndarray:
    """The payload as 32 float zeros and ones, highest bit first."""
    return np.array([payload >> (BITS - 1 - place) & 1 for place in range(BITS)], dtype=np.float32)


def from_bits(bits: np.ndarray) -> int:
    """The payload of 32 booleans, highest bit first."""
    return int("".join("1" if bit else "0" for bit in bits), 2)


def draw(random: Random, leaning: np.ndarray | None = None) -> int:
    """A random payload; with `leaning` (32 logits), one of many draws that goes well with them.

    Flat pictures push some bits one way by themselves. An id that agrees with the strong pushes survives
    in them; the weak ones are left to chance.
    """
    if leaning is None:
        return with_check(random.getrandbits(ID_BITS))
    votes = np.clip(np.where(np.abs(leaning) > 1, leaning, 0), -6, 6)
    natural = leaning > 0
    best, best_score = with_check(random.getrandbits(ID_BITS)), -np.inf
    for _ in range(_DRAWS):
        payload = with_check(random.getrandbits(ID_BITS))
        bits = to_bits(payload) > 0
        score = float(np.where(bits, votes, -votes).sum())
        if score > best_score and int((bits != natural).sum()) >= _APART:
            best, best_score = payload, score
    return best
