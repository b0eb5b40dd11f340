"""Metadata into a JPEG, without touching a pixel."""

from __future__ import annotations

from doublet.engines.metadata import iim, xmp
from doublet.engines.metadata.fields import Fields
from doublet.engines.metadata.segments import (
    APP0,
    APP1,
    APP2,
    APP11,
    APP13,
    APP14,
    APP15,
    COMMENT,
    Jpeg,
    Segment,
    take_apart,
)
from doublet.kernel.refusals import Conflict

_ICC = b"ICC_PROFILE\x00"


def write(jpeg: bytes, fields: Fields) -> bytes:
    """The same picture, saying `fields` and nothing else about itself.

    Everything that the file said before goes: EXIF with its place and camera, older XMP and IPTC,
    comments. Only what decoding needs stays (JFIF, the colour profile, Adobe's colour marker). The
    picture must be upright, since an EXIF orientation goes as well.

    Raises:
        BadInput: not a JPEG, or broken before its picture begins.
        Conflict: the file is signed; writing would break its credential.
    """
    file = take_apart(jpeg)
    if any(segment.marker == APP11 for segment in file.segments):
        raise Conflict(
            "already_signed",
            "The file carries a credential; metadata must be written before signing.",
            rule="C2-03",
            hint="Write metadata into the unsigned file, then sign it.",
        )
    kept = [segment for segment in file.segments if _needed(segment)]
    header = [segment for segment in kept if segment.marker == APP0]
    said = [
        Segment(APP1, xmp.SIGNATURE + xmp.packet(fields)),
        Segment(APP13, iim.block(fields)),
    ]
    rest = [segment for segment in kept if segment.marker != APP0]
    return Jpeg((*header, *said, *rest), file.rest).assemble()


def _needed(segment: Segment) -> bool:
    if segment.marker == APP0:
        return segment.content.startswith(b"JFIF\x00")
    if segment.marker == APP2:
        return segment.content.startswith(_ICC)
    if segment.marker == APP14:
        return segment.content.startswith(b"Adobe")
    return not (APP0 <= segment.marker <= APP15 or segment.marker == COMMENT)
