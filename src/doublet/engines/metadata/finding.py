"""The XMP of a file that anybody may have made: found without decoding a pixel, read without trusting a byte."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image

from doublet.engines.metadata import xmp
from doublet.engines.metadata.fields import Found
from doublet.engines.metadata.segments import APP1, take_apart
from doublet.kernel.refusals import BadInput

_OTHERS = ("PNG", "WEBP", "AVIF")
_JPEG = b"\xff\xd8"


def read(data: bytes) -> Found:
    """What the XMP of a JPEG, PNG, WebP or AVIF says; empty for a file without, or of no such format."""
    packet = _of_jpeg(data) if data.startswith(_JPEG) else _of_others(data)
    return xmp.parse(packet) if packet else Found()


def _of_jpeg(data: bytes) -> bytes:
    try:
        segments = take_apart(data).segments
    except BadInput:
        return b""
    ours = (s.content for s in segments if s.marker == APP1 and s.content.startswith(xmp.SIGNATURE))
    return next(ours, b"").removeprefix(xmp.SIGNATURE)


def _of_others(data: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=_OTHERS) as picture:
                found = picture.info.get("xmp", b"")
    # Decoders meet hostile headers with whatever exception is nearest.
    except Exception:
        return b""
    return found if isinstance(found, bytes) else b""
