"""The model file: a header, the pieces of the vocabulary, a map of letters, and tensors, mostly of 4 bits.

Layout (little endian): magic ``E5S1``, version, nine numbers of the network, the vocabulary with its scores,
the letters that are written otherwise before they are cut, then a directory of tensors by name. A 4-bit tensor
is a row of blocks of 32 weights: one half-precision scale and 16 bytes, weight j in the low and j + 16 in the
high half of byte j, each less 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doublet.kernel.refusals import Unavailable

BLOCK = 32
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that text is cut into, and the letters that are rewritten first."""

    pieces: dict[bytes, int]
    scores: NDArray[np.float32]
    begin: int
    end: int
    unknown: int
    letters: dict[str, str]


@dataclass(frozen=True)
class ModelFile:
    """Everything that the network is made of; tensors stay where they lie until they are asked for."""

    heads: int
    layers: int
    width: int
    longest: int
    epsilon: float
    vocabulary: Vocabulary
    _raw: NDArray[np.uint8]
    _places: dict[str, tuple[int, int]]

    def plain(self, name: str) -> NDArray[np.float32]:
        """A tensor that is kept in full, as one row of numbers."""
        start, size = self._places[name]
        return self._raw[start : start + size].view("<f4")

    def packed(self, name: str) -> NDArray[Any]:
        """A 4-bit tensor as its blocks, unopened."""
        start, size = self._places[name]
        return self._raw[start : start + size].view(_BLOCK)

    def matrix(self, name: str, *, inputs: int) -> NDArray[np.float32]:
        """A 4-bit tensor opened, ready to multiply a row of `inputs` numbers with: inputs x outputs."""
        opened = unpack(self.packed(name)).reshape(-1, inputs)
        return np.ascontiguousarray(opened.T)


def unpack(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """The weights of 4-bit blocks, one row of numbers."""
    halves = blocks["halves"]
    weights = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    opened: NDArray[np.float32] = weights * blocks["scale"][..., None].astype(np.float32)
    return opened.reshape(*blocks.shape[:-1], -1)


def read(path: Path) -> ModelFile:
    """Read the file's header and vocabulary; its tensors are mapped, not loaded.

    Raises:
        Unavailable: ``model_file_damaged``, it is no such file.
    """
    raw = np.memmap(path, dtype=np.uint8, mode="r")
    if bytes(raw[:4]) != b"E5S1":
        raise Unavailable(
            "model_file_damaged",
            f"{path.name} is not the model file that Doublet pins.",
            hint="Fetch it anew.",
        )
    cursor = _Cursor(memoryview(raw))  # type: ignore[arg-type]
    cursor.skip(8)
    width, layers, heads, _, _, longest, _ = cursor.take("<7i")
    (epsilon, _) = cursor.take("<fi")
    vocabulary = _vocabulary(cursor)
    return ModelFile(heads, layers, width, longest, epsilon, vocabulary, raw, _directory(cursor))


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self.data, self.at = data, 0

    def skip(self, count: int) -> None:
        self.at += count

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return bytes(self.data[self.at - count : self.at])


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, _, unknown = cursor.take("<5i")
    (size,) = cursor.take("<Q")
    ends = np.frombuffer(cursor.bytes(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.bytes(4 * count), "<f4")
    text = cursor.bytes(size)
    pieces = {text[ends[index] : ends[index + 1]]: index for index in range(count - 1, -1, -1)}
    pieces.pop(b"", None)
    changed, _ = cursor.take("<iI")
    letters = {}
    for _ in range(changed):
        letter, length = cursor.take("<IB")
        letters[chr(letter)] = "".join(map(chr, cursor.take(f"<{length}I")))
    return Vocabulary(pieces, scores, begin, end, unknown, letters)


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    (count,) = cursor.take("<i")
    places = {}
    for _ in range(count):
        (length,) = cursor.take("<H")
        name = cursor.bytes(length).decode()
        _, _, start, size = cursor.take("<BIQQ")
        places[name] = (start, size)
    return places
