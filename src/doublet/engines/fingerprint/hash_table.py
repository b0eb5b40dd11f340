"""Exact search over millions of perceptual hashes in memory, in all eight positions of a picture at once.

Mirroring a picture flips the sign of every second frequency of its hash, and turning it by a quarter swaps
rows and columns. So the 256 bits are kept as four words of 64, one for each parity of row and column: a
mirrored word differs in 64 minus as many bits, and four positions cost the counting of one.
"""

from __future__ import annotations

import numpy as np

WIDEST = 48
_SIDE = 16
_BLOCK = 1 << 14
_CHUNK = 1 << 20
# Counting frequencies from 1, as the hash does: an even one keeps its sign in a mirror, an odd one turns it over.
_PARITIES = ((1, 1), (1, 0), (0, 1), (0, 0))
# For each of the four mirror positions: which of the words turn over.
_FLIPS = tuple((False, across, down, across != down) for down in (False, True) for across in (False, True))


class HashTable:
    """Rows of 32-byte hashes in the order in which they came; 32 bytes of memory each."""

    def __init__(self) -> None:
        self._chunks: list[np.ndarray] = []
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def add(self, hashes: bytes) -> None:
        """Append one hash or many (32 bytes each); they can be found at once."""
        words = _words(hashes)
        while len(words):
            room = self._rows % _CHUNK
            if room == 0:
                self._chunks.append(np.empty((len(_PARITIES), _CHUNK), np.uint64))
            part = words[: _CHUNK - room]
            self._chunks[-1][:, room : room + len(part)] = part.T
            self._rows += len(part)
            words = words[len(part) :]

    def within(self, code: bytes, radius: int, *, turned: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Every row at most `radius` bits away, and how many: int64 rows in ascending order, int64 bits.

        Args:
            code: the 32-byte hash of the query.
            radius: 0 to 48.
            turned: also find it mirrored or turned by quarters; the nearest of its eight positions counts.
        """
        if not 0 <= radius <= WIDEST:
            raise ValueError(f"the radius must be 0 to {WIDEST}")
        positions = [_words(code)[0]]
        if turned:
            positions.append(_words(_swapped(code))[0])
        rows: list[np.ndarray] = []
        bits: list[np.ndarray] = []
        for number, chunk in enumerate(self._chunks):
            filled = min(_CHUNK, self._rows - number * _CHUNK)
            for start in range(0, filled, _BLOCK):
                block = chunk[:, start : min(start + _BLOCK, filled)]
                near, apart = _near(block, positions, radius, turned=turned)
                rows.append(near + (number * _CHUNK + start))
                bits.append(apart)
        if not rows:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return np.concatenate(rows), np.concatenate(bits)


def _near(
    block: np.ndarray, positions: list[np.ndarray], radius: int, *, turned: bool
) -> tuple[np.ndarray, np.ndarray]:
    """The rows of a block within the radius. Half of the bits rule out nearly all, the rest decide."""
    maybe: np.ndarray | None = None
    for words in positions:
        first = np.bitwise_count(block[0] ^ words[0])
        second = np.bitwise_count(block[1] ^ words[1])
        half = first + (np.minimum(second, 64 - second) if turned else second)
        maybe = half if maybe is None else np.minimum(maybe, half)
    assert maybe is not None
    if maybe.min() > radius:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    near = np.flatnonzero(maybe <= radius)
    apart = np.full(len(near), 256)
    for words in positions:
        counts = np.bitwise_count(block[:, near] ^ words[:, None]).astype(np.int64)
        for flips in _FLIPS if turned else _FLIPS[:1]:
            total = np.where(np.array(flips)[:, None], 64 - counts, counts).sum(axis=0)
            apart = np.minimum(apart, total)
    kept = apart <= radius
    return near[kept], apart[kept]


def _words(hashes: bytes) -> np.ndarray:
    """Hashes as uint64 Nx4, one word for each parity of row and column."""
    grids = np.unpackbits(np.frombuffer(hashes, np.uint8)).reshape(-1, _SIDE, _SIDE)
    parts = [
        np.packbits(grids[:, row::2, column::2].reshape(len(grids), -1), axis=1) for row, column in _PARITIES
    ]
    return np.ascontiguousarray(np.concatenate(parts, axis=1)).view(np.uint64)


def _swapped(code: bytes) -> bytes:
    grid = np.unpackbits(np.frombuffer(code, np.uint8)).reshape(_SIDE, _SIDE)
    return np.packbits(grid.T).tobytes()
