"""The picture formats that carry a credential, and whether a file carries one, told from its outer structure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/avif": ".avif"}
READABLE = frozenset({*ENDINGS, "image/heic", "image/heif", "image/tiff"})

_APP11, _START_OF_SCAN = 0xEB, 0xDA
_STORE_BOX = bytes.fromhex("6332706100110010800000aa00389b71")
_C2PA_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


def media_type(data: bytes) -> str:
    """The format of a file by its first bytes, among those that are signed here; empty for any other."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] == b"ftypavif":
        return "image/avif"
    return ""


def carries_credential(data: bytes, kind: str) -> bool:
    """True where the place that `kind` has for a credential is taken, whether or not what stands there is sound."""
    if kind == "image/jpeg":
        return any(data[at + 4 : at + 6] == b"JP" for marker, at in _segments(data) if marker == _APP11)
    if kind == "image/png":
        return any(name == b"caBX" for name, _ in _parts(data, 8, name_at=4, extra=12, order="big"))
    if kind == "image/webp":
        return any(name == b"C2PA" for name, _ in _parts(data, 12, name_at=0, extra=8, order="little"))
    boxes = _parts(data, 0, name_at=4, extra=0, order="big")
    return any(name == b"uuid" and data[at + 8 : at + 24] == _C2PA_BOX for name, at in boxes)


def manifest_store(data: bytes, kind: str) -> bytes:
    """The C2PA manifest store (JUMBF) in a file of this format, as it is; empty where there is none."""
    if kind == "image/jpeg":
        return _store_in_jpeg(data)
    if kind == "image/png":
        parts = _parts(data, 8, name_at=4, extra=12, order="big")
        return next(
            (data[at + 8 : at + 8 + _length(data, at, "big")] for name, at in parts if name == b"caBX"), b""
        )
    if kind == "image/webp":
        parts = _parts(data, 12, name_at=0, extra=8, order="little")
        found = (
            data[at + 8 : at + 8 + _length(data, at + 4, "little")] for name, at in parts if name == b"C2PA"
        )
        return next(found, b"")
    boxes = (at for name, at in _parts(data, 0, name_at=4, extra=0, order="big") if name == b"uuid")
    mine = (data[at : at + _length(data, at, "big")] for at in boxes if data[at + 8 : at + 24] == _C2PA_BOX)
    # a uuid box: 24 bytes of head, 4 of version and flags, the purpose ended by a zero, 8 of an offset, the store
    return next((box[28:].partition(b"manifest\0")[2][8:] for box in mine), b"")


def _store_in_jpeg(data: bytes) -> bytes:
    """A store over 64 kB is cut into segments, which number themselves and repeat the eight bytes of its head."""
    pieces: dict[bytes, list[tuple[int, bytes]]] = {}
    for marker, at in _segments(data):
        if marker == _APP11 and data[at + 4 : at + 6] == b"JP":
            body = data[at + 6 : at + 2 + _length(data, at + 2, "big", size=2)]
            pieces.setdefault(body[:2], []).append((int.from_bytes(body[2:6], "big"), body[6:]))
    for box in pieces.values():
        first, *more = (piece for _, piece in sorted(box))
        if first[16:32] == _STORE_BOX:
            return first + b"".join(piece[8:] for piece in more)
    return b""


def _length(data: bytes, at: int, order: Literal["big", "little"], *, size: int = 4) -> int:
    return int.from_bytes(data[at : at + size], order)


def _segments(jpeg: bytes) -> Iterator[tuple[int, int]]:
    """Marker and place of each segment before the picture data."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != _START_OF_SCAN:
        yield jpeg[at + 1], at
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")


def _parts(
    data: bytes, at: int, *, name_at: int, extra: int, order: Literal["big", "little"]
) -> Iterator[tuple[bytes, int]]:
    """Name and place of each part of a file that is a row of them, each with its length.

    Args:
        name_at: where the name stands in a part; the length stands in the other of the first two fours of bytes.
        extra: what the written length leaves out.
    """
    while at + 8 <= len(data):
        yield data[at + name_at : at + name_at + 4], at
        length = int.from_bytes(
            data[at + 4 - name_at : at + 8 - name_at], "big" if order == "big" else "little"
        )
        # RIFF parts begin at even places only.
        at += max(8, length + extra + (length % 2 if order == "little" else 0))
