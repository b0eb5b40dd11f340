"""Pictures made on the spot: every kind of good and bad file that a test needs."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
from PIL import Image


def gradient(width: int = 96, height: int = 80) -> np.ndarray:
    """An RGB picture whose corners differ, so that turning it shows."""
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return np.stack([x, y, 255 - x], axis=2).astype(np.uint8)


def file_of(kind: str, pixels: np.ndarray | None = None, **options: object) -> bytes:
    out = BytesIO()
    Image.fromarray(gradient() if pixels is None else pixels).save(out, kind, **options)
    return out.getvalue()


def exif_block(*, orientation: int = 1, taken: str = "2024:05:06 07:08:09", offset: str = "+02:00") -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    detail = exif.get_ifd(0x8769)
    detail[0x9003], detail[0x9011], detail[0xA431] = taken, offset, "SN-12345"
    exif.get_ifd(0x8825)[1] = "N"
    return exif.tobytes()


def png_of(width: int, height: int, rows: bytes = b"", extra: bytes = b"") -> bytes:
    """A PNG that claims a size and holds only the rows given."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
