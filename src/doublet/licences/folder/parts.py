"""What a folder is made of: chapters of entries, and the files that belong to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """One thing that was said, signed or decided."""

    title: str
    at: datetime | None = None
    state: str = ""
    words: tuple[str, ...] = ()
    facts: Facts = ()


@dataclass(frozen=True)
class File:
    """One file of the folder; `words` say what it is."""

    path: str
    data: bytes
    words: str


@dataclass(frozen=True)
class Chapter:
    """One question that the folder answers."""

    id: str
    title: str
    lead: str
    entries: tuple[Entry, ...] = ()
    files: tuple[File, ...] = ()

    @property
    def text(self) -> str:
        """The chapter as plain text, for somebody who has only the files."""
        return "\n".join(_lines(self)).rstrip() + "\n"


def moment(at: datetime) -> str:
    """A time as the folder writes it."""
    return f"{at.day} {at:%B %Y, %H:%M:%S} UTC"


def in_json(path: str, data: Any, words: str) -> File:
    """A file for machines, the same bytes for the same facts."""
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)
    return File(path, f"{text}\n".encode(), words)


def all_files(chapters: Iterable[Chapter]) -> Iterator[File]:
    """Every chapter as text, followed by its files, in the order in which they are read."""
    for number, chapter in enumerate(chapters, 1):
        prefix = f"{number:02}-{chapter.id}"
        yield File(f"{prefix}/{chapter.id}.txt", chapter.text.encode(), chapter.title)
        for file in chapter.files:
            yield File(f"{prefix}/{file.path}", file.data, file.words)


def _lines(chapter: Chapter) -> Iterator[str]:
    yield from (chapter.title.upper(), chapter.lead, "")
    for entry in chapter.entries:
        yield entry.title + (f" ({entry.state})" if entry.state else "")
        if entry.at:
            yield f"  {moment(entry.at)}"
        for label, value in entry.facts:
            yield f"  {label}: {value}"
        for words in entry.words:
            yield from ("", *(f"  {line}" for line in words.splitlines()))
        yield ""
