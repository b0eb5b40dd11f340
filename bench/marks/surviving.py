"""Changes after which a watermark has to be read, and pictures without any that are read all the same."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from doublet.engines import watermark

STATED = ("JPEG 60", "half size", "crop 10 %", "crop 25 %", "phone screenshot", "5 degrees")


def unmarked(pictures: Iterable[np.ndarray]) -> dict[str, int]:
    """How many were read blindly, how many looked as if they had a mark, and how many with valid check bits."""
    tally = {"read": 0, "looked like one": 0, "valid": 0}
    for pixels in pictures:
        mark = watermark.read(pixels)
        tally["read"] += 1
        tally["looked like one"] += mark is not None
        tally["valid"] += mark is not None and mark.valid
    return tally
