"""The folder of signing certificates: the development identity made once, certificates rolled over, keys found.

```
root.pem root.key leaf.pem leaf.key     the development identity
retired/2026-11-22-1f3a….pem            what signed until that day: chain up to its root, no key
```
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shlex
import shutil
from datetime import date
from functools import partial
from pathlib import Path

from doublet.engines.signer.certificates import new_leaf, new_root
from doublet.engines.signer.identity import Identity, Retired, certificates_of, operator_identity
from doublet.engines.signer.keys import UNREACHABLE, CommandKey, LateKey, LocalKey, SigningKey
from doublet.engines.signer.token import PREFIX, token_key
from doublet.kernel import clock
from doublet.kernel.refusals import Refused, Unavailable

FILES = ("root.pem", "root.key", "leaf.pem", "leaf.key")
RETIRED = "retired"
COMMAND = "command:"
_PEM = "-----BEGIN"


def load_identity(folder: Path, *, chain: str = "", key: str = "") -> Identity:
    """Who signs: the operator's certificate where one is named, else the development identity in `folder`.

    Args:
        chain: path of a PEM file, or the PEM text itself (from the environment). Empty for development.
        key: path of a PEM file, PEM text, ``pkcs11:…`` (RFC 7512), or ``command:program arguments``.

    A key service that does not answer now is asked again whenever something is signed.

    Raises:
        Unavailable: only one of both is named, something cannot be read, or key and certificate do not match.
    """
    if not chain and not key:
        return development_identity(folder)
    if not chain or not key:
        raise Unavailable(
            "signing_half_set",
            f"The signing {'certificate' if key else 'key'} is not named.",
            hint="Name both the certificate chain and its key, or neither.",
        )
    text, retired = _text(chain, "certificates"), retired_in(folder)
    try:
        return operator_identity(text, _key(key), retired)
    except Unavailable as refused:
        if refused.code != UNREACHABLE:
            raise
    late = LateKey(partial(_key, key), certificates_of(text)[0])
    return operator_identity(text, late, retired)


def development_identity(folder: Path) -> Identity:
    """The development identity kept in `folder`, made there on the first call.

    The folder appears complete or not at all, so two workers that start together share one identity.

    Raises:
        Unavailable: the folder exists but a file in it is missing or cannot be read.
    """
    if not folder.exists() or not any(folder.iterdir()):
        _create(folder)
    try:
        root, _, leaf, key = ((folder / name).read_text("ascii") for name in FILES)
        return operator_identity(leaf + root, LocalKey(key), retired_in(folder))
    except (OSError, ValueError, Unavailable) as error:
        why = error.code if isinstance(error, Refused) else type(error).__name__
        raise Unavailable(
            "signing_identity_broken",
            f"The signing identity in {folder.name}/ cannot be read: {why}.",
            hint="Restore the folder from a backup. Without one, move it away: a new identity is made, "
            "and files signed by the old one no longer count as this instance's own.",
        ) from error


def roll_over(folder: Path) -> Identity:
    """A new development certificate and key under the same root; the old certificate is kept as retired.

    The old key is destroyed. Processes that run already go on with the old pair until they start anew.
    """
    old = development_identity(folder)
    retire(folder, old)
    root, root_key = ((folder / name).read_text("ascii") for name in FILES[:2])
    leaf, key = new_leaf(clock.now(), root, root_key)
    for name, text in (("leaf.key", key), ("leaf.pem", leaf)):
        _write(folder / f"{name}.new", text)
    for name in ("leaf.key", "leaf.pem"):
        (folder / f"{name}.new").replace(folder / name)
    return development_identity(folder)


def retire(folder: Path, identity: Identity) -> None:
    """Note in `folder` that `identity` signs no more from today on, so that its files stay this instance's own."""
    (folder / RETIRED).mkdir(mode=0o700, exist_ok=True, parents=True)
    name = f"{clock.now().date().isoformat()}-{identity.leaf.serial_number:x}.pem"
    with contextlib.suppress(FileExistsError):
        _write(folder / RETIRED / name, identity.chain + identity.root)


def retired_in(folder: Path) -> tuple[Retired, ...]:
    """What signed before, oldest first.

    Raises:
        Unavailable: a file there is no certificate, or its name does not begin with a day.
    """
    kept = sorted((folder / RETIRED).glob("*.pem"))
    try:
        old = tuple(Retired(file.read_text("ascii"), date.fromisoformat(file.name[:10])) for file in kept)
        for each in old:
            certificates_of(each.chain)
    except (OSError, ValueError) as error:
        raise Unavailable(
            "retired_certificate_unreadable",
            f"A retired certificate in {folder.name}/{RETIRED}/ cannot be read: {error}.",
            hint="Each file is PEM and its name begins with the day of the roll-over, like 2026-11-22-old.pem.",
        ) from error
    return old


def _key(named: str) -> SigningKey:
    if named.startswith(PREFIX):
        return token_key(named)
    if named.startswith(COMMAND):
        return CommandKey(tuple(shlex.split(named.removeprefix(COMMAND))))
    return LocalKey(_text(named, "key"))


def _text(named: str, what: str) -> str:
    if _PEM in named:
        # Environment files write a line break as \n.
        return named.replace("\\n", "\n")
    try:
        return Path(named).read_text("ascii")
    except (OSError, ValueError) as error:
        raise Unavailable(
            "signing_file_unreadable",
            f"The file with the signing {what} cannot be read: {type(error).__name__}.",
            hint="Check the path and that only this instance's user may read it.",
        ) from error


def _create(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
    draft.mkdir(mode=0o700)
    try:
        root, root_key = new_root(clock.now())
        leaf, key = new_leaf(clock.now(), root, root_key)
        for name, text in zip(FILES, (root, root_key, leaf, key), strict=True):
            _write(draft / name, text)
        draft.rename(folder)
    except OSError:
        if not (folder / FILES[0]).exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="ascii") as out:
        out.write(text)
