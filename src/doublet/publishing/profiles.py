"""Delivery profiles: where a picture will be shown decides its visible label and what stands in the file.

They are dated data, like the rules: one file a date in ``places``, the newest is in force. Pure.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from doublet.consents.terms import within
from doublet.licences.labels import FICTIONAL_LABEL, LABEL
from doublet.licences.rules import MARKED, Ask, Moment
from doublet.publishing.shapes import NOTHING, Shares

__all__ = ["FICTIONAL_LABEL", "LABEL", "LIMITS", "PROFILES", "VERSION", "WORDS", "Limits", "Profile", "Words"]

PLACES = Path(__file__).parent / "places"


@dataclass(frozen=True)
class Words:
    """The label in one language: of a real model, and of a fictional one."""

    language: str
    real: str
    fictional: str


@dataclass(frozen=True)
class Limits:
    """What the marks on the finished file are held against; shares of the short side and of the face."""

    letter_height: float
    contrast: float
    face_covered: float
    shape_off: float
    cut_away: float


@dataclass(frozen=True)
class Profile:
    """One place to show a picture.

    Attributes:
        channel, territory: what the licence must cover.
        rules: the rule pack's ids that ask for it, the leading one first; `why` in words.
        label: on the pixels, or beside the picture in words.
        language: of the label, a key of `WORDS`.
        declare: what the brand still has to do there itself.
        least_side: of the picture in pixels, below which the place shows it badly; 0 where it does not matter.
        most_side: of the picture in pixels, above which it is made smaller; 0 where it is left as it is.
        shape: width to height that the place demands, as ``"4:5"``; empty where any will do.
        covers: shares of the picture that the place lays its own buttons and words over: top, right, bottom, left.
    """

    id: str
    title: str
    channel: str
    territory: str
    why: str
    rules: tuple[str, ...]
    label: Literal["on_picture", "beside"] = "on_picture"
    language: str = "en"
    declare: str = ""
    least_side: int = 0
    most_side: int = 0
    shape: str = ""
    covers: Shares = NOTHING

    @property
    def burned_in(self) -> bool:
        """Does the label stand on the pixels?"""
        return self.label == "on_picture"

    @property
    def rule(self) -> str:
        """The leading rule."""
        return self.rules[0]

    def words(self, *, fictional: bool) -> str:
        """The label's text here."""
        words = WORDS[self.language]
        return words.fictional if fictional else words.real

    def marks(self, altered: tuple[str, ...]) -> tuple[str, ...]:
        """The marks of retouched pictures that this place needs; a region needs those of its countries."""
        reached = (
            mark
            for country, mark in MARKED.items()
            if within(country, (self.territory,)) or within(self.territory, (country,))
        )
        return tuple(reached) if altered else ()

    def ask(
        self,
        moment: Moment,
        brand_id: str | None,
        frame_id: str = "",
        *,
        altered: tuple[str, ...] = (),
        marks: tuple[str, ...] | None = None,
    ) -> Ask:
        """What the gate is asked before a picture is delivered for this place.

        Args:
            frame_id: the picture, since a single one can be taken back.
            altered: what was altered on its body.
            marks: those that the file carries; those that it will carry, where it is not made yet.
        """
        return Ask(
            moment,
            brand_id=brand_id,
            channel=self.channel,
            territory=self.territory,
            frame=frame_id,
            label=self.label,
            altered=altered,
            marks=self.marks(altered) if marks is None else marks,
        )


def _read(path: Path) -> tuple[Limits, dict[str, Words], dict[str, Profile]]:
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    words = {code: Words(**told) for code, told in data["words"].items()}
    profiles = (_profile(row) for row in data["profile"])
    return Limits(**data["limits"]), words, {profile.id: profile for profile in profiles}


def _profile(row: dict[str, Any]) -> Profile:
    return Profile(**{**row, "rules": tuple(row["rules"]), "covers": tuple(row.get("covers", NOTHING))})


_NEWEST = max(PLACES.glob("*.toml"))
VERSION = _NEWEST.stem
LIMITS, WORDS, PROFILES = _read(_NEWEST)
