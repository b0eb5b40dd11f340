"""Which language a sentence is written in, by its small words."""

from __future__ import annotations

import re

from doublet.engines.language.lists import words
from doublet.engines.language.subjects import LANGUAGES

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTERS = re.compile(r"[a-z]+")
FEW = 0.12  # under this share of small words, a text of LONG words and more is in no language known here
LONG = 8


def spoken(sentence: str, whole: str) -> tuple[str, ...]:
    """The likeliest languages of a plain sentence: by its own small words and by those of the whole text."""
    return tuple(dict.fromkeys([*_likeliest(sentence, least=2), *_likeliest(whole, least=1)]))


def unknown(text: str) -> bool:
    """Is this a text of some length with hardly a small word of any language known here?"""
    found = _LETTERS.findall(text)
    if len(found) < LONG or len(_HAN.findall(text)) > len(found):
        return False
    best = max(sum(word in words(language).common for word in found) for language in LANGUAGES)
    return best / len(found) < FEW


def _likeliest(text: str, *, least: int) -> tuple[str, ...]:
    found = _LETTERS.findall(text)
    han = len(_HAN.findall(text))
    counts = {language: sum(word in words(language).common for word in found) for language in LANGUAGES}
    counts["zh"] = han if han >= 2 else 0
    best = max(counts.values())
    if best < least:
        return ()
    return tuple(
        language for language, count in counts.items() if count == best or (language == "zh" and han >= 2)
    )
