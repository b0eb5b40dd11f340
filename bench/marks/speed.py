"""How fast a picture is fingerprinted and ten million hashes are searched, beside the named peer."""

from __future__ import annotations

import io
from collections.abc import Callable
from time import process_time

import cv2
import numpy as np
from bench.marks.changes import drawn, noisy
from PIL import Image

from doublet.engines import fingerprint
from doublet.engines.fingerprint.hash_table import HashTable
from doublet.engines.image import decode

try:
    import faiss
except ImportError:  # the peer is not needed to measure the search itself
    faiss = None

_RADIUS = 40


def quickest(work: Callable[[], object], times: int = 4) -> float:
    """Processor milliseconds of the quickest of several runs: other programs on the machine only add."""
    spent = []
    for _ in range(times):
        start = process_time()
        work()
        spent.append(process_time() - start)
    return round(1000 * min(spent), 1)


def upload() -> dict[str, float]:
    """A 12-megapixel JPEG from its bytes to its fingerprint."""
    picture = cv2.resize(
        drawn(np.random.default_rng(3), 1200, 1600), (4000, 3000), interpolation=cv2.INTER_CUBIC
    )
    picture = noisy(picture, 4, np.random.default_rng(4))
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=90)
    data = file.getvalue()
    return {
        "megabytes": round(len(data) / 1e6, 2),
        "fingerprint ms": quickest(lambda: fingerprint.make(decode(data, enough=512).pixels)),
        "whole decode and fingerprint ms": quickest(lambda: fingerprint.make(decode(data).pixels)),
    }


def search(rows: int) -> dict[str, float]:
    """All rows within 40 bits of one hash, as it stands and in its eight positions."""
    chance = np.random.default_rng(4)
    data = chance.integers(0, 256, (rows, 32), dtype=np.uint8)
    asked = data[rows // 2].tobytes()
    measured: dict[str, float] = {"rows": float(rows), "megabytes": round(rows * 32 / 1e6)}
    if faiss is not None:
        faiss.omp_set_num_threads(1)
        peer = faiss.IndexBinaryFlat(256)
        peer.add(data)
        one, eight = data[:1], data[:8]
        measured["faiss one ms"] = quickest(lambda: peer.range_search(one, _RADIUS))
        measured["faiss eight ms"] = quickest(lambda: peer.range_search(eight, _RADIUS))
        del peer
    table = HashTable()
    for start in range(0, rows, 100_000):
        table.add(data[start : start + 100_000].tobytes())
    measured["one ms"] = quickest(lambda: table.within(asked, _RADIUS, turned=False))
    measured["eight ms"] = quickest(lambda: table.within(asked, _RADIUS))
    measured["adding one ms"] = quickest(lambda: table.add(asked))
    return measured
