"""Is a listed word taken back where it stands ("no alcohol", "is not shown"), or only seemingly so?"""

from __future__ import annotations

import re
from typing import Literal

from doublet.engines.language.lists import Words

Standing = Literal["meant", "taken back", "unclear"]

_WORDS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")
_REACH = 7
_SHORT = 3


def standing(text: str, start: int, end: int, lists: Words, *, covered: str) -> Standing:
    """How a hit in a plain text stands.

    A hit is taken back only when nothing but small words and other listed words stand between it and the "no":
    "no boring bikinis" and "nothing but lingerie" are left to a person.

    Args:
        covered: the text with every listed phrase blanked out, so that enumerations can be read through.
    """
    opened = max(text.rfind(",", 0, start), text.rfind(".", 0, start)) + 1
    closed = min((place for mark in ",." if (place := text.find(mark, end)) >= 0), default=len(text))
    if lists.before.search(text, start, end):  # "ne montrez pas le ventre"
        return "unclear" if lists.unless.search(text, start, end) else "taken back"
    nots = [match.span() for match in lists.before.finditer(text, opened, start)]
    if nots:
        between = covered[nots[-1][1] : start]
        if lists.unless.search(text, nots[-1][1], start) or _doubled(nots, text, lists):
            return "unclear"
        return "taken back" if _nothing_between(between, lists) else "unclear"
    after = lists.after.search(text, end, closed)
    if after:
        return "taken back" if _nothing_between(covered[end : after.start()], lists) else "unclear"
    if len(_WORDS.findall(text[opened:start])) <= _SHORT and opened and text[opened - 1] == ",":
        earlier = max(text.rfind(",", 0, opened - 1), text.rfind(".", 0, opened - 1)) + 1
        if lists.before.search(text, earlier, opened):
            return "unclear"  # "no alcohol, cigarettes or gambling", or "no fuss, bikinis"
    return "meant"


def _nothing_between(between: str, lists: Words) -> bool:
    left = lists.through.sub(" ", between)
    words = [word for word in _WORDS.findall(left) if word not in lists.common]
    return not words and len(_WORDS.findall(between)) <= _REACH


def _doubled(nots: list[tuple[int, int]], text: str, lists: Words) -> bool:
    """Two noes close together may make a yes ("never without a cigarette")."""
    if len(nots) < 2:
        return False
    between = text[nots[-2][1] : nots[-1][0]]
    return not between.strip() or bool(lists.unless.search(between))
