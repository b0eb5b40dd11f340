"""Words in an alphabet that no list here reads, which must not pass unread."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

FEWEST = 3
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_READ = (
    "LATIN",
    "CJK",
    "IDEOGRAPHIC",
    "FULLWIDTH LATIN",
    "MATHEMATICAL",
    "MODIFIER",
    "FEMININE",
    "MASCULINE",
)


def foreign(text: str) -> tuple[int, int] | None:
    """The place of the first three letters or more in a row that are of another alphabet."""
    for match in _LETTERS.finditer(text):
        start = match.start()
        for place in range(match.start(), match.end() + 1):
            if place == match.end() or _is_read(text[place]):
                if place - start >= FEWEST:
                    return start, place
                start = place + 1
    return None


@cache
def _is_read(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_READ)
