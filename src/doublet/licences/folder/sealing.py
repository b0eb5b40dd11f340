"""Files as one zip that proves itself: a manifest of hashes, the instance's signature over it, and its keys.

The bytes are the same for the same files: no clock is read, and nothing is compressed, so that every byte of
the zip has one value that it can have. `tools/check_pack.py` reads it without any of this code.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from typing import Any

from doublet.licences.folder.parts import File, in_json
from doublet.licences.machine import issuer

_SAME_DAY = (1980, 1, 1, 0, 0, 0)


def sealed(root: str, files: Iterable[File], *, about: dict[str, Any], kind: str) -> bytes:
    """The zip, with everything under one folder.

    Args:
        root: the folder's name.
        files: at the least a README.txt; their paths are plain ASCII.
        about: what stands in the manifest before the list of files.
        kind: media type of the signature, without ``application/``.
    """
    listed = [*files, in_json("jwks.json", issuer.jwks(), "The keys that check what is signed here")]
    manifest = about | {
        "issuer": issuer.did(),
        "files": [
            {"path": file.path, "bytes": len(file.data), "sha256": hashlib.sha256(file.data).hexdigest()}
            for file in listed
        ],
    }
    signature = f"{issuer.signed(manifest, kind=kind)}\n".encode()
    whole = [*listed, in_json("manifest.json", manifest, ""), File("manifest.jws", signature, "")]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for file in whole:
            info = zipfile.ZipInfo(f"{root}/{file.path}", date_time=_SAME_DAY)
            info.external_attr, info.create_system = 0o644 << 16, 3
            archive.writestr(info, file.data)
    return out.getvalue()


def how_to_check() -> list[str]:
    """The lines of a README that say how the whole is checked."""
    return [
        "How to check it",
        "  python3 check_pack.py FILE.zip does all of this without a network; the program is one file that needs",
        "  nothing but Python. Take it from Doublet's own source, tools/check_pack.py, not from who gave you this.",
        "  manifest.json lists every file but itself and manifest.jws, with its sha256.",
        "  manifest.jws is the same list, signed by the instance (Ed25519, compact JWS). Its key stands in jwks.json;",
        f"  take the key from {issuer.did()} itself if you can: whoever changes this folder can change jwks.json too.",
    ]
