"""What the register keeps of a picture beside its hash, as bytes: points, and a blot of its colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from doublet.engines.fingerprint import features, tones
from doublet.engines.fingerprint.features import DESCRIPTOR, LONG_SIDE, NONE, Points

_MAGIC = b"DFP2"
_TURN = 256 / 360
_SIZE = np.dtype(("<u2", 2))
_POINT = np.dtype([("at", "<u2", 2), ("code", "u1", DESCRIPTOR), ("octave", "u1"), ("turn", "u1")])
# Registers written before the blot was kept hold 36 bytes for each point and nothing else.
_FIRST_POINT = np.dtype([("at", "<u2", 2), ("code", "u1", DESCRIPTOR)])


@dataclass(frozen=True)
class Record:
    """A registered picture. `blot` is uint8, a colour for each 16 pixels at long side 512; None in old registers."""

    points: Points
    blot: np.ndarray | None


def of(small: np.ndarray) -> Record:
    """The record of a picture `at_long_side`."""
    return Record(features.find(small), tones.blot(small))


def pack(record: Record) -> bytes:
    """About 14 kB: a name, the size, the blot, then 38 bytes for each point."""
    points = record.points
    rows = np.zeros(len(points.at), _POINT)
    rows["at"] = np.clip(points.at / LONG_SIDE * 65535, 0, 65535).round()
    rows["code"] = points.codes
    rows["octave"] = points.octaves
    rows["turn"] = (points.turns * _TURN).round().astype(np.int64) % 256
    blot = b"" if record.blot is None else record.blot.tobytes()
    return _MAGIC + np.array(points.size, "<u2").tobytes() + blot + rows.tobytes()


def unpack(packed: bytes) -> Record:
    """What `pack` packed; points alone where a register is of the first version."""
    if packed[: len(_MAGIC)] != _MAGIC:
        rows = np.frombuffer(packed, _FIRST_POINT)
        return Record(Points(_places(rows), rows["code"], NONE.octaves, NONE.turns), None)
    start = len(_MAGIC) + _SIZE.itemsize
    width, height = (int(side) for side in np.frombuffer(packed, "<u2", 2, len(_MAGIC)))
    down, across = tones.cells((width, height))
    blot = np.frombuffer(packed, np.uint8, down * across * 3, start).reshape(down, across, 3)
    rows = np.frombuffer(packed, _POINT, offset=start + blot.size)
    turns = rows["turn"].astype(np.float32) / np.float32(_TURN)
    return Record(Points(_places(rows), rows["code"], rows["octave"], turns, (width, height)), blot)


def _places(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows["at"].astype(np.float32) / 65535 * LONG_SIDE)
