"""Runs of the self-test that the public page starts: one at a time, shown to everybody while they go on.

A run is a file of outcomes, a line each, so that every worker process of the site can show how far it is.
"""

from __future__ import annotations

import fcntl
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from doublet.kernel import clock
from doublet.kernel.home import home
from doublet.story.attacks import TOTAL
from doublet.story.sandbox import COMMAND

AGAIN_AFTER = timedelta(seconds=60)
GIVEN_UP_AFTER = timedelta(seconds=180)


@dataclass(frozen=True)
class Run:
    """One run, as far as it has come."""

    begun_at: datetime
    outcomes: list[dict[str, Any]]

    @property
    def total(self) -> int:
        return TOTAL

    @property
    def held(self) -> int:
        return sum(outcome["held"] for outcome in self.outcomes)

    @property
    def ended(self) -> bool:
        return len(self.outcomes) == TOTAL

    @property
    def broken(self) -> bool:
        """It will not end any more: its process was killed, or could not begin."""
        return not self.ended and clock.now() - self.begun_at > GIVEN_UP_AFTER

    @property
    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        return [(name, list(rows)) for name, rows in groupby(self.outcomes, key=lambda row: row["group"])]


def last() -> Run | None:
    """The newest run, going on or ended."""
    files = sorted(_folder().glob("*.jsonl"))
    return _read(files[-1]) if files else None


def begin() -> Run:
    """Start a run, or answer the one that goes on or ended less than a minute ago."""
    with _alone():
        newest = last()
        at = clock.now()
        if newest and not newest.broken and (not newest.ended or at - newest.begun_at < AGAIN_AFTER):
            return newest
        for old in _folder().glob("*.jsonl"):
            old.unlink()
        file = _folder() / f"{at:%Y%m%dT%H%M%S.%f}.jsonl"
        with file.open("w") as out:
            subprocess.Popen(COMMAND, stdout=out, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        return _read(file)


def _read(file: Path) -> Run:
    begun = datetime.strptime(file.stem, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    lines = file.read_text().split("\n")[:-1]  # the last one may be half written
    return Run(begun, [json.loads(line) for line in lines])


def _folder() -> Path:
    folder = home() / "selftest"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _alone() -> Iterator[None]:
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
