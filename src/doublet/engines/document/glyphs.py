"""Which characters the shipped fonts can print, read from the fonts themselves.

PDF/A forbids the empty box for a missing character, and a contract must not lose a letter of a
name in silence: what cannot be printed is replaced visibly and listed on the paper.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
REPLACEMENT = "\u25a1"

# Joiners shape Persian and the scripts of India; other invisible controls could reorder a contract.
_JOINERS = frozenset({0x200C, 0x200D})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text that a paper cannot show, as ``U+XXXX``, each once, in order."""
    missing = [c for c in unicodedata.normalize("NFC", text) if not _prints(c)]
    return tuple(dict.fromkeys(f"U+{ord(c):04X}" for c in missing))


def printable(text: str) -> str:
    """The text as a paper shows it: composed, with a box for each character that has no glyph."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c if _prints(c) else REPLACEMENT for c in composed)


def _prints(character: str) -> bool:
    if character == "\n" or ord(character) in _JOINERS:
        return True
    return unicodedata.category(character) not in _INVISIBLE and ord(character) in _covered()


@cache
def _covered() -> frozenset[int]:
    covered: set[int] = set()
    for file in sorted(FONTS.glob("*.[ot]tf")):
        covered.update(_characters(file.read_bytes()))
    return frozenset(covered)


def _characters(font: bytes) -> Iterable[int]:
    """Code points of a font's character map (OpenType `cmap`, formats 4 and 12)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    for index in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == b"cmap":
            count = struct.unpack_from(">H", font, start + 2)[0]
            for record in range(count):
                offset = struct.unpack_from(">L", font, start + 8 + 8 * record)[0]
                yield from _subtable(font, start + offset)


def _subtable(font: bytes, at: int) -> Iterable[int]:
    kind = struct.unpack_from(">H", font, at)[0]
    if kind == 4:
        half = struct.unpack_from(">H", font, at + 6)[0] // 2
        ends = struct.unpack_from(f">{half}H", font, at + 14)
        starts = struct.unpack_from(f">{half}H", font, at + 16 + 2 * half)
        for first, last in zip(starts, ends, strict=True):
            yield from range(first, min(last, 0xFFFE) + 1)
    elif kind == 12:
        groups = struct.unpack_from(">L", font, at + 12)[0]
        for index in range(groups):
            first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * index)
            yield from range(first, last + 1)
