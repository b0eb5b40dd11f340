"""Which registered pictures share local points with a query? A vote over all of them, in memory.

A point's code is cut into sixteen keys of 16 bits. A copy's points keep some of their keys, so the right picture
collects many more votes than others do. Nothing is sorted or trained: a new picture counts at once.
"""

from __future__ import annotations

import numpy as np

from doublet.engines.fingerprint.features import Points

KEPT = 160
_KEYS = 16
_PLACES = np.arange(_KEYS)
_CHUNK = 256
_SPACE = 1 << 16


class PointTable:
    """Rows of keys in the order in which they came: 5 kB of memory for each picture."""

    def __init__(self) -> None:
        self._chunks: list[np.ndarray] = []
        self._rows = 0
        self._common = np.zeros((_KEYS, _SPACE), np.uint32)

    def __len__(self) -> int:
        return self._rows

    def add(self, points: Points) -> None:
        """Append a picture's points; it can be found at once."""
        if self._rows % _CHUNK == 0:
            self._chunks.append(np.zeros((_KEYS, _CHUNK, KEPT), np.uint16))
        keys = _keys(points)[:KEPT]
        self._chunks[-1][:, self._rows % _CHUNK, : len(keys)] = keys.T
        self._common[_PLACES, keys] += 1  # a key that one picture has twice counts once
        self._rows += 1

    def votes(self, points: Points) -> np.ndarray:
        """The votes for every row, float32, as deviations from the usual. A key that many have counts less."""
        asked = np.zeros((_KEYS, _SPACE), np.float32)
        keys = _keys(points)
        asked[_PLACES, keys] = 1 / np.sqrt(1 + self._common[_PLACES, keys])
        asked[:, 0] = 0  # the empty places of a picture with few points
        found = [
            sum(asked[place][chunk[place]].sum(axis=1) for place in range(_KEYS)) for chunk in self._chunks
        ]
        if not found:
            return np.zeros(0, np.float32)
        votes = np.concatenate(found)[: self._rows]
        return np.asarray((votes - votes.mean()) / (votes.std() + 1e-6), np.float32)


def _keys(points: Points) -> np.ndarray:
    return np.ascontiguousarray(points.codes[:, : 2 * _KEYS]).view(np.uint16).reshape(-1, _KEYS)
