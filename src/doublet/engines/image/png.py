"""A walk through a PNG's chunks: checksums, end, text that is left behind."""

from __future__ import annotations

import zlib

from doublet.engines.image.container import Container, animated, broken, polyglot, truncated

_NEEDED = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"cHRM"}
_LUGGAGE = {
    b"tEXt": "comments",
    b"zTXt": "comments",
    b"iTXt": "xmp",
    b"eXIf": "exif",
    b"tIME": "comments",
    b"caBX": "content_credentials",
}


def walk(data: bytes) -> Container:
    """Keep the chunks that make the picture, drop all others unread.

    Raises:
        BadInput: ``truncated``, ``broken_picture`` (checksum), ``animated``, ``polyglot``.
    """
    kept, dropped, exif = [data[:8]], set(), b""
    position, kind = 8, b""
    while kind != b"IEND":
        length, kind = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        end = position + 12 + length
        if len(kind) < 4 or end > len(data):
            raise truncated()
        body = data[position + 8 : end - 4]
        if kind in (b"acTL", b"fcTL", b"fdAT"):
            raise animated()
        if kind in _NEEDED:
            if zlib.crc32(kind + body) != int.from_bytes(data[end - 4 : end], "big"):
                raise broken("A checksum in the PNG is wrong: the file was damaged.")
            kept.append(data[position:end])
        elif kind in _LUGGAGE:
            dropped.add(_LUGGAGE[kind])
            exif = exif or (body if kind == b"eXIf" else b"")
        elif not kind[0] & 0x20:
            raise broken("The PNG holds a part of an unknown kind that it calls necessary.")
        position = end
    if data[position:].strip(b"\0\r\n"):
        raise polyglot("Something else is attached behind the end of the picture.")
    header = kept[1]
    if header[4:8] != b"IHDR" or len(header) != 25:
        raise broken("The PNG does not begin with its header.")
    size = (int.from_bytes(header[8:12], "big"), int.from_bytes(header[12:16], "big"))
    return Container("png", b"".join(kept), size, exif, frozenset(dropped))
