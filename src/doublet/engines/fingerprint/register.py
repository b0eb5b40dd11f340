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

# Pictures of a large shoot share most of their points, so that the right one may stand far down by votes alone: where
# one of a shoot was found, those that come next are looked at, too.
_BY_VOTES, _NEXT, _BY_HASH = 64, 64, 8

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
        views = self._views(tuple(asked))
        for view in views:
            self._compare(view, view.rows, best)
        if best:
            nearest = max(best, key=lambda key: best[key].rank)
            leading = next(view for view in views if self._rows[nearest] in view.rows)
            self._compare(leading, leading.next_rows(), best)
        ranked = sorted(best.items(), key=lambda pair: pair[1].rank, reverse=True)
        return [Found(key, match) for key, match in ranked[:most]]

    def _compare(self, view: _View, rows: list[int], best: dict[str, Match]) -> None:
        keys = [key for row in rows if (key := self._keys[row]) is not None]
        known = self._fetch(keys)
        for key in keys:
            if key in known:
                match = compare(view.query, known[key], view.number)
                if match.kind != "none" and (key not in best or match.rank > best[key].rank):
                    best[key] = match

    def _views(self, asked: tuple[Query, ...]) -> list[_View]:
        """Each view with the rows worth comparing: those with many votes; for each query those few bits away."""
        if not self._rows:
            return []
        views = [(query, number) for query in asked for number in range(len(query.views))]
        votes = np.stack([self._points.votes(query.views[number]) for query, number in views])
        places = np.unravel_index(np.argsort(-votes, axis=None, kind="stable")[:_BY_VOTES], votes.shape)
        answer = []
        for place, (query, number) in enumerate(views):
            rows = [int(row) for view, row in zip(*places, strict=True) if view == place]
            if number == 0:
                near, bits = self._hashes.within(query.pdq, COPY_DISTANCE)
                rows += [int(row) for row in near[np.argsort(bits, kind="stable")][:_BY_HASH]]
            answer.append(_View(query, number, list(dict.fromkeys(rows)), votes[place]))
        return answer


@dataclass(frozen=True)
class _View:
    """One view of a query: the rows to compare with it, and the votes of all."""

    query: Query
    number: int
    rows: list[int]
    votes: np.ndarray

    def next_rows(self) -> list[int]:
        """Those with the most votes after them."""
        order = np.argsort(-self.votes, kind="stable")[: len(self.rows) + _NEXT]
        return [int(row) for row in order if int(row) not in self.rows]
