"""From any colour mode that a decoder gives to plain sRGB, 8 bits, without transparency."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image, ImageCms

_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}
_SRGB = ImageCms.createProfile("sRGB")


def to_srgb(picture: Image.Image) -> Image.Image:
    """The picture as RGB in sRGB, flattened on white.

    A profile for another kind of picture, a broken one, or one that turns red into something that
    is not red is ignored: it would spoil every skin tone.
    """
    profile = picture.info.get("icc_profile")
    picture = _eight_bits(picture)
    alpha = None
    if picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
        picture = picture.convert("RGB")
    elif picture.mode not in _SPACES:
        picture = picture.convert("RGB")
    flat = (_apply(picture, profile) if profile else None) or picture.convert("RGB")
    if alpha is not None:
        white = Image.new("RGB", flat.size, "white")
        white.paste(flat, mask=alpha)
        flat = white
    return flat


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Pillow clips 16-bit grey instead of scaling it."""
    if picture.mode.startswith("I"):
        return Image.fromarray((np.asarray(picture).astype(np.uint32) >> 8).clip(0, 255).astype(np.uint8))
    if picture.mode == "F":
        return Image.fromarray(np.nan_to_num(np.asarray(picture)).clip(0, 255).astype(np.uint8))
    return picture


def _apply(picture: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        if given.profile.xcolor_space.strip() != _SPACES[picture.mode]:
            return None
        transform = ImageCms.buildTransform(given, _SRGB, picture.mode, "RGB")
        if picture.mode == "RGB" and not _keeps_primaries(transform):
            return None
        return ImageCms.applyTransform(picture, transform)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _keeps_primaries(transform: ImageCms.ImageCmsTransform) -> bool:
    primaries = Image.fromarray(np.diag([200, 200, 200]).astype(np.uint8)[None])
    after = ImageCms.applyTransform(primaries, transform)
    return after is not None and bool((np.asarray(after)[0].argmax(axis=1) == np.arange(3)).all())
