"""The shape that a place demands, and which part of a picture becomes it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from doublet.engines.label import Box, covered

Shares = tuple[float, float, float, float]

NOTHING: Shares = (0.0, 0.0, 0.0, 0.0)
_HAIR = 0.4  # of a face's height


@dataclass(frozen=True)
class Cut:
    """The part of a picture that is delivered.

    Attributes:
        box: left, top, right, bottom in pixels of the whole picture.
        away: the share of the picture that is cut off.
        face: the least share of a face that is left; None where nobody could look for one.
    """

    box: Box
    away: float
    face: float | None


def ratio(aspect: str) -> float:
    """Width to height of ``"4:5"``."""
    across, _, down = aspect.partition(":")
    return float(across) / float(down)


def heads(faces: Sequence[Box] | None) -> tuple[Box, ...] | None:
    """Faces with the hair above them, which a shape must not cut either."""
    if faces is None:
        return None
    return tuple(
        (left, max(0, top - round(_HAIR * (bottom - top))), right, bottom)
        for left, top, right, bottom in faces
    )


def cut(width: int, height: int, aspect: str, faces: Sequence[Box] | None) -> Cut:
    """The largest part of this shape, in the middle, moved as far as the faces need.

    Args:
        aspect: as ``"4:5"``, width first.
        faces: heads, with some room around them; None where nobody could look.
    """
    wanted = ratio(aspect)
    across, down = min(width, round(height * wanted)), min(height, round(width / wanted))
    left = _moved((width - across) // 2, across, [(box[0], box[2]) for box in faces or ()], width)
    top = _moved((height - down) // 2, down, [(box[1], box[3]) for box in faces or ()], height)
    box = (left, top, left + across, top + down)
    kept = None if faces is None else min((covered(face, box) for face in faces), default=1.0)
    return Cut(box, 1 - across * down / (width * height), kept)


def part_size(width: int, height: int, aspect: str, most_side: int = 0) -> tuple[int, int]:
    """Width and height of what a place makes of a picture, wherever its faces are; for a page to leave room."""
    if aspect:
        left, top, right, bottom = cut(width, height, aspect, None).box
        width, height = right - left, bottom - top
    if 0 < most_side < max(width, height):
        scale = most_side / max(width, height)
        width, height = round(width * scale), round(height * scale)
    return width, height


def _moved(start: int, length: int, spans: Sequence[tuple[int, int]], room: int) -> int:
    """Where a window begins that holds all spans, or is centred on them where they are longer than it is."""
    if not spans:
        return start
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    start = (first + last - length) // 2 if last - first > length else min(max(start, last - length), first)
    return max(0, min(start, room - length))


def free_area(width: int, height: int, covers: Shares) -> Box:
    """What a place leaves free of its own buttons and words.

    Args:
        covers: shares of the height and width that it covers: top, right, bottom, left.
    """
    top, right, bottom, left = covers
    return (
        round(left * width),
        round(top * height),
        width - round(right * width),
        height - round(bottom * height),
    )
