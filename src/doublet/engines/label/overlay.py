"""Marks across the whole picture: for what must not be used as it is."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

from doublet.engines.label.typeface import typeface

_TILT = 30
_INK, _OUTLINE = 0.62, 0.45


def preview(pixels: np.ndarray) -> np.ndarray:
    """The picture with PREVIEW tiled over it: what a brand sees before delivery. Same shape, uint8 RGB."""
    height, width = pixels.shape[:2]
    size = max(12, round(min(height, width) * 0.07))
    reach = math.ceil(math.hypot(height, width))
    step = round(typeface("PREVIEW", size).getlength("PREVIEW") + 2.2 * size)
    places = [
        (left, top)
        for row, top in enumerate(range(0, reach, round(size * 3.2)))
        for left in range(-(step // 2) * (row % 2), reach + step, step)
    ]
    return _written_across(pixels, "PREVIEW", size, places)


def stamp(pixels: np.ndarray, text: str) -> np.ndarray:
    """The picture with `text` once across its diagonal, as large as fits. Same shape, uint8 RGB.

    Raises:
        BadInput: no typeface here has all signs of the text.
    """
    height, width = pixels.shape[:2]
    slope = math.radians(_TILT)
    room = 0.88 * min(width / math.cos(slope), height / math.sin(slope))
    size = 100 * room / typeface(text, 100).getlength(text)
    middle = math.ceil(math.hypot(height, width)) // 2
    return _written_across(
        pixels, text, max(10, round(min(size, min(height, width) / 4))), [(middle, middle)]
    )


def _written_across(pixels: np.ndarray, text: str, size: int, places: list[tuple[int, int]]) -> np.ndarray:
    """White letters with a dark outline, tilted, so that they show on every background."""
    height, width = pixels.shape[:2]
    reach = math.ceil(math.hypot(height, width))
    letters, outlined = Image.new("L", (reach, reach), 0), Image.new("L", (reach, reach), 0)
    font, stroke = typeface(text, size), max(1, round(size / 22))
    for place in places:
        ImageDraw.Draw(letters).text(place, text, fill=255, font=font, anchor="mm")
        ImageDraw.Draw(outlined).text(place, text, fill=255, font=font, anchor="mm", stroke_width=stroke)
    ink, both = (_tilted(sheet, height, width) for sheet in (letters, outlined))
    out = pixels.astype(np.float32)
    out *= 1 - _OUTLINE * np.clip(both - ink, 0, 1)
    out += (255 - out) * ink * _INK
    return out.round().astype(np.uint8)


def _tilted(sheet: Image.Image, height: int, width: int) -> np.ndarray:
    turned = np.asarray(sheet.rotate(_TILT, Image.Resampling.BICUBIC), dtype=np.float32) / 255
    top, left = (turned.shape[0] - height) // 2, (turned.shape[1] - width) // 2
    return turned[top : top + height, left : left + width, None]
