"""Where copies lead, and what pictures that were never registered are taken for; beside plain PDQ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import process_time

import numpy as np
from bench.marks.changes import CHANGES
from bench.marks.house import House

from doublet.engines import fingerprint, watermark
from doublet.provenance.tracing import trace

try:
    import pdqhash
except ImportError:  # the peer is not needed to measure the register itself
    pdqhash = None

PEER_RADIUS = 31  # what PDQ's authors recommend


@dataclass
class Recall:
    """One change.

    Attributes:
        asked: copies.
        same: the register alone ranks the right picture first and calls it the same.
        led: verify names the right picture; `marked`: by its watermark, so with certainty.
        wrong: verify names another picture.
        shoot: verify says that it is of the shoot, and names none.
        blind: the exact payload, read from the file alone; `blindly`: of how many that was asked.
        peer: PDQ finds it.
        seconds: processor time of verify's search and readings.
    """

    asked: int = 0
    same: int = 0
    led: int = 0
    marked: int = 0
    wrong: int = 0
    shoot: int = 0
    blind: int = 0
    blindly: int = 0
    peer: int = 0
    seconds: float = 0.0


@dataclass
class Wrong:
    """One kind of negative: what the register alone calls the same, and what verify names, by looks or by a mark."""

    asked: int = 0
    same: int = 0
    sibling: int = 0
    traced: int = 0
    by_looks: int = 0
    by_mark: int = 0
    peer: int = 0
    which: list[str] = field(default_factory=list)


class Bench:
    """A house, and the peer's hashes of the pictures in it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.peers = {key: _peer(pixels) for key, pixels in house.pictures.items()}

    def recall(self, keys: Iterable[str], name: str, seed: int, blind_every: int = 0) -> Recall:
        """Pictures of the house through one change; every so many are read blindly, too."""
        tally = Recall()
        for number, key in enumerate(keys):
            pixels = self.house.pictures[key]
            copy = CHANGES[name](pixels, np.random.default_rng([seed, number]))
            tally.asked += 1
            start = process_time()
            asked = fingerprint.queries(copy)
            led = trace(copy, asked, self.house)
            tally.seconds += process_time() - start
            found = self.house.find(asked)
            tally.same += bool(found) and found[0].key == key and found[0].match.same
            tally.led += led.key == key
            tally.marked += led.key == key and led.by == "mark"
            tally.wrong += led.key is not None and led.key != key
            tally.shoot += led.key is None and led.why is not None
            tally.peer += _peer_finds(_peer(copy), {key: self.peers[key]}) is not None
            if blind_every and number % blind_every == 0:
                mark = watermark.read(copy)
                tally.blindly += 1
                tally.blind += (
                    mark is not None and mark.valid and self.house.carriers.get(mark.payload) == key
                )
        return tally

    def wrong(self, negatives: Iterable[tuple[str, np.ndarray]], traced_every: int = 1) -> Wrong:
        """Pictures that are not registered. All that look the same are traced to the end, of the others some."""
        tally = Wrong()
        for name, pixels in negatives:
            asked = fingerprint.queries(pixels)
            found = self.house.find(asked)
            looks = bool(found) and found[0].match.same
            tally.same += looks
            tally.sibling += bool(found) and not looks
            tally.peer += _peer_finds(_peer(pixels), self.peers) is not None
            if looks or tally.asked % traced_every == 0:
                led = trace(pixels, asked, self.house)
                tally.traced += 1
                tally.by_looks += led.by == "looks"
                tally.by_mark += led.by == "mark"
                if led.key is not None:
                    tally.which.append(f"{name} for {led.key} by {led.by}")
            tally.asked += 1
        return tally


def _peer(pixels: np.ndarray) -> np.ndarray | None:
    return None if pdqhash is None else pdqhash.compute(np.ascontiguousarray(pixels))[0].astype(bool)


def _peer_finds(asked: np.ndarray | None, known: dict[str, np.ndarray | None]) -> str | None:
    if asked is None:
        return None
    return next(
        (key for key, bits in known.items() if bits is not None and (bits != asked).sum() <= PEER_RADIUS),
        None,
    )
