"""Every picture that the bench writes says so in a corner: no licence was asked for it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WORDS = "bench, not licensed"


def stamped(pixels: np.ndarray) -> Image.Image:
    """The picture with a small label in its lower left corner."""
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(max(11, image.height // 70))
    left, top, right, bottom = draw.textbbox((0, 0), WORDS, font)
    room = max(3, image.height // 250)
    height = bottom - top + 2 * room
    draw.rectangle((0, image.height - height, right - left + 2 * room, image.height), fill=(255, 255, 255))
    draw.text((room - left, image.height - height + room - top), WORDS, (176, 32, 44), font)
    return image
