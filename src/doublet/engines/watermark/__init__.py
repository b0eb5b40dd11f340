"""The invisible watermark: 32 bits that survive recompression, resizing, small rotations and crops."""

from doublet.engines.watermark.carried import Carried, carried
from doublet.engines.watermark.marking import embed, new_payload
from doublet.engines.watermark.network import SMALLEST, at_long_side
from doublet.engines.watermark.payload import is_valid
from doublet.engines.watermark.reading import Mark, Reading, look, middle, read

__all__ = [
    "SMALLEST",
    "Carried",
    "Mark",
    "Reading",
    "at_long_side",
    "carried",
    "embed",
    "is_valid",
    "look",
    "middle",
    "new_payload",
    "read",
]
