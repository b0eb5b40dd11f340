"""The keys behind the instance's ``did:web``: the one that signs, and those that signed before it.

What an older key signed stays checkable, so it stays published; but one that may be in other hands is not.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from doublet.kernel import keys

_FILE = "credential-key"
_BEFORE = "credential-keys-before"
_LOST = "credential-keys-lost"


def current() -> Ed25519PrivateKey:
    """The key that signs; made on first use, read anew each time, so that a roll-over counts at once."""
    return _key(keys.secret(_FILE))


def before() -> list[Ed25519PrivateKey]:
    """Keys that signed before and are still believed, the newest first."""
    return _kept(_BEFORE)


def lost() -> list[Ed25519PrivateKey]:
    """Keys that somebody else may hold. They prove nothing to the world any more."""
    return _kept(_LOST)


def roll_over(*, lost: bool = False) -> None:
    """Sign with a fresh key from here on.

    Args:
        lost: the present key may be in other hands, so it is published no longer.
    """
    with _alone():
        old = keys.secret(_FILE)
        kept = keys.folder() / (_LOST if lost else _BEFORE)
        kept.mkdir(mode=0o700, exist_ok=True)
        _write(kept / f"{len(list(kept.iterdir())):04}", old)
        fresh = keys.folder() / f".{_FILE}.fresh"
        _write(fresh, os.urandom(32))
        fresh.replace(keys.folder() / _FILE)


def _kept(name: str) -> list[Ed25519PrivateKey]:
    place = keys.folder() / name
    files = sorted(place.iterdir(), reverse=True) if place.is_dir() else []
    return [_key(file.read_bytes()) for file in files]


def _write(file: Path, seed: bytes) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(seed)
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _alone() -> Iterator[None]:
    with (keys.folder() / f".{_FILE}.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@cache
def _key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)
