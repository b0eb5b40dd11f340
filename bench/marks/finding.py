"""Recall and false positives of the register, beside plain PDQ on the same pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from bench.marks.changes import CHANGES

from doublet.engines import fingerprint

try:
    import pdqhash
except ImportError:  # the peer is not needed to measure the register itself
    pdqhash = None

PEER_RADIUS = 31  # what PDQ's authors recommend


@dataclass
class Recall:
    """One change: how many copies were asked, called the same, led first to their picture; and by the peer."""

    asked: int = 0
    same: int = 0
    first: int = 0
    led: int = 0
    peer: int = 0


@dataclass
class Wrong:
    """One kind of negative: how many were asked, called the same as something, called its sibling; by the peer."""

    asked: int = 0
    same: int = 0
    sibling: int = 0
    peer: int = 0
    which: list[str] = field(default_factory=list)

    def plus(self, more: Wrong) -> Wrong:
        """Both together."""
        return Wrong(
            self.asked + more.asked,
            self.same + more.same,
            self.sibling + more.sibling,
            self.peer + more.peer,
            self.which + more.which,
        )


class Bench:
    """A register of pictures, and the peer's hashes of the same."""

    def __init__(self, known: dict[str, np.ndarray]) -> None:
        self.prints = {key: fingerprint.make(pixels) for key, pixels in known.items()}
        self.register = fingerprint.Register(self._fetch)
        for key, each in self.prints.items():
            self.register.add(key, each)
        self.peers = {key: _peer(pixels) for key, pixels in known.items()}

    def crowd(self, key: str, pixels: np.ndarray) -> None:
        """One more registered picture, of no copy that will be asked for."""
        self.prints[key] = fingerprint.make(pixels)
        self.register.add(key, self.prints[key])

    def recall(self, originals: dict[str, np.ndarray], name: str, seed: int) -> Recall:
        """Every original through one change."""
        tally = Recall()
        for number, (key, pixels) in enumerate(sorted(originals.items())):
            copy = CHANGES[name](pixels, np.random.default_rng([seed, number]))
            found = self.register.find(fingerprint.queries(copy))
            right = next((each.match for each in found if each.key == key), None)
            tally.asked += 1
            tally.same += right is not None and right.same
            tally.first += bool(found) and found[0].key == key and found[0].match.same
            tally.led += bool(found) and found[0].key == key
            tally.peer += _peer_finds(_peer(copy), {key: self.peers[key]}) is not None
        return tally

    def wrong(self, negatives: Iterable[tuple[str, np.ndarray]]) -> Wrong:
        """Pictures that are not registered: what are they taken for?"""
        tally = Wrong()
        for name, pixels in negatives:
            found = self.register.find(fingerprint.queries(pixels))
            tally.asked += 1
            if found and found[0].match.same:
                tally.same += 1
                tally.which.append(f"{name} for {found[0].key}")
            elif found:
                tally.sibling += 1
            tally.peer += _peer_finds(_peer(pixels), self.peers) is not None
        return tally

    def without(self, key: str, pixels: np.ndarray) -> Wrong:
        """A registered picture asked while it is not in the register, but its siblings are."""
        self.register.discard(key)
        peer = self.peers.pop(key)
        tally = self.wrong([(key, pixels)])
        self.peers[key] = peer
        self.register.add(key, self.prints[key])
        return tally

    def _fetch(self, keys: list[str]) -> dict[str, fingerprint.Fingerprint]:
        return {key: self.prints[key] for key in keys}


def _peer(pixels: np.ndarray) -> np.ndarray | None:
    return None if pdqhash is None else pdqhash.compute(np.ascontiguousarray(pixels))[0].astype(bool)


def _peer_finds(asked: np.ndarray | None, known: dict[str, np.ndarray | None]) -> str | None:
    if asked is None:
        return None
    return next(
        (key for key, bits in known.items() if bits is not None and (bits != asked).sum() <= PEER_RADIUS),
        None,
    )
