"""Stands in for the package ``fashn_human_parser``, whose weights carry a non-commercial licence.

With a mask-free person and a flat garment photo, fashn-vton-1.5 asks the parser and then throws its
answer away. So this answers "nothing anywhere", with names of the shape that its code looks up.
"""

from __future__ import annotations

import sys

import numpy as np

CATEGORY_TO_BODY_COVERAGE = {"tops": "upper", "bottoms": "lower", "one-pieces": "full"}
BODY_COVERAGE_TO_LABELS = {"upper": ["upper"], "lower": ["lower"], "full": ["upper", "lower"]}
LABELS_TO_IDS = {
    name: number + 1
    for number, name in enumerate(("upper", "lower", "arms", "torso", "legs", "hands", "feet"))
}
IDENTITY_LABELS: list[str] = []


class FashnHumanParser:
    """A parser that finds nothing."""

    def __init__(self, device: str | None = None) -> None:
        """Load nothing."""

    def predict(self, image: np.ndarray) -> np.ndarray:
        """HxW uint8 zeros."""
        return np.zeros(image.shape[:2], np.uint8)


def stand_in() -> None:
    """Let ``import fashn_human_parser`` find this module, whether or not the real one is installed."""
    sys.modules["fashn_human_parser"] = sys.modules[__name__]
