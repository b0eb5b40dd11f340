"""Between which of a garment's points each of its measures is taken, laid flat."""

from __future__ import annotations

from collections.abc import Iterable

_PAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    "chest": (("armpit_left", "armpit_right"),),
    "waist": (("waist_left", "waist_right"),),
    "inseam": (("crotch", "hem_inner_left"), ("crotch", "hem_inner_right")),
}


def pairs_of(name: str, points: Iterable[str]) -> list[tuple[str, str]]:
    """The pairs of points that a measure across is the mean distance of; none where the garment lacks them."""
    known = set(points)
    return [(a, b) for a, b in _PAIRS.get(name, ()) if a in known and b in known]


def spans(name: str, points: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The points that a measure starts and ends at, of those that a garment has; none where it is not used.

    "length" runs straight down from the highest of its starts to the lowest of its ends.
    """
    known = list(points)
    if name == "length":
        starts = tuple(p for p in known if p.startswith(("neck_", "shoulder_", "waist_")))
        return starts, tuple(p for p in known if p.startswith("hem_"))
    pairs = pairs_of(name, known)
    return tuple(dict.fromkeys(a for a, _ in pairs)), tuple(b for _, b in pairs)
