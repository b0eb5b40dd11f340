"""The folder as a zip: every chapter as text and files, a manifest of hashes, and the instance's signature over it.

The bytes are the same for the same state of the books and the same kind of reader: no clock is read.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

from doublet.licences import queries
from doublet.licences.folder import agreed, happened
from doublet.licences.folder.parts import Chapter, File, all_files, in_json
from doublet.licences.machine import issuer
from doublet.licences.models import Licence
from doublet.people.models import User

_CHAPTERS = (
    agreed.parties,
    agreed.thread,
    agreed.deal_memo,
    agreed.consents,
    agreed.contract,
    happened.changes,
    happened.decisions,
    happened.grants,
    happened.events,
)
_SAME_DAY = (1980, 1, 1, 0, 0, 0)


def chapters(licence: Licence, reader: User) -> tuple[Chapter, ...]:
    """The whole folder, as this reader may see it."""
    return tuple(make(licence, reader) for make in _CHAPTERS)


def packed(licence: Licence, reader: User) -> bytes:
    """The zip file."""
    told = chapters(licence, reader)
    files = list(all_files(told))
    files.append(in_json("jwks.json", issuer.jwks(), "The keys that check credential and manifest"))
    manifest = _manifest(licence, reader, files)
    signed = issuer.signed(manifest, kind="doublet-folder+jws")
    whole = [
        File("README.txt", _readme(licence, told, files).encode(), ""),
        *files,
        in_json("manifest.json", manifest, ""),
        File("manifest.jws", f"{signed}\n".encode(), ""),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in whole:
            info = zipfile.ZipInfo(f"{licence.pk}/{file.path}", date_time=_SAME_DAY)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(info, file.data)
    return out.getvalue()


def _manifest(licence: Licence, reader: User, files: list[File]) -> dict[str, Any]:
    return {
        "licence": licence.pk,
        "address": queries.address(licence),
        "issuer": issuer.did(),
        "status": licence.status,
        "made_for": reader.role,
        "files": [
            {"path": file.path, "bytes": len(file.data), "sha256": hashlib.sha256(file.data).hexdigest()}
            for file in files
        ],
    }


def _readme(licence: Licence, told: tuple[Chapter, ...], files: list[File]) -> str:
    offer = licence.version.offer
    lines = [
        f"The folder of licence {licence.pk}",
        f"{licence.brand} and {licence.model}: {offer.brief}",
        "",
        "It answers who agreed to what, when, and in which words. Read the numbered folders in their order;",
        "the .txt file in each is for people, the others are the papers themselves and the same for machines.",
        "",
        *(f"  {number:02}  {chapter.title}: {chapter.lead}" for number, chapter in enumerate(told, 1)),
        "",
        "Files",
        *(f"  {file.path}\n      {file.words}" for file in files),
        "",
        "How to check it",
        "  manifest.json lists every file but this one, itself and manifest.jws, with its sha256.",
        "  manifest.jws is the same list, signed by the instance (Ed25519, compact JWS). Its key stands in jwks.json;",
        f"  take the key from {issuer.did()} itself if you can: whoever changes this folder can change jwks.json too.",
        "  contract.pdf carries a PAdES seal that PDF readers show.",
        "  The audit events in events.json each hold the hash of the one before; the operator proves the whole chain.",
        "",
        "This helps you record and check. It is not legal advice.",
    ]
    return "\n".join(lines) + "\n"
