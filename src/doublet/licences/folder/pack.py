"""The folder as a zip: every chapter as text and files.

The bytes are the same for the same state of the books and the same kind of reader: no clock is read.
"""

from __future__ import annotations

from typing import Any

from doublet.licences import queries
from doublet.licences.folder import agreed, happened
from doublet.licences.folder.parts import Chapter, File, all_files
from doublet.licences.folder.sealing import how_to_check, sealed
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


def chapters(licence: Licence, reader: User) -> tuple[Chapter, ...]:
    """The whole folder, as this reader may see it."""
    return tuple(make(licence, reader) for make in _CHAPTERS)


def packed(licence: Licence, reader: User) -> bytes:
    """The zip file."""
    told = chapters(licence, reader)
    files = list(all_files(told))
    readme = File("README.txt", _readme(licence, told, files).encode(), "This file")
    return sealed(licence.pk, [readme, *files], about=about(licence, reader), kind="doublet-folder+jws")


def about(licence: Licence, reader: User) -> dict[str, Any]:
    """What the manifest says of the whole."""
    return {
        "licence": licence.pk,
        "address": queries.address(licence),
        "status": licence.status,
        "made_for": reader.role,
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
        "  README.txt, jwks.json, manifest.json, manifest.jws",
        *(f"  {file.path}\n      {file.words}" for file in files),
        "",
        *how_to_check(),
        "  contract.pdf carries a PAdES seal that PDF readers show.",
        "  The audit events in events.json each hold the hash of the one before; the operator proves the whole chain.",
        "",
        "This helps you record and check. It is not legal advice.",
    ]
    return "\n".join(lines) + "\n"
