"""Papers outlive the twin: consents and contracts are kept six years under a key of their own when it is erased.

The archive's key and the new names of the papers also lie beside the database, so that a database that is put back
to a day before the erasure can be erased again without losing a paper.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from pathlib import Path

from doublet.kernel import blobs, keys
from doublet.kernel.refusals import Unavailable
from doublet.twins.models import Erasure, Twin


def key_of(twin: Twin) -> tuple[bytes, str]:
    """The wrapped key, and whose it is, that a twin's papers are sealed under today."""
    erasure = Erasure.objects.filter(twin=twin).first() if twin.erased_at else None
    return (bytes(erasure.wrapped_key), erasure.pk) if erasure else (bytes(twin.wrapped_key), twin.pk)


def paper(twin: Twin, blob: str) -> bytes:
    """A sealed paper, from the twin's files or from the archive."""
    return blobs.get(*key_of(twin), blob)


@dataclass(frozen=True)
class Gone:
    """One thing that was deleted: what it was, its id, and the hash of its content or of its sealed file."""

    kind: str
    id: str
    sha256: str


@dataclass
class Clearing:
    """An erasure at work: each part of the house hands in what it deletes and has its papers sealed anew."""

    twin: Twin
    erasure: Erasure
    papers: dict[str, str] = field(default_factory=dict)
    gone: list[Gone] = field(default_factory=list)

    def delete(self, kind: str, pk: str, blob: str, sha256: str = "") -> None:
        """A sealed file goes once the erasure is committed."""
        if blob:
            self.gone.append(Gone(kind, pk, sha256 or blobs.sealed_sha256(blob)))
            blobs.remove_on_commit(blob)

    def keep(self, pk: str, blob: str) -> str:
        """A paper moves from the twin's key to the archive's; answers its new name.

        One that an earlier erasure moved keeps that name. A paper that cannot be read is left as it is.
        """
        if pk in self.papers or not blob:
            return self.papers.get(pk, blob)
        try:
            data = blobs.get(bytes(self.twin.wrapped_key), self.twin.pk, blob)
        except Unavailable:
            return blob
        self.papers[pk] = blobs.put(bytes(self.erasure.wrapped_key), self.erasure.pk, data)
        blobs.remove_on_commit(blob)
        return self.papers[pk]


def note_archive(clearing: Clearing) -> None:
    """Write down beside the database which key the archive has, and where each paper lies."""
    erasure = clearing.erasure
    file = _file(clearing.twin)
    fresh = file.with_suffix(".new")
    told = {
        "erasure": erasure.pk,
        "key": base64.b64encode(bytes(erasure.wrapped_key)).decode(),
        "papers": clearing.papers,
    }
    fresh.write_text(json.dumps(told), encoding="ascii")
    fresh.rename(file)


def noted_archive(twin: Twin) -> tuple[str, bytes, dict[str, str]] | None:
    """The archive of an erasure that this database does not know of: its id, its wrapped key, its papers."""
    file = _file(twin)
    if not file.is_file():
        return None
    told = json.loads(file.read_text(encoding="ascii"))
    return told["erasure"], base64.b64decode(told["key"]), told["papers"]


def forget_archive(twin: Twin) -> None:
    """The papers' time is over: their key is kept nowhere any more."""
    _file(twin).unlink(missing_ok=True)


def _file(twin: Twin) -> Path:
    folder = keys.folder() / "archives"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder / f"{twin.pk}.json"
