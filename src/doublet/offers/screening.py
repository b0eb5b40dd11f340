"""What the words of a brief ask for, held against a model's boundaries. No database, no clock.

A closed door is refused where the words are beyond doubt, and becomes a question to her where they are not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from doublet.consents.boundaries import BoundaryTerms
from doublet.engines.language import ALWAYS_CLOSED, SUBJECTS, UNREAD, Finding, screen
from doublet.engines.language.plain import fold, readings
from doublet.kernel.refusals import Refused

# Which door a subject stands behind: the group of doors, and the door.
DOORS = {
    "swim": ("kinds", "swim"),
    "lingerie": ("kinds", "lingerie"),
    "fur": ("kinds", "fur"),
    "shoulders": ("exposure", "shoulders"),
    "legs": ("exposure", "legs"),
    "midriff": ("exposure", "midriff"),
    "neckline": ("exposure", "neckline"),
    "back": ("exposure", "back"),
    "sheer": ("exposure", "sheer"),
    "alcohol": ("settings", "alcohol"),
    "tobacco": ("settings", "tobacco"),
    "gambling": ("settings", "gambling"),
    "politics": ("settings", "politics"),
    "faith": ("settings", "faith"),
    "adults": ("company", "adults"),
    "animals": ("company", "animals"),
    "body_shape": ("alterations", "body_shape"),
    "lying": ("poses", "lying"),
}
BRAND = "brand"  # a brand that she ruled out is named
WORDS = {
    **SUBJECTS,
    UNREAD: "words in a language that could not be read here",
    BRAND: "a brand that you ruled out, or a competitor's",
}
PROSE = ("description", "note")
PLACES = {
    "title": "the title",
    "description": "the description",
    "note": "the note",
    "garments": "a garment's name",
    "backgrounds": "a background's name",
}


@dataclass(frozen=True)
class Touch:
    """Words that touch a closed door: the subject, where they stand, and the sentence around them."""

    subject: str
    where: str
    words: str
    sentence: str
    sure: bool


def is_closed(bounds: BoundaryTerms, subject: str) -> bool:
    """Is a subject behind a closed door? Nudity, looking under age and another identity always are."""
    if subject in ALWAYS_CLOSED or subject not in DOORS:
        return True
    group, door = DOORS[subject]
    return door not in getattr(bounds, group)


def touches(bounds: BoundaryTerms, said: Mapping[str, str], *, own: str = "") -> tuple[Touch, ...]:
    """Everything in these texts that touches a closed door.

    Args:
        said: the texts by where they stand, one of `PLACES`.
        own: the brand's own name, which it may write.
    """
    found = [
        _touch(finding, where)
        for where, text in said.items()
        for finding in screen(text, prose=where in PROSE)
        if is_closed(bounds, finding.subject)
    ]
    ruled_out = {*bounds.never_brands, *bounds.never_rivals_of}
    for where, text in said.items():
        found += [
            Touch(BRAND, where, name, _around(text, start, end), False)
            for name, start, end in _named(text, ruled_out - {own})
        ]
    return tuple(found)


def touched_in_talk(bounds: BoundaryTerms, text: str) -> tuple[Touch, ...]:
    """What a message touches beyond doubt, each subject once; nobody is warned for a guess.

    The brands that she ruled out are hers to know and left out.
    """
    asked = touches(replace(bounds, never_brands=(), never_rivals_of=()), {"note": text})
    found = {touch.subject: touch for touch in reversed(asked) if touch.sure}
    return tuple(found.values())


def refuse_sure(found: tuple[Touch, ...]) -> None:
    """Refuse words that are beyond doubt, naming each with its boundary."""
    sure = [touch for touch in found if touch.sure]
    if sure:
        named = "; ".join(
            f"“{touch.words}” in {PLACES[touch.where]} ({WORDS[touch.subject]})"
            for touch in {(touch.subject, touch.words): touch for touch in sure}.values()
        )
        raise Refused(
            "boundary_in_words",
            f"These words ask for what the model has ruled out: {named}.",
            rule="HOUSE-BOUNDARY",
            hint="Write it otherwise, or choose a model whose boundaries allow it. To rule something out, "
            "write “no alcohol”.",
        )


def _touch(finding: Finding, where: str) -> Touch:
    return Touch(finding.subject, where, finding.words, finding.sentence, finding.degree == "sure")


def _named(text: str, names: set[str]) -> list[tuple[str, int, int]]:
    plain = readings(text)[0]
    found = []
    for name in sorted(names):
        if not (folded := fold(name)):
            continue
        pattern = r" +".join(re.escape(word) for word in folded.split())
        for match in re.finditer(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])", plain.text):
            start, end = plain.typed(*match.span())
            found.append((text[start:end], start, end))
    return found


def _around(text: str, start: int, end: int) -> str:
    opened = max(text.rfind(mark, 0, start) for mark in ".!?\n。！？") + 1
    closed = min(
        (place for mark in ".!?\n。！？" if (place := text.find(mark, end)) >= 0), default=len(text) - 1
    )
    return text[opened : closed + 1].strip()
