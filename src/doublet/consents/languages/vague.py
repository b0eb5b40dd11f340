"""Words that leave a use open, in every language at once, and what counts as described. Pure.

A brief may be written in any language, so every list is looked through whatever language it claims.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category, normalize

from doublet.consents.languages import CODES, language
from doublet.kernel.refusals import BadInput

MIN_WORDS = 15  # how specific a description must be; a threshold of ours
MIN_CHARACTERS = 30  # the same for Chinese and Japanese, which are written without gaps
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_HINT = "Say what the pictures show, for which collection, and where people will see them."


def refuse_vague(what: str, text: str) -> None:
    """Refuse free text of terms that leaves open what is agreed, whatever language it is in.

    Raises:
        BadInput: it holds a phrase such as “in perpetuity”; the reason names it.
    """
    if found := vague_phrase(text):
        raise BadInput(
            "vague_words",
            f"{what} says “{found}”, which leaves open what is agreed.",
            rule="FWA-02",
            hint="Name the use, the places and the days instead. They stand in the terms.",
        )


def refuse_short(what: str, text: str) -> None:
    """Refuse a description that is too short to describe anything (rule NY-GOL-01)."""
    if len(_HAN.findall(text)) * 2 > len(text.replace(" ", "")):
        count, least, unit = len(_HAN.findall(text)), MIN_CHARACTERS, "characters"
    else:
        count, least, unit = (
            len([word for word in text.split() if any(map(str.isalnum, word))]),
            MIN_WORDS,
            "words",
        )
    if count < least:
        raise BadInput(
            "too_vague",
            f"{what} has {count} {unit}; a use must be described in at least {least}.",
            rule="NY-GOL-01",
            hint=_HINT,
        )


def vague_phrase(text: str) -> str:
    """The first phrase that leaves a use open; empty when there is none."""
    folded = f" {_folded(text)} "
    without_gaps = folded.replace(" ", "")
    for plain, phrase in _phrases():
        if plain in without_gaps if _HAN.search(phrase) else f" {plain} " in folded:
            return phrase
    return ""


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    return tuple(
        (_folded(phrase), phrase) for code in CODES for phrase in language(code).tables["vague"]["phrases"]
    )


def _folded(text: str) -> str:
    """Without case, accents, invisible characters and punctuation; words one space apart."""
    kept = (
        char if char.isalnum() else " "
        for char in normalize("NFKD", text).casefold()
        if category(char) not in ("Mn", "Cf")
    )
    return " ".join("".join(kept).split())
