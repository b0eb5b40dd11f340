"""All pairs, a few people at a time, leaving out what was done before from the same photos and code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from bench.drape.corpus import Person, Worn
from bench.drape.making import Outcome, attempt, engine

from doublet.engines import tryon

_AT_ONCE = 3  # as many people as the engine keeps prepared


def code_hash() -> str:
    """The hash of the engine's own sources: a changed engine makes its pictures anew."""
    root = Path(tryon.__file__).parent
    sources = [path for path in sorted(root.rglob("*.py")) if "tests" not in path.parts]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def run(people: list[Person], garments: list[Worn], folder: Path) -> Iterator[Outcome]:
    """Every pair's outcome as it comes, an old one where nothing changed since."""
    for name in ("pictures", "pairs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    code, maker = code_hash(), engine()
    for first in range(0, len(people), _AT_ONCE):
        for worn in garments:
            for person in people[first : first + _AT_ONCE]:
                key = hashlib.sha256(
                    f"{code}:{person.photo.sha256}:{worn.photo.sha256}:{worn.category}".encode()
                ).hexdigest()[:24]
                yield done(folder, person, worn, key) or attempt(maker, person, worn, key, folder)


def done(folder: Path, person: Person, worn: Worn, key: str) -> Outcome | None:
    """The outcome of an earlier run of the same photos and code."""
    file = folder / "pairs" / f"{person.photo.name}__{worn.photo.name}.json"
    if not file.is_file():
        return None
    try:
        kept = json.loads(file.read_text())
    except json.JSONDecodeError:  # the run was stopped while it wrote
        return None
    if kept.get("key") != key:
        return None
    known = {each.name for each in fields(Outcome)}
    return Outcome(**{name: value for name, value in kept.items() if name in known})
