"""Taking a JPEG apart into its marker segments, and putting it together again."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.kernel.refusals import BadInput

APP0, APP1, APP2, APP11, APP13, APP14, APP15 = 0xE0, 0xE1, 0xE2, 0xEB, 0xED, 0xEE, 0xEF
COMMENT = 0xFE
LONGEST = 0xFFFF - 2
_SOI = b"\xff\xd8"
_START_OF_SCAN = 0xDA
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xDA)})


@dataclass(frozen=True)
class Segment:
    """One marker segment before the picture data: its marker byte and its content."""

    marker: int
    content: bytes


@dataclass(frozen=True)
class Jpeg:
    """The header segments, and all from the first start of scan on as it was."""

    segments: tuple[Segment, ...]
    rest: bytes

    def assemble(self) -> bytes:
        """The file again."""
        head = b"".join(
            bytes((0xFF, s.marker)) + (len(s.content) + 2).to_bytes(2, "big") + s.content
            for s in self.segments
        )
        return _SOI + head + self.rest


def take_apart(data: bytes) -> Jpeg:
    """The segments of a JPEG.

    Raises:
        BadInput: it does not start as a JPEG, or ends before its picture begins.
    """
    if not data.startswith(_SOI):
        raise BadInput("not_a_jpeg", "The file is not a JPEG picture.")
    segments: list[Segment] = []
    place = len(_SOI)
    while True:
        while data[place : place + 2] == b"\xff\xff":
            place += 1
        if place + 4 > len(data) or data[place] != 0xFF or data[place + 1] in _WITHOUT_LENGTH:
            raise BadInput("jpeg_broken", "The JPEG ends or breaks before its picture begins.")
        marker = data[place + 1]
        if marker == _START_OF_SCAN:
            return Jpeg(tuple(segments), data[place:])
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        content = data[place + 4 : place + 2 + length]
        if length < 2 or len(content) != length - 2:
            raise BadInput("jpeg_broken", "A part of the JPEG's header is cut short.")
        segments.append(Segment(marker, content))
        place += 2 + length
