"""A walk through a JPEG's segments: what is picture, what is luggage, where it ends."""

from __future__ import annotations

from doublet.engines.image.container import Container, broken, polyglot, truncated

MAX_SCANS = 120  # libjpeg redraws the picture for every scan: thousands of tiny ones stall a worker
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PICTURE = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDD}
_EXIF, _XMP, _ICC, _MPF = b"Exif\0\0", b"http://ns.adobe.com/", b"ICC_PROFILE\0", b"MPF\0"


def walk(data: bytes) -> Container:
    """Keep the picture's own segments and the colour profile, take EXIF aside, drop the rest.

    Raises:
        BadInput: ``truncated``, ``broken_picture``, or ``polyglot`` when something that no camera
            writes follows the end of the picture.
    """
    kept, dropped = [data[:2]], set()
    size, exif, position, scans = None, b"", 2, 0
    while True:
        marker, body, end = _segment(data, position)
        if marker == 0xD9:
            break
        if marker in _FRAMES and len(body) >= 6:
            size = (int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
        if marker == 0xE1 and body.startswith(_EXIF) and not exif:
            exif = body[6:]
        if marker == 0xDA:
            scans += 1
            end = _scan_end(data, end)
        if marker in _PICTURE or marker in (0xDA, 0xEE) or (marker == 0xE2 and body.startswith(_ICC)):
            kept.append(data[position:end])
        elif luggage := _luggage(marker, body):
            dropped.add(luggage)
        position = end
    if size is None or not scans:
        raise truncated("The file holds no picture data.")
    if scans > MAX_SCANS:
        raise broken(f"The JPEG is built from {scans} scans; photos have a dozen at most.")
    if _tail(data[end:]):
        dropped.add("extra_pictures")
    kept.append(b"\xff\xd9")
    return Container("jpeg", b"".join(kept), size, exif, frozenset(dropped))


def _segment(data: bytes, position: int) -> tuple[int, bytes, int]:
    """The marker at this place, its body, and where the next one starts."""
    while data[position : position + 2] == b"\xff\xff":
        position += 1
    if position + 2 > len(data):
        raise truncated()
    if data[position] != 0xFF:
        raise broken("The JPEG's parts do not follow one another.")
    marker = data[position + 1]
    if marker in (0xD8, 0xD9, 0x01) or 0xD0 <= marker <= 0xD7:
        return marker, b"", position + 2
    length = int.from_bytes(data[position + 2 : position + 4], "big")
    end = position + 2 + length
    if length < 2:
        raise broken("A part of the JPEG says that it has no length.")
    if end > len(data):
        raise truncated()
    return marker, data[position + 4 : end], end


def _scan_end(data: bytes, position: int) -> int:
    """Where the compressed pixels end: the next marker that is neither a stuffed byte nor a restart."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            raise truncated()
        following = data[position + 1]
        if following == 0xFF:
            position += 1
        elif following == 0 or 0xD0 <= following <= 0xD7:
            position += 2
        else:
            return position


def _luggage(marker: int, body: bytes) -> str:
    if marker == 0xE1:
        return "exif" if body.startswith(_EXIF) else "xmp"
    if marker == 0xED:
        return "iptc"
    if marker == 0xEB:
        return "content_credentials"
    if marker == 0xFE:
        return "comments"
    return "extra_pictures" if marker == 0xE2 and body.startswith(_MPF) else ""


def _tail(tail: bytes) -> bool:
    """Whether a camera's extra (depth map, motion clip, maker's trailer) follows the picture."""
    rest = tail.strip(b"\0\r\n")
    if not rest:
        return False
    while rest.startswith(b"\xff\xd8\xff"):
        rest = rest[_end_of(rest) :].lstrip(b"\0")
    if not rest or rest[4:8] == b"ftyp" or (rest.endswith(b"SEFT") and b"SEFH" in rest):
        return True
    raise polyglot("Something else is attached behind the end of the photo.")


def _end_of(data: bytes) -> int:
    position = 2
    while True:
        marker, _, position = _segment(data, position)
        if marker == 0xD9:
            return position
        if marker == 0xDA:
            position = _scan_end(data, position)
