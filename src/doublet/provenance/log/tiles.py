"""The log's hashes, kept in tiles of 256 so that a root or a proof reads a handful of rows, however long the log is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from doublet.kernel.refusals import Unavailable
from doublet.provenance.log import leaves, merkle
from doublet.provenance.log.tables import TreeTile

WIDTH, HEIGHT, BYTES = 256, 8, 32


class Tiles:
    """The tree over the audit events, read lazily; for one task, since what it read stays in memory."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], list[bytes]] = {}

    def node(self, level: int, place: int) -> bytes:
        """The hash of a complete subtree: the `merkle.Node` of this log."""
        tile_level, within = divmod(level, HEIGHT)
        first, count = place << within, 1 << within
        tile, offset = divmod(first, WIDTH)
        part = self.hashes(tile_level, tile)[offset : offset + count]
        if len(part) < count:
            raise broken(f"events that were signed over are gone, from {first + len(part) + 1} on")
        return merkle.fold(part)

    def hashes(self, level: int, place: int) -> list[bytes]:
        """What stands in a tile, as far as it is full."""
        key = (level, place)
        if key not in self._read:
            kept = TreeTile.objects.filter(level=level, place=place).values_list("hashes", flat=True).first()
            self._read[key] = _split(bytes(kept)) if kept is not None else _edge(level, place)
        return self._read[key]


def keep_full(size: int) -> None:
    """Write every tile that the first `size` leaves fill and that is not kept yet."""
    level, held = 0, size // WIDTH
    while held:
        kept = TreeTile.objects.filter(level=level).count()
        fresh = _below(level, kept * WIDTH, held * WIDTH)
        tiles = (_full(level, place, list(islice(fresh, WIDTH))) for place in range(kept, held))
        while some := list(islice(tiles, WIDTH)):
            TreeTile.objects.bulk_create(some, ignore_conflicts=True)
        level, held = level + 1, held // WIDTH


def _full(level: int, place: int, hashes: list[bytes]) -> TreeTile:
    return TreeTile(level=level, place=place, hashes=b"".join(hashes), root=merkle.fold(hashes))


def _edge(level: int, place: int) -> list[bytes]:
    """What stands in a tile that is not full yet."""
    return list(_below(level, place * WIDTH, (place + 1) * WIDTH))


def _below(level: int, first: int, end: int) -> Iterator[bytes]:
    """The hashes of a level: taken from the events, or from the roots of the tiles below."""
    if level == 0:
        yield from leaves.hashes(first, end)
        return
    below = TreeTile.objects.filter(level=level - 1, place__gte=first, place__lt=end).order_by("place")
    yield from (bytes(found) for found in below.values_list("root", flat=True))


def _split(kept: bytes) -> list[bytes]:
    return [kept[at : at + BYTES] for at in range(0, len(kept), BYTES)]


def broken(why: str) -> Unavailable:
    """The refusal of a log that does not hold together."""
    return Unavailable(
        "log_broken",
        f"The log cannot be signed or proven: {why}.",
        hint="An operator must look at the database: see “Machine”.",
    )
