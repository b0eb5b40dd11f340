"""What the fit stage hands on: which piece of the garment goes where on the person."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from doublet.engines.tryon.drape.body import Side


class Pairs:
    """Matching points, collected one by one: a garment point and where it goes on the person."""

    def __init__(self) -> None:
        self._source: list[np.ndarray] = []
        self._target: list[np.ndarray] = []

    def add(self, source: np.ndarray, target: np.ndarray) -> None:
        """The garment's `source` point comes to the photo's `target` point."""
        self._source.append(np.asarray(source, float))
        self._target.append(np.asarray(target, float))

    @property
    def source(self) -> np.ndarray:
        """(n, 2) garment points."""
        return np.array(self._source)

    @property
    def target(self) -> np.ndarray:
        """(n, 2) points of the person's photo."""
        return np.array(self._target)


@dataclass(frozen=True, eq=False)
class Piece:
    """A piece of the garment (mask in the garment photo) and the points that carry it over."""

    name: str
    mask: np.ndarray
    source: np.ndarray
    target: np.ndarray


@dataclass(frozen=True, eq=False)
class ArmPath:
    """An arm's middle line from shoulder to past the wrist, and how far down the sleeve reaches."""

    points: np.ndarray
    run: np.ndarray
    covered: float

    def at(self, distance: float) -> np.ndarray:
        """The point at a distance from the shoulder, pixels."""
        return np.array(
            [
                np.interp(distance, self.run, self.points[:, 0]),
                np.interp(distance, self.run, self.points[:, 1]),
            ]
        )


@dataclass(frozen=True, eq=False)
class Fit:
    """All pieces of one garment on one person.

    Attributes:
        tips, pits: shoulder tips and armpits on the person (tops and dresses).
        arms: the arms' paths (empty for trousers).
        measures: numbers for the check stage and the report.
    """

    pieces: tuple[Piece, ...]
    tips: dict[Side, np.ndarray] = field(default_factory=dict)
    pits: dict[Side, np.ndarray] = field(default_factory=dict)
    arms: dict[Side, ArmPath] = field(default_factory=dict)
    measures: dict[str, float] = field(default_factory=dict)

    def times(self, scale: float) -> Fit:
        """The same fit on a picture of the person that is `scale` times as big."""
        return Fit(
            pieces=tuple(replace(piece, target=piece.target * scale) for piece in self.pieces),
            tips={side: tip * scale for side, tip in self.tips.items()},
            pits={side: pit * scale for side, pit in self.pits.items()},
            arms={
                side: ArmPath(path.points * scale, path.run * scale, path.covered * scale)
                for side, path in self.arms.items()
            },
            measures=self.measures | {"scale": self.measures["scale"] * scale},
        )
