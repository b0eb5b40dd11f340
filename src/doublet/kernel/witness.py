"""What the house remembers beside its database: the last audit event, each permission taken back, and each pause.

A database can be put back to an older day, by a mishap or on purpose. Withdrawn permissions would live
again and used-up pictures be free again. A few small files that no restore of the database touches tell of it: the
gate refuses everything until an operator has taken the old database over, and doing so withdraws anew what was
withdrawn, and pauses what was paused. Keep the folder (``DOUBLET_WITNESS``, else ``witness/`` in the instance's home) out of the
database's backups; each machine of an instance keeps its own.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from doublet.kernel.home import home
from doublet.kernel.models import AuditEvent, AuditHead

_HEAD = "head.json"


@dataclass(frozen=True)
class Seen:
    """The newest audit event that this machine saw committed, and the first of its chain."""

    first: str
    seq: int
    digest: str


def folder() -> Path:
    """Where the files lie."""
    return Path(os.environ.get("DOUBLET_WITNESS", "") or home() / "witness")


def note(seq: int, digest: str, previous: str = "") -> None:
    """Remember a committed event. An older one, or one of a chain that does not hold the last, changes nothing.

    Args:
        previous: the hash that it follows: where that is the one last seen, the chain need not be looked at.
    """
    with _held() as file:
        seen = _read(file)
        if seen and (seen.seq, seen.digest) == (seq - 1, previous):
            _write(file, Seen(seen.first, seq, digest))
            return
        first = _digest_of(1)
        if seen and seen.first == first and (seq <= seen.seq or _digest_of(seen.seq) != seen.digest):
            return
        _write(file, Seen(first, seq, digest))


def problem(head: AuditHead | None) -> str:
    """Empty when the database is at least as new as what was seen; else what is wrong, in words."""
    seen = _seen()
    if seen is None or (head and head.digest == seen.digest):
        return ""
    if seen.first != _digest_of(1):
        return ""  # another database altogether: none of the permissions of the old one are in it
    if head is None or head.seq < seen.seq:
        return f"its audit log ends at event {head.seq if head else 0}, and event {seen.seq} was seen before"
    if _digest_of(seen.seq) != seen.digest:
        return f"event {seen.seq} of its audit log is not the one that was seen"
    return ""


def accept(head: AuditHead) -> None:
    """Take this database for the true one from here on."""
    with _held() as file:
        _write(file, Seen(_digest_of(1), head.seq, head.digest))


def remember_withdrawn(*ids: str) -> None:
    """Note that these permissions were taken back, on disk before anything else happens."""
    known = withdrawn()
    fresh = [one for one in ids if one not in known]
    if fresh:
        _append("withdrawn", [f"{one}\n" for one in fresh])


def withdrawn() -> frozenset[str]:
    """The ids of every permission that was taken back here."""
    file = folder() / "withdrawn"
    try:
        found = file.stat()
    except FileNotFoundError:
        return frozenset()
    return _names(file, found.st_mtime_ns, found.st_size)


def remember_paused(**now: bool) -> None:
    """Note which licences are paused (true) or go on (false), by id; only what changed is written."""
    known = paused()
    lines = [f"{'+' if stands else '-'}{one}\n" for one, stands in now.items() if stands != (one in known)]
    if lines:
        _append("paused", lines)


def paused() -> frozenset[str]:
    """The ids of all licences that are paused, as far as was seen here."""
    found: dict[str, bool] = {}
    try:
        lines = (folder() / "paused").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return frozenset()
    for line in lines:
        found[line[1:]] = line[0] == "+"
    return frozenset(one for one, stands in found.items() if stands)


def _append(name: str, lines: list[str]) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / name).open("a", encoding="ascii") as out:
        out.write("".join(lines))
        out.flush()
        os.fsync(out.fileno())


@lru_cache(maxsize=4)
def _names(file: Path, changed: int, size: int) -> frozenset[str]:
    """Read once for each state of the file: it only ever grows."""
    return frozenset(file.read_text(encoding="ascii").split())


def _digest_of(seq: int) -> str:
    return AuditEvent.objects.filter(seq=seq).values_list("digest", flat=True).first() or ""


@contextmanager
def _held() -> Iterator[BinaryIO]:
    """The file of the last event, for one writer at a time, over all processes of this machine."""
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / _HEAD).touch()
    with (folder() / _HEAD).open("r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _seen() -> Seen | None:
    try:
        with (folder() / _HEAD).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            return _read(file)
    except FileNotFoundError:
        return None


def _read(file: BinaryIO) -> Seen | None:
    told = file.read()
    return Seen(**json.loads(told)) if told else None


def _write(file: BinaryIO, seen: Seen) -> None:
    """In place, in one write that is always as long: another file put in its stead would wait for the disk."""
    file.seek(0)
    file.write(json.dumps(asdict(seen)).ljust(256).encode())
