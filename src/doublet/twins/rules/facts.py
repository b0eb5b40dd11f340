"""What goes into a verdict on a capture set, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

PROFILE_DEGREES = 60

State = Literal["accepted", "warning", "refused"]
Readiness = Literal["ready", "usable", "not yet"]


@dataclass(frozen=True)
class PhotoFacts:
    """What was measured on one photo; angles are None without a face. Units as in the measuring engine."""

    sha256: str
    width: int
    height: int
    faces: int
    faces_at_edge: int
    face_px: int
    face_cut: bool
    yaw: float | None
    pitch: float | None
    roll: float | None
    light: str
    warmth: float
    sharpness: float
    noise: float
    lightness: float
    highlights: float
    shadows: float
    contrast: float
    covered: tuple[str, ...]
    framing: str
    body_turn: float
    turn: int
    hash: int
    hash_mirrored: int
    light_contrast: float = 0.0
    taken_on: date | None = None
    wearable: tuple[str, ...] = ()

    @classmethod
    def read(
        cls, measures: Mapping[str, Any], *, taken_on: date | None = None, wearable: Sequence[str] = ()
    ) -> PhotoFacts:
        """The facts out of the measuring engine's JSON."""
        quality = measures["quality"]
        plain = (
            "sha256",
            "width",
            "height",
            "faces",
            "faces_at_edge",
            "face_px",
            "face_cut",
            "framing",
            "body_turn",
            "turn",
        )
        numbers = ("sharpness", "noise", "lightness", "highlights", "shadows", "contrast")
        known: dict[str, Any] = {name: measures[name] for name in plain}
        known |= {name: quality[name] for name in numbers}
        known |= measures["angles"] or dict.fromkeys(("yaw", "pitch", "roll"))
        light = measures["light"] or {"direction": "", "warmth": 0.0, "contrast": 0.0}
        return cls(
            **known,
            light=light["direction"],
            warmth=light["warmth"],
            light_contrast=light.get("contrast", 0.0),
            covered=tuple(quality["covered"]),
            hash=int(measures["hash"], 16),
            hash_mirrored=int(measures["hash_mirrored"], 16),
            taken_on=taken_on,
            wearable=tuple(wearable),
        )

    @property
    def profile(self) -> bool:
        return self.yaw is not None and abs(self.yaw) > PROFILE_DEGREES


@dataclass(frozen=True)
class Reason:
    """Why a photo is refused or warned about, in words for the person on it."""

    code: str
    words: str
    hint: str
    refuses: bool = False

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "words": self.words, "hint": self.hint}


@dataclass(frozen=True)
class Verdict:
    """What becomes of one photo, and what it covers. `likeness`: with the nearest of the other faces, -1..1."""

    state: State
    reasons: tuple[Reason, ...]
    angles: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    likeness: float | None = None


@dataclass(frozen=True)
class SetReport:
    """The set as a whole.

    Attributes:
        verdicts: one per photo, in the order given.
        coverage: angle -> light -> number of photos that are not refused.
        missing: what a ready twin still needs, in plain words; ``would_help`` what would improve it.
        wearable: kinds of garment that the photos can already wear.
        compared: whether the faces were compared with each other.
        undated: photos whose files carry no date, so that her word alone says that she was an adult.
    """

    verdicts: tuple[Verdict, ...]
    coverage: Mapping[str, Mapping[str, int]]
    missing: tuple[str, ...]
    would_help: tuple[str, ...]
    readiness: Readiness
    wearable: tuple[str, ...]
    compared: bool
    undated: int

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON, without the verdicts (they stand with their photos)."""
        return {
            "coverage": {angle: dict(lights) for angle, lights in self.coverage.items()},
            "missing": list(self.missing),
            "would_help": list(self.would_help),
            "readiness": self.readiness,
            "wearable": list(self.wearable),
            "compared": self.compared,
            "undated": self.undated,
        }
