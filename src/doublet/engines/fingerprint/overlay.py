"""Laying a copy over the registered picture, and looking whether it shows the same there, place by place."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.fingerprint import features, tones
from doublet.engines.fingerprint.record import Record

_CELL = 48
_BLOT_CELL = 16
_ALIKE = 56  # bits of 256, half of a cell's points; unrelated patches lie around 128


@dataclass(frozen=True)
class Resemblance:
    """How much a copy shows what was registered.

    Attributes:
        visible: cells of 48 pixels that hold points and lie within the copy.
        alike: those of them where most points look as registered.
        recoloured: share of the visible subject with other colours, 0 to 1.
        off: levels of 255 by which its colours are off on average.
    """

    visible: int
    alike: int
    recoloured: float
    off: float

    @property
    def share(self) -> float:
        """Cells whose points look as registered, of those that can be seen: 0 to 1."""
        return self.alike / self.visible if self.visible else 0.0


def laid_over(small: np.ndarray, onto: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """The copy warped onto a picture of `size` (width, height), and a boolean mask of where it has any."""
    laid = cv2.warpAffine(small, onto, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    covered = cv2.warpAffine(np.full(small.shape[:2], 255, np.uint8), onto, size) == 255
    return laid, covered


def resemblance(small: np.ndarray, onto: np.ndarray, known: Record) -> Resemblance:
    """Whether a copy laid over the registered picture by the 2x3 map `onto` shows the same, about 8 ms.

    Args:
        small: the copy at long side 512, uint8 RGB.
        onto: from its pixels to those of the registered picture at long side 512.
        known: a record that has a blot.
    """
    assert known.blot is not None
    laid, covered = laid_over(small, onto, known.points.size)
    colours = tones.difference(laid, covered, known.blot)
    shown = colours.shown
    numbers, codes = features.seen_at(laid, known.points)
    across, down = (known.points.at[numbers] // _BLOT_CELL).astype(int).T
    seen = shown[np.clip(down, 0, shown.shape[0] - 1), np.clip(across, 0, shown.shape[1] - 1)]
    numbers, codes = numbers[seen], codes[seen]
    bits = np.bitwise_count(codes ^ known.points.codes[numbers]).sum(axis=1)
    cells: dict[tuple[int, int], list[int]] = {}
    for place, apart in zip((known.points.at[numbers] // _CELL).astype(int), bits, strict=True):
        cells.setdefault((int(place[0]), int(place[1])), []).append(int(apart))
    alike = sum(bool(np.median(each) <= _ALIKE) for each in cells.values())
    return Resemblance(len(cells), alike, colours.recoloured, colours.off)
