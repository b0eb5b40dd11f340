"""Is the cloth still its colour? CIEDE2000 (2:1:1) after the scene's light, told by her face, is taken out."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.image.lab import ciede2000, lab
from doublet.engines.tryon.gates.evidence import Evidence
from doublet.engines.tryon.gates.limits import COLOUR
from doublet.engines.tryon.gates.verdict import Mark

_SHARE = 0.08
_FEWEST = 400


def same_colour(evidence: Evidence) -> Mark:
    """The mark of the garment's colours."""
    cloth = evidence.cloth
    if cloth is None:
        return COLOUR.weigh(None, "No garment stands out in the garment photo.")
    inner = cv2.erode(evidence.worn.astype(np.uint8), np.ones((5, 5))) > 0
    if inner.sum() < _FEWEST:
        return COLOUR.weigh(99.0)
    seen = lab(np.clip(evidence.frame[inner] / evidence.light, 0, 255))
    seen = seen[:: max(1, len(seen) // 6000)]
    palette = cloth.palette
    own = palette.nearest(seen)
    total, weight = 0.0, 0.0
    for i, (wanted, share) in enumerate(zip(palette.colours, palette.shares, strict=True)):
        if share < _SHARE and len(palette.shares) > 1:
            continue
        there = seen[own == i]
        if len(there) < 0.25 * share * len(seen):  # this colour is all but gone: what is nearest to it?
            apart = ciede2000(seen, wanted, lightness=2.0)
            found = float(np.percentile(apart, 100 * share))
        else:
            found = float(ciede2000(np.median(there, axis=0), wanted, lightness=2.0))
        total, weight = total + share * found, weight + share
    return COLOUR.weigh(total / weight)
