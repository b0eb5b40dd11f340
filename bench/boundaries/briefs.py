"""The labelled briefs: one a line, with its language, its text and the subjects that it really asks for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

SETS = {
    "tuning": "tuning.jsonl",
    "held out": "held-out.jsonl",
    "afterwards": "afterwards.jsonl",
}


@dataclass(frozen=True)
class Labelled:
    """One brief and what it asks for; nothing where it is clean."""

    language: str
    wants: frozenset[str]
    text: str


def briefs(name: str) -> list[Labelled]:
    """One of the sets."""
    lines = (Path(__file__).parent / SETS[name]).read_text("utf-8").splitlines()
    return [
        Labelled(row["language"], frozenset(row["wants"]), row["text"])
        for row in map(json.loads, lines)
        if row
    ]
