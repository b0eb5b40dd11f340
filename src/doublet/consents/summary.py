"""Boundaries in sentences: what a brand can ask for today, how many doors are open, and what changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.terms import (
    ALTERATIONS,
    CHANNELS,
    COMPANY,
    EXPOSURE,
    KINDS,
    POSES,
    PROCESSORS,
    PURPOSES,
    SETTINGS,
    TERRITORIES,
)

GROUPS = {
    "kinds": KINDS,
    "exposure": EXPOSURE,
    "poses": POSES,
    "settings": SETTINGS,
    "company": COMPANY,
    "purposes": PURPOSES,
    "channels": CHANNELS,
    "territories": TERRITORIES,
    "alterations": ALTERATIONS,
    "processors": PROCESSORS,
}
# Without one open door in each of these, no brief can be written.
_NEEDED = {
    "kinds": "one kind of garment",
    "poses": "one pose",
    "settings": "one setting",
    "purposes": "one purpose",
    "channels": "one place where pictures are shown",
    "territories": "one country",
}
ALWAYS_CLOSED = (
    ("Nudity and sex", "in any picture, whatever a paper says"),
    ("Under 18", "no picture of anybody under 18, and none made to look so"),
    ("Skin tone", "never changed"),
    ("Age", "never made older or younger"),
    ("The structure of your face", "never changed"),
    ("Training models", "your photos train nothing"),
)


@dataclass(frozen=True)
class Standing:
    """How boundaries stand: the sentence, and how many doors of how many are open."""

    sentence: str
    open: int
    doors: int


def standing(bounds: BoundaryTerms) -> Standing:
    """What a brand can ask for today."""
    opened = sum(len(getattr(bounds, name)) for name in GROUPS)
    return Standing(_sentence(bounds), opened, sum(map(len, GROUPS.values())))


def changes(before: BoundaryTerms, after: BoundaryTerms) -> tuple[list[str], list[str]]:
    """The doors that were opened, and those that were closed, in words."""
    opened, closed = [], []
    for name, words in GROUPS.items():
        old, new = set(getattr(before, name)), set(getattr(after, name))
        opened += [words[code] for code in words if code in new - old]
        closed += [words[code] for code in words if code in old - new]
    return opened, closed


def _sentence(bounds: BoundaryTerms) -> str:
    missing = [what for name, what in _NEEDED.items() if not getattr(bounds, name)]
    if missing:
        return f"Today no brand can ask you for anything. Still to open: at least {_and(missing)}."
    parts = [
        f"Today a brand can ask you to wear {_named(bounds, 'kinds')}",
        f"{_named(bounds, 'poses', 'or')}",
        f"with {_named(bounds, 'settings', 'or')}",
        f"showing {_named(bounds, 'exposure')}"
        if bounds.exposure
        else "with no bare skin beyond face and hands",
        f"together with {_named(bounds, 'company')}" if bounds.company else "alone in the picture",
    ]
    use = f"for {_named(bounds, 'purposes').lower()}, on {_named(bounds, 'channels')}; shown in: {_named(bounds, 'territories')}"
    altered = (
        f"It may alter your {_named(bounds, 'alterations')}."
        if bounds.alterations
        else "Nothing of you may be altered."
    )
    return f"{', '.join(parts)}; {use}. {altered}"


def _named(bounds: BoundaryTerms, name: str, joint: str = "and") -> str:
    return _and([GROUPS[name][code] for code in GROUPS[name] if code in getattr(bounds, name)], joint)


def _and(words: Iterable[str], joint: str = "and") -> str:
    *first, last = list(words)
    return f"{', '.join(first)} {joint} {last}" if first else last
