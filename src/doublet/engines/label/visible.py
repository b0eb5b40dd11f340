"""The visible label of a picture: a small plate that can be read on any background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from PIL import Image, ImageDraw

from doublet.engines.label.boxes import Box, covered
from doublet.engines.label.typeface import Lettering, lettering, typeface
from doublet.kernel.refusals import BadInput

Corner = Literal["bottom_left", "bottom_right", "top_left", "top_right"]
Icon = Literal["ai", "none"]

LEAST_HEIGHT_SHARE = 0.02
LEAST_CONTRAST = 4.5
_INK, _PLATE = (255, 255, 255), (17, 17, 17)
_PLATE_OPACITY = 0.86
_SMOOTHING = 4
_LEAST_SIDE = 200


@dataclass(frozen=True)
class Drawn:
    """A labelled picture and how legible its label came out.

    Attributes:
        pixels: uint8 HxWx3 RGB.
        box: left, top, right, bottom of the plate, in pixels.
        words: the same of its first line, where the letters can be measured.
        height_share: height of a capital letter, as a share of the short side.
        contrast: WCAG contrast of the letters against the least favourable pixel of the plate.
        over: the largest share of one of the avoided boxes that the plate covers.
    """

    pixels: np.ndarray
    box: Box
    words: Box
    height_share: float
    contrast: float
    over: float = 0.0


def draw(
    pixels: np.ndarray,
    text: str,
    *,
    size_share: float = 0.03,
    corner: Corner = "bottom_left",
    icon: Icon = "ai",
) -> np.ndarray:
    """The picture with its label; see `compose` for what is promised and measured."""
    return compose(pixels, text, size_share=size_share, corner=corner, icon=icon).pixels


def compose(
    pixels: np.ndarray,
    text: str,
    *,
    size_share: float = 0.03,
    corner: Corner = "bottom_left",
    icon: Icon = "ai",
    avoid: Sequence[Box] = (),
) -> Drawn:
    """The picture with `text` on a plate in a corner, and the measured legibility.

    Capitals are at least 2 % of the short side high and the contrast is at least 4.5:1, whatever is asked
    for (our policy; no law gives numbers). Long texts break into lines.

    Args:
        pixels: uint8 HxWx3 RGB, both sides at least 200.
        text: one line, any script that a typeface here can write.
        size_share: type size (em) as a share of the short side.
        icon: ``"ai"`` puts a small AI sign before the text.
        avoid: what the plate keeps clear of (faces): another corner, or else another place at a side, is taken
            where `corner` would cover one.

    Raises:
        BadInput: no text, a picture too small to carry it, or signs that no typeface has.
    """
    height, width = pixels.shape[:2]
    short = min(height, width)
    if not text.strip() or not text.isprintable():
        raise BadInput("label_empty", "The label has no printable text.", hint="Give one line of text.")
    if short < _LEAST_SIDE:
        raise BadInput(
            "picture_too_small",
            f"The picture is {width} x {height} pixels; a legible label needs {_LEAST_SIDE} on each side.",
        )
    letters = _sized(text, short, size_share)
    capital = letters.capital
    mark = round(capital * 2.2) if icon == "ai" else 0
    lines = _broken(text.split(), letters, width - 4 * capital - mark - 3 * capital)
    plate, ink, first = _plate_and_ink(lines, letters, mark)
    if plate.width > width or plate.height > height / 2:
        raise BadInput(
            "label_too_long",
            f"The label of {len(text)} signs does not fit into this picture.",
            hint="Shorten the text, or use a larger picture.",
        )
    tried = _places(corner, (width, height), plate.size, margin=capital)
    at, over = least_over(tried, plate.size, avoid)
    return _laid_on(pixels, plate, ink, at, first, capital / short, over)


def least_over(
    places: Sequence[tuple[int, int]], size: tuple[int, int], avoid: Sequence[Box]
) -> tuple[tuple[int, int], float]:
    """The first of the places that covers least of what is to be avoided, and how much of it that is."""
    covers = [
        max((covered(box, (left, top, left + size[0], top + size[1])) for box in avoid), default=0.0)
        for left, top in places
    ]
    least = min(covers)
    return places[covers.index(least)], least


def _sized(text: str, short: int, size_share: float) -> Lettering:
    size = max(1, round(short * size_share))
    while (letters := lettering(text, size)).capital < LEAST_HEIGHT_SHARE * short:
        size += 1
    return letters


def _broken(words: list[str], letters: Lettering, room: float) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if letters.length(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _plate_and_ink(lines: list[str], letters: Lettering, mark: int) -> tuple[Image.Image, Image.Image, Box]:
    """Two grey masks of one size: where the plate is, and where the letters are; and the box of the first line."""
    capital = letters.capital
    step, padding = round(capital * 1.75), round(capital * 0.9)
    gap = round(capital * 0.7) if mark else 0
    text_width = max(letters.length(line) for line in lines)
    block = capital + step * (len(lines) - 1)
    size = round(2 * padding + mark + gap + text_width), round(2 * padding + max(block, mark))
    large = (size[0] * _SMOOTHING, size[1] * _SMOOTHING)
    plate = Image.new("L", large, 0)
    ImageDraw.Draw(plate).rounded_rectangle(
        (0, 0, large[0] - 1, large[1] - 1), radius=capital * 0.6 * _SMOOTHING, fill=255
    )
    ink = Image.new("L", size, 0)
    pen = ImageDraw.Draw(ink)
    first = (size[1] - block) / 2 + capital
    for number, line in enumerate(lines):
        letters.write(pen, (padding + mark + gap, first + number * step), line)
    if mark:
        sign = _sign(mark)
        ink.paste(sign, (padding, (size[1] - mark) // 2))
    left, low = padding + mark + gap, round(first)
    box = (
        left - 1,
        low - round(capital * 1.3),
        round(left + letters.length(lines[0])) + 1,
        low + capital // 3,
    )
    return plate.resize(size, Image.Resampling.LANCZOS), ink, box


def _sign(side: int) -> Image.Image:
    """A round-cornered outline with AI in it: drawn here, no law has fixed an icon."""
    large = side * _SMOOTHING
    image = Image.new("L", (large, large), 0)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(
        (0, 0, large - 1, large - 1), radius=large * 0.28, outline=255, width=max(1, round(large * 0.09))
    )
    pen.text((large / 2, large * 0.5), "AI", fill=255, font=typeface("AI", round(large * 0.5)), anchor="mm")
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _places(
    wanted: str, picture: tuple[int, int], plate: tuple[int, int], margin: int
) -> list[tuple[int, int]]:
    """The corners, the wanted one first; then up both sides from the foot."""
    corners = [
        _corner(one, picture, plate, margin=margin) for one in dict.fromkeys((wanted, *get_args(Corner)))
    ]
    lefts, tops = sorted({left for left, _ in corners}), sorted({top for _, top in corners})
    heights = range(tops[-1], tops[0], -max(1, plate[1] // 2))
    return corners + [(left, top) for top in heights for left in lefts]


def _corner(corner: str, picture: tuple[int, int], plate: tuple[int, int], margin: int) -> tuple[int, int]:
    free = picture[0] - plate[0], picture[1] - plate[1]
    left = min(margin, free[0]) if corner.endswith("left") else max(0, free[0] - margin)
    top = min(margin, free[1]) if corner.startswith("top") else max(0, free[1] - margin)
    return left, top


def _laid_on(
    pixels: np.ndarray,
    plate: Image.Image,
    ink: Image.Image,
    at: tuple[int, int],
    line: Box,
    height_share: float,
    over: float,
) -> Drawn:
    box = (*at, at[0] + plate.width, at[1] + plate.height)
    part = pixels[box[1] : box[3], box[0] : box[2]].astype(np.float32)
    cover = np.asarray(plate, dtype=np.float32)[..., None] / 255 * _PLATE_OPACITY
    backed = part + (np.array(_PLATE, dtype=np.float32) - part) * cover
    letters = np.asarray(ink, dtype=np.float32)[..., None] / 255
    done = backed + (np.array(_INK, dtype=np.float32) - backed) * letters
    out = pixels.copy()
    out[box[1] : box[3], box[0] : box[2]] = done.round().astype(np.uint8)
    inside = backed[np.asarray(plate) == 255]
    contrast = 1.05 / (float(luminance(inside).max()) + 0.05)
    words = (line[0] + at[0], line[1] + at[1], line[2] + at[0], line[3] + at[1])
    return Drawn(out, box, words, height_share, contrast, over)


def luminance(rgb: np.ndarray) -> np.ndarray:
    """Relative luminance as WCAG 2 defines it, for ...x3 values of 0 to 255."""
    share = rgb / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))
