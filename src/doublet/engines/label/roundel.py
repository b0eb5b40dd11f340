"""A round mark in the upper left corner, for places whose mark of retouched pictures has a size of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from doublet.engines.label.boxes import Box
from doublet.engines.label.typeface import lettering
from doublet.engines.label.visible import Drawn, least_over, luminance

AREA_SHARE = 0.07
_PLATE = 17
_SMOOTHING = 4


def roundel(pixels: np.ndarray, lines: Sequence[str], *, avoid: Sequence[Box] = ()) -> Drawn:
    """The picture with a round mark that covers 7 % of it, the lines white on a dark disc.

    The disc is our own drawing: a country that fixes the drawing itself has to be given its own file.

    Args:
        pixels: uint8 HxWx3 RGB.
        avoid: what the disc keeps clear of; it moves to the upper right where the left would cover it.

    Raises:
        BadInput: a sign is in no typeface.
    """
    height, width = pixels.shape[:2]
    side = min(round(math.sqrt(4 * AREA_SHARE * height * width / math.pi)), width, height)
    margin = round(side * 0.08)
    (left, top), over = least_over([(margin, margin), (width - side - margin, margin)], (side, side), avoid)
    disc = Image.new("L", (side * _SMOOTHING,) * 2, 0)
    ImageDraw.Draw(disc).ellipse((0, 0, side * _SMOOTHING - 1, side * _SMOOTHING - 1), fill=255)
    cover = np.asarray(disc.resize((side, side), Image.Resampling.LANCZOS), np.float32)[..., None] / 255
    widest = max(lines, key=len)
    size = max(8, round(100 * 0.8 * side / lettering(widest, 100).length(widest)))
    letters = lettering("".join(lines), size)
    step = round(letters.capital * 1.8)
    first = round((side - letters.capital - step * (len(lines) - 1)) / 2) + letters.capital
    ink = Image.new("L", (side, side), 0)
    for number, line in enumerate(lines):
        at = ((side - letters.length(line)) / 2, first + number * step)
        letters.write(ImageDraw.Draw(ink), at, line)
    part = pixels[top : top + side, left : left + side].astype(np.float32)
    backed = part + (_PLATE - part) * cover
    white = np.asarray(ink, np.float32)[..., None] / 255
    out = pixels.copy()
    out[top : top + side, left : left + side] = (backed + (255 - backed) * white).round().astype(np.uint8)
    start = round((side - letters.length(lines[0])) / 2)
    words = (
        left + start - 1,
        top + first - round(letters.capital * 1.3),
        left + side - start + 1,
        top + first + letters.capital // 3,
    )
    contrast = 1.05 / (float(luminance(np.array([_PLATE] * 3))) + 0.05)
    return Drawn(
        out,
        (left, top, left + side, top + side),
        words,
        letters.capital / min(height, width),
        contrast,
        over,
    )
