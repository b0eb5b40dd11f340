"""What is tried: every photo of a person with every photo of a garment."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from doublet.engines.image import decode
from doublet.engines.tryon.contract import Category
from doublet.engines.tryon.drape.garment_photo import cut_garment
from doublet.kernel.refusals import Refused

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".avif"}
_KINDS: dict[Category, str] = {
    "tops": "top tee tshirt t-shirt shirt polo knit blouse longsleeve tank vest sweater sweatshirt hoodie jumper",
    "dresses": "dress gown",
    "bottoms": "trouser pants jeans chino leggings shorts bottom",
    "skirts": "skirt",
}


@dataclass(frozen=True)
class Photo:
    """One file: whose or what it is, and the hash of its bytes."""

    path: Path
    name: str
    sha256: str


@dataclass(frozen=True)
class Person:
    """A photo of a person; photos in one folder of their own are one person's."""

    photo: Photo
    who: str


@dataclass(frozen=True)
class Worn:
    """A photo of a garment, its kind and how that was learned: "listed", "name" or "guessed"."""

    photo: Photo
    category: Category
    learned: str


def people(folder: Path) -> list[Person]:
    """Every picture below the folder; of the project's own fictional people only the frontal body photos."""
    listed = folder / "people.json"
    if listed.is_file():
        known = json.loads(listed.read_text())["people"]
        wanted = [
            folder / photo["file"]
            for person in known
            for photo in person["photos"]
            if photo["framing"] != "face" and photo["angle"] == "front"
        ]
    else:
        wanted = pictures(folder)
    return [Person(_photo(path, folder), _who(path, folder)) for path in wanted]


def garments(folder: Path) -> list[Worn]:
    """Every picture of the folder with its kind: from ``garments.csv`` (file,category), its name, or its shape."""
    listed = _listed(folder / "garments.csv")
    found = []
    for path in pictures(folder):
        photo = _photo(path, folder)
        kind, learned = listed.get(path.name), "listed"
        if kind is None:
            kind, learned = kind_of_name(path.stem), "name"
        if kind is None:
            kind, learned = _kind_of_shape(path), "guessed"
        found.append(Worn(photo, kind, learned))
    return found


def pictures(folder: Path) -> list[Path]:
    """The picture files below a folder, by name."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)


def kind_of_name(stem: str) -> Category | None:
    """The kind that a file name begins with, the longest word first; None where it names none."""
    words = [(word, kind) for kind, listed in _KINDS.items() for word in listed.split()]
    for word, kind in sorted(words, key=lambda pair: -len(pair[0])):
        if stem.lower().startswith(word):
            return kind
    return None


def _kind_of_shape(path: Path) -> Category:
    """Two legs are trousers, something long is a dress, the rest tops: a guess, and said to be one."""
    try:
        mask = cut_garment(decode(path.read_bytes()).pixels).mask
    except Refused:
        return "tops"
    rows = [row for row in mask if row.any()]
    low = rows[int(0.7 * len(rows)) : int(0.95 * len(rows))]
    gaps = [abs(row.astype(int)[1:] - row.astype(int)[:-1]).sum() >= 3 for row in low]
    wide = max(int(row.sum()) for row in rows)
    if gaps and sum(gaps) > 0.7 * len(gaps) and wide < 0.75 * len(rows):
        return "bottoms"
    return "dresses" if len(rows) > 1.45 * wide else "tops"


def _listed(table: Path) -> dict[str, Category]:
    if not table.is_file():
        return {}
    with table.open(newline="") as lines:
        rows = {row["file"]: row["category"] for row in csv.DictReader(lines)}
    for file, kind in rows.items():
        if kind not in get_args(Category):
            raise SystemExit(f"{table}: {file} is listed as {kind!r}; one of {', '.join(get_args(Category))}")
    return rows  # type: ignore[return-value]


def _photo(path: Path, folder: Path) -> Photo:
    name = "_".join(path.relative_to(folder).with_suffix("").parts)
    return Photo(path, name, hashlib.sha256(path.read_bytes()).hexdigest())


def _who(path: Path, folder: Path) -> str:
    return path.stem if path.parent == folder else path.parent.relative_to(folder).as_posix()
