"""Signing here against the library alone: the same manifest, key and settings, turn by turn."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import c2pa
from bench.credentials.samples import FACTS, FIELDS, GARMENT, TWIN, drawn

from doublet.engines import metadata
from doublet.engines.signer import Identity, read, sign
from doublet.engines.signer.manifest import PARENT, manifest
from doublet.engines.signer.settings import signing_context

_ROUNDS = 41


@dataclass(frozen=True)
class Measured:
    """Medians in milliseconds, and the median of the ratios of neighbouring turns."""

    what: str
    ours: float
    alone: float
    ratio: float


def measure(identity: Identity) -> list[Measured]:
    """Signing a frame of 12 megapixels, and signing a delivery with that frame as its parent."""
    plain = metadata.encode(drawn(3000, 4000), FIELDS, "jpeg", quality=94)
    inputs = (TWIN, GARMENT)
    master = sign(plain, FACTS, identity, ingredients=inputs)
    return [
        _compared(
            "a frame of 12 MP",
            lambda: sign(plain, FACTS, identity, ingredients=inputs),
            lambda: _alone(plain, identity, None),
        ),
        _compared(
            "its delivery, 12 MP, with the frame as parent",
            lambda: sign(plain, FACTS, identity, parent=master),
            lambda: _alone(plain, identity, master),
        ),
        _compared("reading it", lambda: read(master, "image/jpeg", identity=identity), lambda: _read(master)),
    ]


def _alone(plain: bytes, identity: Identity, parent: bytes | None) -> bytes:
    written = manifest(
        FACTS,
        media_type="image/jpeg",
        derived=parent is not None,
        ingredients=() if parent else (TWIN, GARMENT),
        development=True,
    )
    signed = io.BytesIO()
    with signing_context(identity, identity.key) as context, c2pa.Builder(written, context) as builder:
        if parent is not None:
            entry = {"title": "parent frame", "relationship": "parentOf", "label": PARENT}
            builder.add_ingredient(entry, "image/jpeg", io.BytesIO(parent))
        builder.sign("image/jpeg", io.BytesIO(plain), signed)
    return signed.getvalue()


def _read(data: bytes) -> None:
    with c2pa.Reader("image/jpeg", io.BytesIO(data)) as reader:
        reader.json()


def _compared(what: str, ours: Callable[[], object], alone: Callable[[], object]) -> Measured:
    pairs = [(_timed(ours), _timed(alone)) for _ in range(_ROUNDS)]
    return Measured(
        what,
        statistics.median(mine for mine, _ in pairs),
        statistics.median(bare for _, bare in pairs),
        statistics.median(mine / bare for mine, bare in pairs),
    )


def _timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return 1000 * (time.process_time() - begun)
