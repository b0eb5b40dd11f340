"""Rectangles as left, top, right, bottom, in pixels."""

from __future__ import annotations

Box = tuple[int, int, int, int]


def covered(box: Box, by: Box) -> float:
    """The share of a box that lies under another one."""
    across = min(box[2], by[2]) - max(box[0], by[0])
    down = min(box[3], by[3]) - max(box[1], by[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return across * down / area if across > 0 and down > 0 and area > 0 else 0.0
