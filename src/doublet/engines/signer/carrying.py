"""The credential that an upload came with: kept without its picture, and named by the pictures made from it.

Uploads are decoded and encoded anew, which drops everything beside the pixels. A marking that a file came with
must not be lost that way (EU-CoP-1.2), so its manifest store is cut out first and stands, unchanged, in the
credential of each picture made from it. What it says is a stranger's word: it is checked, and never believed.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any

import c2pa

from doublet.engines.signer.formats import manifest_store
from doublet.engines.signer.reading import read
from doublet.engines.signer.report import plain
from doublet.engines.signer.settings import reading_context
from doublet.kernel.refusals import BadInput

LARGEST = 256 * 1024  # bytes; it stands in every picture made from the file, and in their copies
_SHAPE = {"active": str, "results": dict, "signer": str}


@dataclass(frozen=True)
class Carried:
    """One upload's credential, and what the check of the whole file found on the day it came.

    Attributes:
        store: the C2PA manifest store (JUMBF) as it stood in the file; none of the file's own pixels.
        active: name of the manifest in it that is about the file.
        results: the library's validation results, which C2PA wants beside a credential that is passed on.
        signer: the name of the signer as it is written there: one printable line that nobody vouches for.
    """

    store: bytes = field(repr=False)
    active: str
    results: dict[str, Any] = field(repr=False)
    signer: str

    def packed(self) -> bytes:
        """One line of JSON, then the store."""
        told = {"active": self.active, "results": self.results, "signer": self.signer}
        return json.dumps(told).encode("utf-8") + b"\n" + self.store


def unpacked(kept: bytes) -> Carried:
    """What `Carried.packed` made.

    Raises:
        BadInput: it did not.
    """
    line, _, store = kept.partition(b"\n")
    try:
        told = json.loads(line)
        if not store or any(not isinstance(told[name], kind) for name, kind in _SHAPE.items()):
            raise ValueError
    except (ValueError, LookupError, TypeError):
        raise BadInput(
            "kept_credential_unreadable",
            "The credential that was kept of an upload cannot be read.",
            hint="Upload the file again.",
        ) from None
    return Carried(store, told["active"], told["results"], told["signer"])


def carried(data: bytes, media_type: str) -> Carried | None:
    """The credential of an uploaded file; None where it has none, or one that does not hold.

    Raises:
        BadInput: it is larger than `LARGEST`.
    """
    if not read(data, media_type).valid:
        return None
    store = manifest_store(data, media_type)
    if not store:
        return None  # it lies outside the file, or in a format that it cannot be cut out of
    if len(store) > LARGEST:
        raise BadInput(
            "credential_too_large",
            f"The file's content credential has {len(store) // 1024} kB; at most {LARGEST // 1024} kB are kept.",
            hint="Export it with a credential that has no preview pictures in it.",
        )
    with reading_context("") as context, c2pa.Reader(media_type, io.BytesIO(data), context=context) as reader:
        told = json.loads(reader.json())
    active = str(told["active_manifest"])
    signature = told["manifests"][active].get("signature_info", {})
    return Carried(store, active, told["validation_results"], plain(signature.get("common_name")))
