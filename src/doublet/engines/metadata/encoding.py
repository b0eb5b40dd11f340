"""Pixels to a file that says `Fields` of itself, in each format that carries a credential."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

import numpy as np
from PIL import Image, PngImagePlugin

from doublet.engines.image import encode_jpeg
from doublet.engines.metadata import xmp
from doublet.engines.metadata.embedding import write
from doublet.engines.metadata.fields import Fields

Format = Literal["jpeg", "png", "webp", "avif"]
PNG_KEY = "XML:com.adobe.xmp"


def encode(pixels: np.ndarray, fields: Fields, format: Format, *, quality: int = 92) -> bytes:
    """The picture as a file with XMP in the place that the format has for it; nothing else is said in it.

    Args:
        pixels: uint8 HxWx3, sRGB.
        quality: of JPEG, WebP and AVIF, 1-100; PNG is written without loss.
    """
    if format == "jpeg":
        return write(encode_jpeg(pixels, quality=quality), fields)
    picture, out, packet = Image.fromarray(pixels), BytesIO(), xmp.packet(fields)
    if format == "png":
        texts = PngImagePlugin.PngInfo()
        texts.add_itxt(PNG_KEY, packet.decode())
        picture.save(out, "PNG", compress_level=6, pnginfo=texts)
    elif format == "webp":
        picture.save(out, "WEBP", quality=quality, method=4, xmp=packet)
    else:
        picture.save(out, "AVIF", quality=quality, subsampling="4:4:4", speed=7, xmp=packet)
    return out.getvalue()
