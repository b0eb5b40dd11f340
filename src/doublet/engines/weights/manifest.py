"""The list of weights: what each file is, what it must hash to, where it may come from."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class Member:
    """One weights file. ``path`` is its place inside the carrying package."""

    path: str
    sha256: str
    size: int
    use: str
    licence: str
    source: str
    release: str = ""

    @property
    def name(self) -> str:
        """The base name under which it lies in the models folder."""
        return PurePosixPath(self.path).name

    def fits(self, data: bytes) -> bool:
        """Whether these bytes are this file, to the last bit."""
        return len(data) == self.size and hashlib.sha256(data).hexdigest() == self.sha256

    def lies_at(self, file: Path) -> bool:
        """Whether the file there is this one; the size is looked at first because it costs nothing."""
        return file.is_file() and file.stat().st_size == self.size and self.fits(file.read_bytes())


@dataclass(frozen=True)
class Package:
    """A pinned package on the ordinary Python index that carries weights as data."""

    name: str
    version: str
    sha256: str
    members: tuple[Member, ...]


@cache
def packages() -> tuple[Package, ...]:
    """Every package of ``manifest.toml``, in its order."""
    raw = tomllib.loads(resources.files(__package__).joinpath("manifest.toml").read_text("utf-8"))
    return tuple(
        Package(p["name"], p["version"], p["sha256"], tuple(Member(**m) for m in p["member"]))
        for p in raw["package"]
    )
