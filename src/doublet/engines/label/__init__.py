"""What is written on a picture for people to see: the label, the preview mark, the stamp."""

from doublet.engines.label.overlay import preview, stamp
from doublet.engines.label.visible import LEAST_CONTRAST, LEAST_HEIGHT_SHARE, Drawn, compose, draw

__all__ = ["LEAST_CONTRAST", "LEAST_HEIGHT_SHARE", "Drawn", "compose", "draw", "preview", "stamp"]
