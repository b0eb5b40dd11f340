"""A rule as pages, API and command line show it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from doublet.rulebook.pack import BINDS, ELSEWHERE, KINDS, PLACES, STATUSES, Pack, Rule
from doublet.rulebook.rules import effective

NO_ADVICE = "Helps you record and check; not legal advice."
_DOES = {
    "block": "Blocks",
    "warn": "Warns",
    "record": "Is recorded",
    "show": "Is shown",
}
_MOMENTS = {
    "sign": "signing",
    "enqueue": "asking for a picture",
    "start": "making it",
    "delivery": "delivering it",
    "download": "downloading it",
    "verify": "verifying it",
}


@dataclass(frozen=True)
class Shown:
    """One rule in words."""

    rule: Rule
    status: str
    kind: str
    places: str
    binds: str
    does: str
    moments: str
    kept: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def shown(rule: Rule) -> Shown:
    """The words for one rule: what it is, what the product does about it, and what not yet."""
    kept = [_place(words) for words in rule.kept_by if not words.startswith("not yet: ")]
    missing = [words.removeprefix("not yet: ") for words in rule.kept_by if words.startswith("not yet: ")]
    moments = [_MOMENTS[moment] for moment in rule.moments if moment != ELSEWHERE]
    return Shown(
        rule=rule,
        status=STATUSES[rule.status],
        kind=KINDS[rule.kind],
        places=", ".join(PLACES[place] for place in rule.places),
        binds=", ".join(BINDS[role] for role in rule.binds),
        does=_DOES[effective(rule)] if rule.at_the_gate or kept else "Not kept here yet",
        moments="every step" if len(moments) == len(_MOMENTS) else ", ".join(moments),
        kept=tuple(kept),
        missing=tuple(missing),
    )


def _place(words: str) -> tuple[str, str]:
    said, _, name = words.rpartition(": ")
    return said, name


def as_json(book: Pack) -> dict[str, Any]:
    """The whole book as data."""
    return {
        "version": book.version,
        "sha256": book.sha256,
        "note": NO_ADVICE,
        "rules": [rule.as_dict() for rule in book.rules],
    }
