"""What is written on a picture for people to see: the label, other marks, the preview mark, the stamp."""

from doublet.engines.label.boxes import Box, covered
from doublet.engines.label.measure import Legibility, measure
from doublet.engines.label.overlay import preview, stamp
from doublet.engines.label.roundel import roundel
from doublet.engines.label.visible import (
    LEAST_CONTRAST,
    LEAST_HEIGHT_SHARE,
    Corner,
    Drawn,
    Icon,
    compose,
    draw,
)

__all__ = [
    "LEAST_CONTRAST",
    "LEAST_HEIGHT_SHARE",
    "Box",
    "Corner",
    "Drawn",
    "Icon",
    "Legibility",
    "compose",
    "covered",
    "draw",
    "measure",
    "preview",
    "roundel",
    "stamp",
]
