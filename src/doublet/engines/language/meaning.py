"""What the word lists miss, by meaning: a clause is asked about when it lies near a subject.

Each clause becomes 384 numbers (`embedding`); one linear layer with a softmax, trained on the word lists and the
tuning briefs (`python -m bench.boundaries train`), says how near each subject is. It never makes anything sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from doublet.engines import weights
from doublet.engines.language.embedding import MODEL, embed

NEAR = 0.5
SHARP = 5.0  # how far the unit vectors are stretched before the layer
_FILE = "meaning.npz"


@dataclass(frozen=True)
class Layer:
    """The trained layer: `subjects[0]` is nothing at all."""

    subjects: tuple[str, ...]
    centre: NDArray[np.float32]
    matrix: NDArray[np.float32]

    def shares(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """How much of each subject is in each vector: rows that sum to one."""
        found = features(vectors, self.centre) @ self.matrix
        found = np.exp(found - found.max(axis=1, keepdims=True))
        return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float32)


def ready() -> bool:
    """Is the text model on this machine? Without it the word lists stand alone."""
    return (weights.folder() / MODEL).is_file()


def near(clauses: list[str]) -> list[dict[str, float]]:
    """For each clause the subjects that it lies near, with how near, over `NEAR`.

    Raises:
        Unavailable: the model file is missing or another.
    """
    if not clauses:
        return []
    layer = shipped()
    rows = layer.shares(np.stack([_vector(clause) for clause in clauses]))
    return [
        {
            subject: float(share)
            for subject, share in zip(layer.subjects[1:], row[1:], strict=True)
            if share >= NEAR
        }
        for row in rows
    ]


def features(vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the layer is fed with: the vectors from the centre of all, of one length, and a one."""
    from_centre = vectors - centre
    from_centre = SHARP * from_centre / np.linalg.norm(from_centre, axis=1, keepdims=True)
    return np.hstack([from_centre, np.ones((len(vectors), 1), np.float32)])


@cache
def shipped() -> Layer:
    """The layer as it was trained last."""
    with resources.files(__package__).joinpath(_FILE).open("rb") as file, np.load(file) as kept:
        return Layer(
            tuple(str(name) for name in kept["subjects"]),
            kept["centre"].astype(np.float32),
            kept["matrix"].astype(np.float32),
        )


_kept: dict[str, NDArray[np.float32]] = {}
_KEPT_MOST = 2_000


def _vector(clause: str) -> NDArray[np.float32]:
    """The same clause is read again on every version of an offer, so its numbers are kept a while."""
    if clause not in _kept:
        if len(_kept) >= _KEPT_MOST:
            _kept.clear()
        _kept[clause] = embed([clause])[0]
    return _kept[clause]
