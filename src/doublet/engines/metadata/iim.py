"""The old IPTC block (IIM in a Photoshop resource): two fields, for picture desks that read nothing newer."""

from __future__ import annotations

from doublet.engines.metadata.fields import Fields

SIGNATURE = b"Photoshop 3.0\x00"
_RESOURCE = b"8BIM\x04\x04\x00\x00"
_UTF8 = b"\x1b%G"
_CREDIT_BYTES, _CAPTION_BYTES, _INSTRUCTION_BYTES = 32, 2000, 256


def block(fields: Fields) -> bytes:
    """The content of an APP13 segment with caption, credit and instructions; XMP has the rest."""
    records = (
        _record(1, 90, _UTF8)
        + _record(2, 0, b"\x00\x04")
        + _record(2, 40, _cut(f"Permission status: {fields.status_url}", _INSTRUCTION_BYTES))
        + _record(2, 110, _cut(fields.credit, _CREDIT_BYTES))
        + _record(2, 120, _cut(fields.description, _CAPTION_BYTES))
    )
    padding = b"\x00" * (len(records) % 2)
    return SIGNATURE + _RESOURCE + len(records).to_bytes(4, "big") + records + padding


def _record(number: int, dataset: int, value: bytes) -> bytes:
    return bytes((0x1C, number, dataset)) + len(value).to_bytes(2, "big") + value


def _cut(text: str, limit: int) -> bytes:
    return text.encode()[:limit].decode(errors="ignore").encode()
