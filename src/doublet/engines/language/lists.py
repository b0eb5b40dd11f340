"""The word lists as patterns: which phrases of a language stand in a plain text, and where."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from doublet.engines.language.plain import fold
from doublet.engines.language.subjects import SUBJECTS

SHARED = "shared"
_NEVER = re.compile(r"(?!)")
_WORD = r"[a-z0-9]"
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Words:
    """One language's lists, ready to search with."""

    common: frozenset[str]
    sure: dict[str, re.Pattern[str]]
    ask: dict[str, re.Pattern[str]]
    harmless: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    through: re.Pattern[str]
    unless: re.Pattern[str]

    def hits(self, text: str) -> Iterator[tuple[str, bool, int, int]]:
        """Every listed phrase in a plain text: subject, whether it is sure, and from where to where.

        A phrase inside a longer sure one is part of that: bare shoulders are no nudity.
        """
        sure = list(self._matches(self.sure, text))
        for subject, start, end in sure:
            if not _inside(start, end, sure):
                yield subject, True, start, end
        for subject, start, end in self._matches(self.ask, text):
            if not _inside(start, end, sure):
                yield subject, False, start, end

    @staticmethod
    def _matches(patterns: dict[str, re.Pattern[str]], text: str) -> Iterator[tuple[str, int, int]]:
        for subject, pattern in patterns.items():
            for match in pattern.finditer(text):
                yield subject, match.start(), match.end()


def _inside(start: int, end: int, others: list[tuple[str, int, int]]) -> bool:
    return any(head <= start and end <= tail and tail - head > end - start for _, head, tail in others)


@cache
def words(language: str) -> Words:
    """The lists of one language, or of `SHARED`."""
    raw = tomllib.loads(resources.files(__package__).joinpath("words", f"{language}.toml").read_text("utf-8"))
    nots = raw.get("not", {})
    return Words(
        common=frozenset(_phrases(raw, "common")),
        sure={subject: _any(_phrases(raw.get(subject, {}), "sure")) for subject in SUBJECTS},
        ask={subject: _any(_phrases(raw.get(subject, {}), "ask")) for subject in SUBJECTS},
        harmless=_any(_phrases(raw.get("harmless", {}), "phrases")),
        before=_any(_phrases(nots, "before")),
        after=_any(_phrases(nots, "after")),
        through=_any(_phrases(nots, "through")),
        unless=_any(_phrases(nots, "unless")),
    )


def _phrases(table: dict[str, Any], name: str) -> list[str]:
    return [phrase.strip() for phrase in str(table.get(name, "")).split(",") if phrase.strip()]


def _any(phrases: list[str]) -> re.Pattern[str]:
    if not phrases:
        return _NEVER
    longest_first = sorted({_pattern(phrase) for phrase in phrases}, key=lambda each: (-len(each), each))
    return re.compile("|".join(longest_first))


def _pattern(phrase: str) -> str:
    sides = [" +".join(_part(part) for part in side.split()) for side in phrase.split("~")]
    joined = rf" +(?:{_WORD}+ +){{0,3}}".join(sides)
    if _HAN.search(phrase) or not re.search(r"\w", phrase):
        return joined
    return rf"(?<!{_WORD}){joined}(?!{_WORD})"


def _part(part: str) -> str:
    stem = re.escape(fold(part.strip("*"))).replace(r"\ ", " +")
    more = f"{_WORD}*"
    return (more if part.startswith("*") else "") + stem + (more if part.endswith("*") else "")
