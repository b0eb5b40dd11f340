"""Training the layer of `doublet.engines.language.meaning`: from the word lists and the tuning briefs alone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources

import numpy as np
from bench.boundaries.briefs import briefs
from numpy.typing import NDArray
from scipy.optimize import minimize

from doublet.engines.language import LANGUAGES, SUBJECTS, screen
from doublet.engines.language.meaning import Layer, features

NOTHING = "nothing"
_CLAUSES = re.compile(r"[.,;:!?。，；：！？]")
_ROUNDS = 120
_SMOOTH = 5e-5
_NOTHING_COUNTS = 6.0

Embed = Callable[[list[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class Example:
    """A phrase or clause, its subject, and how much it counts."""

    text: str
    subject: str
    counts: float


def examples() -> list[Example]:
    """Every listed phrase, and every clause of the tuning briefs that is clear one way or the other."""
    return [*_phrases(), *_clauses()]


def train(embed: Embed) -> Layer:
    """Fit one linear layer with a softmax on the examples; the same examples give the same layer."""
    known = examples()
    subjects = (NOTHING, *SUBJECTS)
    vectors = embed([each.text for each in known])
    centre = vectors.mean(axis=0)
    inputs = features(vectors, centre).astype(np.float64)
    target = np.array([subjects.index(each.subject) for each in known])
    counts = np.array([each.counts for each in known])
    share = np.array([1 / max(1.0, counts[target == number].sum()) for number in range(len(subjects))])
    share[0] *= _NOTHING_COUNTS
    weight = counts * share[target]
    weight /= weight.sum()
    wanted = np.eye(len(subjects))[target]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        matrix = flat.reshape(inputs.shape[1], -1)
        found = inputs @ matrix
        found = np.exp(found - found.max(axis=1, keepdims=True))
        found /= found.sum(axis=1, keepdims=True)
        right = found[np.arange(len(target)), target]
        value = -(weight * np.log(right + 1e-12)).sum() + _SMOOTH * np.square(matrix[:-1]).sum()
        slope = inputs.T @ (weight[:, None] * (found - wanted))
        slope[:-1] += 2 * _SMOOTH * matrix[:-1]
        return float(value), slope.ravel()

    start = np.zeros(inputs.shape[1] * len(subjects))
    done = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    matrix = done.x.reshape(inputs.shape[1], -1)
    return Layer(subjects, centre.astype(np.float32), matrix.astype(np.float32))


def clauses(text: str) -> list[str]:
    """The parts of a brief between its commas and stops."""
    return [part.strip() for part in _CLAUSES.split(text) if len(part.strip()) > 1]


def _phrases() -> list[Example]:
    found = []
    for language in ("shared", *LANGUAGES):
        raw = tomllib.loads(
            resources.files("doublet.engines.language")
            .joinpath("words", f"{language}.toml")
            .read_text("utf-8")
        )
        for subject, table in raw.items():
            if subject in ("common", "not"):
                continue
            for degree, listed in table.items():
                for phrase in str(listed).split(","):
                    text = " ".join(phrase.replace("*", "").replace("~", "").split())
                    if len(text) > 1:
                        known = subject if subject in SUBJECTS else NOTHING
                        found.append(Example(text, known, 0.5 if degree == "ask" else 1.0))
    return found


def _clauses() -> list[Example]:
    found = []
    for brief in briefs("tuning"):
        for clause in clauses(brief.text):
            seen = screen(clause, brief.language, by_meaning=False)
            sure = {each.subject for each in seen.sure} & brief.wants
            if not brief.wants or seen.clear:
                found.append(Example(clause, NOTHING, 3.0))
            elif len(sure) == 1:
                found.append(Example(clause, sure.pop(), 3.0))
    return found
