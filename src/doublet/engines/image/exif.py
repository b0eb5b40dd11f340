"""The few EXIF facts that matter, read defensively: any nonsense in it counts as absent."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

_ORIENTATION, _DATE, _EXIF_BLOCK, _GPS_BLOCK, _THUMBNAIL = 0x0112, 0x0132, 0x8769, 0x8825, 0x0201
_TAKEN, _DIGITISED, _OFFSET, _OWNER, _SERIAL, _MAKER_NOTE = 0x9003, 0x9004, 0x9011, 0xA430, 0xA431, 0x927C
_MAX_ENTRIES = 512
_ASCII, _SHORT, _LONG = 2, 3, 4


@dataclass(frozen=True)
class Exif:
    """What an EXIF block says. ``carries`` names the private things that were in it."""

    orientation: int = 1
    taken_at: datetime | None = None
    carries: frozenset[str] = frozenset()


def read(block: bytes) -> Exif:
    """Read orientation, time and the presence of private parts from a TIFF-structured block."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None:
        return Exif()
    first, after = _directory(block, order, _number(block, order, 4))
    detail, _ = _directory(block, order, first.get(_EXIF_BLOCK))
    thumbnail, _ = _directory(block, order, after)
    orientation = first.get(_ORIENTATION)
    carries = {
        "gps": _GPS_BLOCK in first,
        "thumbnail": _THUMBNAIL in thumbnail,
        "owner_name": _OWNER in detail,
        "serial_number": _SERIAL in detail,
        "maker_note": _MAKER_NOTE in detail,
    }
    return Exif(
        orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1,
        _time(detail.get(_TAKEN) or detail.get(_DIGITISED) or first.get(_DATE), detail.get(_OFFSET)),
        frozenset(name for name, present in carries.items() if present),
    )


def _directory(block: bytes, order: str, start: object) -> tuple[dict[int, int | bytes], int]:
    """Tags of one directory (short and long numbers, text; others as 0) and where the next one starts."""
    if not isinstance(start, int) or not 8 <= start <= len(block) - 2:
        return {}, 0
    count = min(struct.unpack_from(order + "H", block, start)[0], _MAX_ENTRIES)
    tags: dict[int, int | bytes] = {}
    for place in range(start + 2, start + 2 + 12 * count, 12):
        if place + 12 > len(block):
            return tags, 0
        tag, kind, length = struct.unpack_from(order + "HHI", block, place)
        tags.setdefault(tag, _value(block, order, place + 8, kind, length))
    return tags, _number(block, order, start + 2 + 12 * count)


def _value(block: bytes, order: str, place: int, kind: int, length: int) -> int | bytes:
    if kind == _SHORT:
        return int(struct.unpack_from(order + "H", block, place)[0])
    if kind == _LONG:
        return _number(block, order, place)
    if kind == _ASCII and length <= 64:
        start = place if length <= 4 else _number(block, order, place)
        return block[start : start + length].split(b"\0")[0]
    return 0


def _number(block: bytes, order: str, place: int) -> int:
    return int(struct.unpack_from(order + "I", block, place)[0]) if place + 4 <= len(block) else 0


def _time(text: object, offset: object) -> datetime | None:
    if not isinstance(text, bytes):
        return None
    try:
        moment = datetime.strptime(text.decode("ascii").strip(), "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment.replace(tzinfo=_zone(offset))


def _zone(offset: object) -> timezone:
    """``+02:00`` as a zone; UTC where the camera did not say."""
    try:
        text = offset.decode("ascii") if isinstance(offset, bytes) else ""
        minutes = int(text[1:3]) * 60 + int(text[4:6])
        return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
    except (ValueError, IndexError):
        return UTC
