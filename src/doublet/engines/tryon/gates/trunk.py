"""A garment's trunk in its mask: the column between the sleeves, and how far the sleeves reach from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from doublet.engines.tryon.contract import Category

# between which shares of the rows the trunk is told: a dress has its own above the skirt
_ROWS = {"dresses": (0.28, 0.50)}
_USUAL_ROWS = (0.45, 0.85)
_EDGE, _STUB, _SHOULDERS = 0.06, 0.10, 0.30


@dataclass(frozen=True)
class Trunk:
    """The middle run of a mask's rows below the chest: left, right, top and bottom, pixels."""

    left: float
    right: float
    top: int
    bottom: int

    @property
    def width(self) -> float:
        """How wide the trunk is."""
        return max(self.right - self.left, 1.0)

    @property
    def height(self) -> int:
        """From the highest to the lowest row of the garment."""
        return self.bottom - self.top + 1


def trunk_of(mask: np.ndarray, category: Category) -> Trunk:
    """The trunk of an HxW bool mask that is not empty."""
    rows = np.nonzero(mask.any(1))[0]
    top, bottom = int(rows.min()), int(rows.max())
    columns = np.nonzero(mask.any(0))[0]
    middle = round(float(np.average(columns, weights=mask[:, columns].sum(0))))
    spans = []
    from_, to = _ROWS.get(category, _USUAL_ROWS)
    for row in range(top + int(from_ * len(rows)), top + int(to * len(rows)) + 1):
        line = mask[min(row, bottom)]
        if not line.any():
            continue
        if line[middle]:
            gaps = np.nonzero(~line)[0]
            left = gaps[gaps < middle].max(initial=-1) + 1
            right = gaps[gaps > middle].min(initial=len(line)) - 1
        else:  # between two legs
            inside = np.nonzero(line)[0]
            left, right = inside.min(), inside.max()
        spans.append((left, right))
    left, right = np.median(np.array(spans or [(columns.min(), columns.max())]), axis=0)
    return Trunk(float(left), float(right), top, bottom)


def sleeve_reach(mask: np.ndarray, trunk: Trunk) -> float:
    """How far cloth reaches from the shoulders, beside the trunk, in widths of the trunk; 0 without sleeves.

    The mean of both sides; what sticks out less than a tenth of the trunk is a shoulder, not a sleeve.
    """
    reaches = []
    for edge, sign in ((trunk.left, -1), (trunk.right, 1)):
        columns = (np.arange(mask.shape[1]) - edge) * sign
        beside = np.where(mask & (columns > 0), columns, 0).max(1)
        first = next((y for y in range(trunk.top, trunk.bottom + 1) if beside[y] > _EDGE * trunk.width), None)
        if first is None or first > trunk.top + _SHOULDERS * trunk.height:
            reaches.append(0.0)
            continue
        # a hem that flares out again below the sleeve is no part of it
        end = next(
            (y for y in range(first, trunk.bottom + 1) if beside[y] <= _EDGE * trunk.width), trunk.bottom
        )
        down = np.arange(end - first)
        far = float(np.hypot(beside[first:end], down).max(initial=0)) / trunk.width
        reaches.append(far if beside[first:end].max(initial=0) > _STUB * trunk.width else 0.0)
    return float(np.mean(reaches))
