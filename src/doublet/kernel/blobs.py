"""Sealed files on disk. A blob is written whole or not at all, and goes when its action fails."""

from __future__ import annotations

import functools
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.db import transaction

from doublet.kernel import vault
from doublet.kernel.home import home
from doublet.kernel.refusals import Unavailable

_written: ContextVar[list[Path] | None] = ContextVar("blobs_written", default=None)


def put(wrapped: bytes, owner: str, data: bytes) -> str:
    """Seal `data` under the owner's key; the blob's name is what `get` wants."""
    name = secrets.token_hex(16)
    file = _file(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".part")
    with partial.open("wb") as out:
        out.write(vault.seal(wrapped, owner, name, data))
        out.flush()
        os.fsync(out.fileno())
    partial.rename(file)
    if (written := _written.get()) is not None:
        written.append(file)
    return name


def get(wrapped: bytes, owner: str, name: str) -> bytes:
    """The bytes of a blob. Raises Unavailable when the file or its key is gone."""
    file = _file(name)
    if not file.is_file():
        raise Unavailable("file_missing", "A stored file is not on this machine.")
    return vault.unseal(wrapped, owner, name, file.read_bytes())


def sealed_sha256(name: str) -> str:
    """The hash of a blob as it lies on disk, sealed; noughts where it is gone."""
    file = _file(name)
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "0" * 64


def remove_on_commit(*names: str) -> None:
    """Delete the files once the change that gives them up has come to pass."""
    for name in names:
        transaction.on_commit(functools.partial(_file(name).unlink, missing_ok=True))


@contextmanager
def undone_on_error() -> Iterator[None]:
    """Files written inside go again when the block raises: an action leaves nothing half-done."""
    if _written.get() is not None:
        yield
        return
    token = _written.set([])
    try:
        yield
    except BaseException:
        for file in _written.get() or []:
            file.unlink(missing_ok=True)
        raise
    finally:
        _written.reset(token)


def _file(name: str) -> Path:
    if len(name) != 32 or not set(name) <= set("0123456789abcdef"):
        raise Unavailable("file_missing", "This is not the name of a stored file.")
    return home() / "blobs" / name[:2] / name
