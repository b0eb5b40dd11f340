"""Was a copy changed? The copy is laid over the original, and what recompression cannot explain is shown."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.fingerprint import features, geometry
from doublet.engines.fingerprint.matching import LEAST_CELLS, LEAST_INLIERS

_POINTS = 900
_SMOOTH = 2.0
# Levels of 255 after smoothing: below, JPEG 40 and resizing to a third explain the difference.
_LEAST_DIFFERENCE = 16.0
_LEAST_AREA_SHARE = 0.0008
_RECOLOURED = 12.0
_EDGE = 6

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class ChangeReport:
    """What differs between a copy and its original beyond recompression, resizing and cropping.

    Attributes:
        aligned: the two could be laid over each other; if not, nothing else here means anything.
        changed: some region differs, or the colours as a whole.
        share: changed part of what both show, 0 to 1.
        boxes: left, top, right, bottom of the changed regions, in pixels of the copy, largest first.
        coverage: part of the original that the copy still shows, 0 to 1.
        recoloured: the copy's colours or brightness were shifted as a whole.
        mirrored: the copy is mirrored.
    """

    aligned: bool
    changed: bool = False
    share: float = 0.0
    boxes: tuple[Box, ...] = ()
    coverage: float = 0.0
    recoloured: bool = False
    mirrored: bool = False


def changed(query_pixels: np.ndarray, reference_pixels: np.ndarray) -> ChangeReport:
    """Whether and where the query differs from the reference (both uint8 HxWx3 RGB), about 0.3 s.

    Works at long side 512: what is smaller than about 1/35 of the picture each way can stay unseen.
    """
    reference = features._at_long_side(reference_pixels)
    for mirrored in (False, True):
        turned = np.ascontiguousarray(query_pixels[:, ::-1]) if mirrored else query_pixels
        query = features._at_long_side(turned)
        onto = _map(query, reference)
        if onto is not None:
            return _report(query, reference, onto, query_pixels.shape, mirrored=mirrored)
    return ChangeReport(aligned=False)
