"""From which face similarity on two photos count as one person's. One place for every check that asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from doublet.kernel.refusals import BadInput

NUMBERS = ("same", "maybe", "maybe_profile", "challenge")


@dataclass(frozen=True)
class FaceThresholds:
    """Cosines of two face templates, -1..1.

    Attributes:
        same: from here on it is the same person.
        maybe: from here on it may be; a person looks. Below, it is somebody else.
        maybe_profile: the same for a true profile, of which templates tell less.
        challenge: a challenge selfie must reach this. It is stricter: rendered strangers who share their
            proportions reach 0.55 with a whole set, a real person in another room and year 0.69 and more.
        source: where the numbers come from, in words for the operator.
    """

    same: float = 0.50
    maybe: float = 0.36
    maybe_profile: float = 0.20
    challenge: float = 0.60
    source: str = "built in, set on small sets of test photos"

    def __post_init__(self) -> None:
        if not -1 < self.maybe_profile <= self.maybe <= self.same <= self.challenge < 1:
            raise BadInput(
                "bad_thresholds",
                "The face thresholds must rise from profile over maybe and same to challenge, between -1 and 1.",
                hint="Run `doublet calibrate DIR --apply` anew, or delete the file.",
            )

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> FaceThresholds:
        """Out of JSON.

        Raises:
            BadInput: ``bad_thresholds``: a number is missing, or they contradict one another.
        """
        try:
            numbers = {name: float(told[name]) for name in NUMBERS}
        except (KeyError, TypeError, ValueError):
            raise BadInput(
                "bad_thresholds",
                "The file with the face thresholds lacks a number.",
                hint="Run `doublet calibrate DIR --apply` anew, or delete the file.",
            ) from None
        return cls(**numbers, source=str(told.get("source", "a file"))[:200])

    def as_dict(self) -> dict[str, float]:
        """The numbers, as they are written down with every photo that was judged by them."""
        return {name: getattr(self, name) for name in NUMBERS}


BUILT_IN = FaceThresholds()
