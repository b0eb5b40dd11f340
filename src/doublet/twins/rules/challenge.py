"""The challenge selfie: what she is asked to do, and what is said of the photo that she takes.

A fresh photo in a pose that nobody could know beforehand shows that whoever holds the account can
have the person of the set photographed now. It does not show that nobody held a print or a screen
before the camera, and a sibling who looks alike can pass: pages and papers say so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from doublet.twins.rules.facts import PhotoFacts, Reason
from doublet.twins.rules.photo import seen_alone
from doublet.twins.rules.thresholds import FaceThresholds
from doublet.twins.rules.together import NEAREST

Axis = Literal["yaw", "pitch", "roll"]

TIME_TO_ANSWER = timedelta(minutes=10)
MOST_TRIES = 6
MOST_CHALLENGES_A_DAY = 5
STEPS_ASKED = 2
LEAST_TO_COMPARE = 3
OTHER_AXES_DEGREES = 28
COPY_LIKENESS = 0.94
# A camera's clock without a zone is read as UTC, so it can seem half a day early or late.
CLOCK_ROOM = timedelta(hours=14, minutes=10)
_MIRROR = "If you did, your camera mirrors selfies: switch that off, or use the camera on the back."


@dataclass(frozen=True)
class Step:
    """One instruction, and the degrees that count as having followed it (see `engines.face.angles`)."""

    name: str
    words: str
    axis: Axis
    least: float
    most: float

    def degrees(self, photo: PhotoFacts) -> float:
        """What was measured on the axis that this step asks for."""
        return float(getattr(photo, self.axis) or 0.0)

    def followed(self, photo: PhotoFacts) -> bool:
        """Was it done, and only it?"""
        others = [getattr(photo, axis) or 0.0 for axis in ("yaw", "pitch", "roll") if axis != self.axis]
        straight = all(abs(value) <= OTHER_AXES_DEGREES for value in others)
        return straight and self.least <= self.degrees(photo) <= self.most


STEPS = {
    step.name: step
    for step in (
        Step("turn_left", "Turn your head a little to your left, towards your left shoulder.", "yaw", 14, 55),
        Step(
            "turn_right",
            "Turn your head a little to your right, towards your right shoulder.",
            "yaw",
            -55,
            -14,
        ),
        Step("chin_up", "Lift your chin and look at the camera.", "pitch", 9, 45),
        Step("chin_down", "Lower your chin and look up at the camera.", "pitch", -45, -11),
        Step("tilt_left", "Tilt your head so that your left ear nears your left shoulder.", "roll", 11, 45),
        Step(
            "tilt_right", "Tilt your head so that your right ear nears your right shoulder.", "roll", -45, -11
        ),
    )
}
_DONE = {
    "yaw": ("turned {} degrees to your left", "turned {} degrees to your right"),
    "pitch": ("lifted by {} degrees", "lowered by {} degrees"),
    "roll": ("tilted {} degrees to your left", "tilted {} degrees to your right"),
}


def draw(choice: Callable[[Sequence[str]], str]) -> list[str]:
    """The names of the steps of one challenge, on different axes; `choice` must not be foreseeable."""
    names: list[str] = []
    while len(names) < STEPS_ASKED:
        taken = {STEPS[name].axis for name in names}
        names.append(choice([step.name for step in STEPS.values() if step.axis not in taken]))
    return names


def pose_reason(photo: PhotoFacts, step: Step) -> Reason | None:
    """Why the photo does not answer this step: not one clear face, or another turn than was asked for."""
    hindering = [reason for reason in seen_alone(photo) if reason.refuses]
    if hindering:
        return hindering[0]
    if step.followed(photo):
        return None
    seen = step.degrees(photo)
    words = _DONE[step.axis][0 if seen >= 0 else 1].format(f"{abs(seen):.0f}")
    mirrored = (
        step.axis != "pitch" and seen * step.least < 0 and abs(seen) >= min(abs(step.least), abs(step.most))
    )
    return Reason(
        "wrong_turn",
        f"Asked for: {step.words} On the photo your head is {words}.",
        _MIRROR if mirrored else "Take it again, and do only what is asked.",
        refuses=True,
    )


def age_reason(taken_at: datetime | None, asked_at: datetime, now: datetime) -> Reason | None:
    """The file's own clock says that it was not taken now. A file without a date says nothing."""
    if taken_at is None or asked_at - CLOCK_ROOM <= taken_at <= now + CLOCK_ROOM:
        return None
    words = f"The file says that it was taken on {taken_at:%-d %B %Y}."
    return Reason("not_fresh", words, "Take a new photo now, with the camera.", refuses=True)


def copy_reason(photo: PhotoFacts, known: Sequence[PhotoFacts], likeness: float) -> Reason | None:
    """The selfie is a photo that she uploaded before, as it was, mirrored, recompressed or cropped.

    `likeness` is the largest correlation of the face's pixels with those of a known photo, 0..1. The hash of
    the whole picture is no help: another photo in the same room and pose has nearly the same one.
    """
    same = any(photo.sha256 == other.sha256 for other in known)
    if not same and likeness < COPY_LIKENESS:
        return None
    words = "This is a photo that you have uploaded before."
    return Reason("copy_of_a_photo", words, "Take a new photo now, with the camera.", refuses=True)


def person_reason(similarities: Sequence[float], thresholds: FaceThresholds) -> tuple[Reason | None, float]:
    """Does the selfie show the person of the set? Answers also the number that decided.

    `similarities` with every usable photo of the set. Where it is not certain it is refused too:
    another selfie costs her a minute, a stranger's twin costs somebody her face.
    """
    nearest = sorted(similarities, reverse=True)[:NEAREST]
    value = sum(nearest) / len(nearest) if nearest else 0.0
    if value >= thresholds.challenge:
        return None, value
    if value >= thresholds.maybe:
        words = "It is not certain that the selfie shows the person on your photos."
        return Reason("person_unsure", words, "Take it in soft light, near a window.", refuses=True), value
    words = "The selfie shows somebody else than your photos."
    return Reason(
        "somebody_else", words, "Only the person on the photos can make a twin.", refuses=True
    ), value


def still_stands(compared: Sequence[str], usable: Sequence[str]) -> bool:
    """Is enough of what the selfie was compared with still in the set?

    Photos can be added and deleted afterwards. Those that stay, and are not refused, tie the others
    to the selfie, for the photos of a set are compared with each other.
    """
    return len(set(compared) & set(usable)) >= min(LEAST_TO_COMPARE, len(compared)) > 0
