"""The instance's own secrets: made once, kept in files that only the instance's user can read.

An operator who has a key service replaces this file's folder by a mount; nothing else reads keys.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from doublet.kernel.home import home


def folder() -> Path:
    """The keys folder, made on first use, closed to everybody else."""
    path = home() / "keys"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def secret(name: str, size: int = 32) -> bytes:
    """A random secret of `size` bytes under `name`; made on first use, the same ever after.

    Two processes may ask at once: the file is written whole under another name and linked into
    place, so the first one wins and the second reads what the first wrote.
    """
    file = home() / "keys" / name
    try:
        return file.read_bytes()
    except FileNotFoundError:
        _make(name, size)
    return file.read_bytes()


def _make(name: str, size: int) -> None:
    file, fresh = folder() / name, folder() / f".{name}.{secrets.token_hex(8)}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(secrets.token_bytes(size))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
