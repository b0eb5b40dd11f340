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


def wide_profile(primaries: dict[str, tuple[float, float]], gamma: float) -> bytes:
    """A small ICC profile (version 2, matrix and gamma) for an RGB space with white D65, adapted to D50."""
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries.values()]).T
    scale = np.linalg.solve(columns, [0.95047, 1, 1.08883])
    bradford = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    ratio = (bradford @ [0.96422, 1, 0.82521]) / (bradford @ [0.95047, 1, 1.08883])
    to_d50 = np.linalg.inv(bradford) @ np.diag(ratio) @ bradford @ (columns * scale)

    def xyz(values: np.ndarray) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(float(v) * 65536)) for v in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(gamma * 256))
    text = b"desc\0\0\0\0\0\0\0\5test\0" + bytes(79)
    tags = {
        b"desc": text,
        b"cprt": b"text\0\0\0\0none\0\0\0\0",
        b"wtpt": xyz(np.array([0.96422, 1, 0.82521])),
    }
    for number, letter in enumerate((b"r", b"g", b"b")):
        tags |= {letter + b"XYZ": xyz(to_d50[:, number]), letter + b"TRC": curve}
    place, table, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        data += bytes(-len(data) % 4)
        table += name + struct.pack(">II", place + len(body), len(data))
        body += data
    head = struct.pack(">I4xI4s4s4s12x4s", place + len(body), 0x02200000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    head += bytes(68 - len(head)) + struct.pack(">iii", 63190, 65536, 54061)
    return head + bytes(128 - len(head)) + table + body
