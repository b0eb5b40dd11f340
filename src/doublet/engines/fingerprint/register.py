"""The register in memory: from any copy to the registered pictures it may be of, the likeliest first.

Rows live in a database; this holds what is needed to search them and is built anew from them at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from doublet.engines.fingerprint import record
from doublet.engines.fingerprint.hash_table import HashTable
from doublet.engines.fingerprint.matching import COPY_DISTANCE, Fingerprint, Match, Query, compare
from doublet.engines.fingerprint.point_table import PointTable

# Pictures of a large shoot share most of their points, so that the right one may stand far down by votes alone.
_BY_VOTES, _BY_HASH = 64, 8

Fetch = Callable[[list[str]], dict[str, Fingerprint]]


@dataclass(frozen=True)
class Found:
    """A registered picture that a copy leads to. `match.kind` is never ``none``."""

    key: str
    match: Match


class Register:
    """Every registered fingerprint, searchable; about 5 kB of memory each, new ones count at once.

    Not safe for adding from several threads at a time.
    """

    def __init__(self, fetch: Fetch) -> None:
        """`fetch` answers the fingerprints of up to 80 keys from wherever they are kept; missing ones are left out."""
        self._fetch = fetch
        self._keys: list[str | None] = []
        self._rows: dict[str, int] = {}
        self._hashes = HashTable()
        self._points = PointTable()

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def add(self, key: str, known: Fingerprint) -> None:
        """Make a picture findable, in about a millisecond. A key that is already there is replaced."""
        self.discard(key)
        self._rows[key] = len(self._keys)
        self._keys.append(key)
        self._hashes.add(known.pdq)
        self._points.add(record.unpack(known.features).points)

    def discard(self, key: str) -> None:
        """Find it no more. Its row stays, empty, until the register is built anew."""
        row = self._rows.pop(key, None)
        if row is not None:
            self._keys[row] = None

    def find(self, asked: Iterable[Query], most: int = 5) -> list[Found]:
        """The pictures that the queries of a copy lead to, nearest first: those it shows, then their siblings."""
        best: dict[str, Match] = {}
        for query, view, keys in self._candidates(tuple(asked)):
            known = self._fetch(keys)
            for key in keys:
                if key in known:
                    match = compare(query, known[key], view)
                    if match.kind != "none" and (key not in best or match.rank > best[key].rank):
                        best[key] = match
        ranked = sorted(best.items(), key=lambda pair: pair[1].rank, reverse=True)
        return [Found(key, match) for key, match in ranked[:most]]

    def _candidates(self, asked: tuple[Query, ...]) -> list[tuple[Query, int, list[str]]]:
        """For each view the keys worth comparing: those with many votes; for each query those few bits away."""
        if not self._rows:
            return []
        views = [(query, number) for query in asked for number in range(len(query.views))]
        votes = np.stack([self._points.votes(query.views[number]) for query, number in views])
        places = np.argsort(-votes, axis=None, kind="stable")[:_BY_VOTES]
        answer = []
        for place, (query, number) in enumerate(views):
            rows = [
                int(row)
                for view, row in zip(*np.unravel_index(places, votes.shape), strict=True)
                if view == place
            ]
            if number == 0:
                near, bits = self._hashes.within(query.pdq, COPY_DISTANCE)
                rows += [int(row) for row in near[np.argsort(bits, kind="stable")][:_BY_HASH]]
            keys = [self._keys[row] for row in dict.fromkeys(rows)]
            answer.append((query, number, [key for key in keys if key is not None]))
        return answer
