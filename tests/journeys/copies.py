"""What may happen to a delivered picture out in the world, and a picture that has nothing to do with it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image


def stripped(source: Path, to: Path) -> Path:
    """Metadata gone, 60 % of the size, saved again at JPEG quality 60."""
    with Image.open(source) as picture:
        small = picture.convert("RGB").resize((round(picture.width * 0.6), round(picture.height * 0.6)))
    return _saved(small, to, 60)


def painted(source: Path, to: Path) -> Path:
    """Somebody painted a bar across the garment."""
    with Image.open(source) as picture:
        changed = picture.convert("RGB")
    width, height = changed.size
    box = (int(width * 0.4), int(height * 0.42), int(width * 0.6), int(height * 0.52))
    changed.paste((20, 20, 160), box)
    return _saved(changed, to, 88)


def unrelated(to: Path) -> Path:
    """Hills of noise."""
    coarse = np.random.default_rng(11).integers(0, 255, (24, 32, 3), dtype=np.uint8)
    return _saved(Image.fromarray(coarse).resize((1024, 768), Image.Resampling.BICUBIC), to, 90)


def broken(source: Path, to: Path) -> Path:
    """A photo of which only the first part arrived."""
    data = source.read_bytes()
    to.write_bytes(data[: len(data) // 20])
    return to


def _saved(picture: Image.Image, to: Path, quality: int) -> Path:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    to.write_bytes(out.getvalue())
    return to
