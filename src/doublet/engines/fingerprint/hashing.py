"""A 256-bit perceptual hash after the idea of PDQ: the signs of the low frequencies of a small grey picture.

Source of the idea: Facebook's PDQ (2019). Written anew; its distances are alike but its hashes are not
interchangeable with those of other programs.
"""

from __future__ import annotations

import cv2
import numpy as np

BYTES = 32
_SMALL, _SIDE = 64, 16


def perceptual_hash(pixels: np.ndarray) -> bytes:
    """The hash of a uint8 RGB picture: 32 bytes, row by row of a 16 x 16 grid of frequencies."""
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (_SMALL, _SMALL), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(cv2.blur(small, (3, 3)))[1 : _SIDE + 1, 1 : _SIDE + 1]
    return np.packbits(waves > np.median(waves)).tobytes()


def distance(query: bytes, known: bytes) -> int:
    """Differing bits (0 to 256) in the best of the eight turned and mirrored positions of the query."""
    grid = _grid(query)
    other = _grid(known)
    return min(int((turned != other).sum()) for turned in _positions(grid))


def upright_distance(query: bytes, known: bytes) -> int:
    """Differing bits (0 to 256) as the pictures stand."""
    return int((_grid(query) != _grid(known)).sum())


def _grid(code: bytes) -> np.ndarray:
    return np.unpackbits(np.frombuffer(code, np.uint8)).reshape(_SIDE, _SIDE).astype(bool)


def _positions(grid: np.ndarray) -> list[np.ndarray]:
    """Mirroring a picture flips the sign of every second frequency, turning it swaps rows and columns."""
    odd = np.arange(1, _SIDE + 1) % 2 == 1
    across, down = np.broadcast_to(odd, (_SIDE, _SIDE)), np.broadcast_to(odd[:, None], (_SIDE, _SIDE))
    upright = [grid, grid ^ across, grid ^ down, grid ^ across ^ down]
    return [position for each in upright for position in (each, each.T)]
