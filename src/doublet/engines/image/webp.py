"""A walk through a WebP's chunks."""

from __future__ import annotations

from doublet.engines.image.container import Container, animated, broken, polyglot, truncated

_LUGGAGE = {b"EXIF": "exif", b"XMP ": "xmp", b"C2PA": "content_credentials"}
_EXIF_FLAG, _XMP_FLAG, _ANIMATION_FLAG = 0x08, 0x04, 0x02


def walk(data: bytes) -> Container:
    """Keep the picture, its alpha and its colour profile.

    Raises:
        BadInput: ``truncated``, ``broken_picture``, ``animated``, ``polyglot``.
    """
    length = int.from_bytes(data[4:8], "little") + 8
    if length > len(data):
        raise truncated()
    if data[length:].strip(b"\0\r\n"):
        raise polyglot("Something else is attached behind the end of the picture.")
    kept, dropped, exif, size, position = [], set(), b"", None, 12
    while position + 8 <= length:
        kind, body_length = (
            data[position : position + 4],
            int.from_bytes(data[position + 4 : position + 8], "little"),
        )
        end = position + 8 + body_length + (body_length & 1)
        if position + 8 + body_length > length:
            raise truncated()
        body = data[position + 8 : position + 8 + body_length]
        if kind in (b"ANIM", b"ANMF") or (kind == b"VP8X" and body[:1] and body[0] & _ANIMATION_FLAG):
            raise animated()
        if kind in _LUGGAGE:
            dropped.add(_LUGGAGE[kind])
            exif = exif or (body.removeprefix(b"Exif\0\0") if kind == b"EXIF" else b"")
        elif kind in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"):
            kept.append(_without_flags(data[position:end]) if kind == b"VP8X" else data[position:end])
            size = size or _size(kind, body)
        position = end
    if size is None:
        raise broken("The WebP holds no picture.")
    inner = b"WEBP" + b"".join(kept)
    return Container(
        "webp", b"RIFF" + len(inner).to_bytes(4, "little") + inner, size, exif, frozenset(dropped)
    )


def _without_flags(chunk: bytes) -> bytes:
    return chunk[:8] + bytes([chunk[8] & ~(_EXIF_FLAG | _XMP_FLAG)]) + chunk[9:] if len(chunk) > 8 else chunk


def _size(kind: bytes, body: bytes) -> tuple[int, int] | None:
    if kind == b"VP8X" and len(body) >= 10:
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    if kind == b"VP8L" and body[:1] == b"\x2f":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    return None
