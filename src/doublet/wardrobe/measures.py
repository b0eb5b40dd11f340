"""Where a garment is measured, in words and as lines on its photo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doublet.engines.tryon.measures import spans

MEANINGS = {
    "chest": "Across, laid flat, from armpit to armpit. Half of what goes round.",
    "waist": "Across the waistband, laid flat. Half of what goes round.",
    "length": "From the highest point of the shoulder, or the waistband, straight down to the hem.",
    "inseam": "From the crotch down to the hem.",
    "hip": "Across the widest place below the waist, laid flat.",
    "sleeve": "From the shoulder seam to the cuff.",
}


@dataclass(frozen=True)
class Measure:
    """One measure of a garment.

    Attributes:
        starts, ends: names of the points that its line runs between; the highest start, the lowest end.
        upright: the line goes straight down, whatever lies between.
    """

    name: str
    meaning: str
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    upright: bool = False

    @property
    def used(self) -> bool:
        """Does the fit use it on this garment?"""
        return bool(self.starts)

    @property
    def from_points(self) -> str:
        """The points at its start, as the page's script reads them."""
        return " ".join(self.starts)

    @property
    def to_points(self) -> str:
        """The points at its end, as the page's script reads them."""
        return " ".join(self.ends)

    def line(self, points: Mapping[str, Sequence[float]]) -> tuple[float, float, float, float]:
        """x1, y1, x2, y2 in pixels of the photo."""
        x1, y1 = min((points[name] for name in self.starts), key=lambda point: point[1])
        x2, y2 = max((points[name] for name in self.ends), key=lambda point: point[1])
        return float(x1), float(y1), float(x1 if self.upright else x2), float(y2)


def measures_of(points: Mapping[str, Sequence[float]]) -> list[Measure]:
    """Every measure, those that the fit uses on a garment with these points first."""
    found = []
    for name, meaning in MEANINGS.items():
        starts, ends = spans(name, points)
        found.append(Measure(name, meaning, starts, ends, upright=name == "length"))
    return sorted(found, key=lambda measure: not measure.used)
