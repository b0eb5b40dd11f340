"""The names of the body's parts in a label map."""

from __future__ import annotations

from enum import IntEnum


class Part(IntEnum):
    """Value of a pixel in a part map."""

    BACKGROUND = 0
    HAIR = 1
    FACE = 2
    SKIN = 3
    TOP = 4
    BOTTOM = 5
    SHOE = 6
