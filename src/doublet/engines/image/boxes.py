"""A walk through the outer boxes of HEIC and AVIF files."""

from __future__ import annotations

from doublet.engines.image.container import Container, animated, broken, polyglot, truncated
from doublet.engines.image.photo import Format

_KNOWN = {b"ftyp", b"meta", b"mdat", b"free", b"skip", b"wide", b"uuid", b"idat", b"mpvd", b"udta", b"jumb"}


def walk(data: bytes, kind: Format) -> Container:
    """Check that boxes fill the file exactly and that none of them is a film.

    The inner parts stay with the decoder: size, rotation and EXIF come from it, before it decodes.

    Raises:
        BadInput: ``truncated``, ``broken_picture``, ``animated``, ``polyglot``.
    """
    position = 0
    seen: set[bytes] = set()
    while position < len(data):
        length, name = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        if name not in _KNOWN | {b"moov", b"moof"}:
            if seen >= {b"ftyp", b"meta"}:
                raise polyglot("Something else is attached behind the end of the picture.")
            raise broken("The file's parts do not follow one another.")
        if name in (b"moov", b"moof"):
            raise animated()
        if length == 1:
            length = int.from_bytes(data[position + 8 : position + 16], "big")
        elif length == 0:
            length = len(data) - position
        if length < 8:
            raise broken("A part of the file says that it has no length.")
        if position + length > len(data):
            raise truncated()
        seen.add(name)
        position += length
    if b"meta" not in seen:
        raise truncated("The file holds no picture data.")
    return Container(kind, data, None)
