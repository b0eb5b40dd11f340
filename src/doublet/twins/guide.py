"""What the capture page teaches: each photo to take with its drawing and how to take it. Pure data and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Group = Literal["face", "body", "light"]


@dataclass(frozen=True)
class Lesson:
    """One photo to take: the rules' name for it, a short title, how to, and whether a twin needs it."""

    name: str
    title: str
    how: str
    needed: bool = True
    group: Group = "face"

    @property
    def drawing(self) -> str:
        """Its drawing among the static files."""
        return f"twins/guide/{'light_' if self.group == 'light' else ''}{self.name}.svg"

    @property
    def camera(self) -> str:
        """Which camera of a phone: her own hand holds it for the face, a shelf or a friend for the body."""
        return "environment" if self.group == "body" else "user"


_BODY: Group = "body"
ANGLES = (
    Lesson("front", "Front", "Face to the camera, mouth closed, eyes open."),
    Lesson("three_quarter_left", "Half left", "Turn your head halfway to your left."),
    Lesson("three_quarter_right", "Half right", "Turn your head halfway to your right."),
    Lesson("profile_left", "Left profile", "Turn all the way to your left; the camera sees one eye."),
    Lesson("profile_right", "Right profile", "Turn all the way to your right; the camera sees one eye."),
    Lesson(
        "body_three_quarter", "Head to thigh", "Base layer, arms 20 degrees away from the body.", group=_BODY
    ),
    Lesson(
        "body_full",
        "Head to feet",
        "Base layer, arms away, legs apart, the floor in the picture.",
        group=_BODY,
    ),
    Lesson("up", "Slightly up", "Chin up a little.", needed=False),
    Lesson("down", "Slightly down", "Chin down a little.", needed=False),
    Lesson("body_turned_left", "Half left", "Turn the whole body halfway to your left.", False, _BODY),
    Lesson("body_turned_right", "Half right", "Turn the whole body halfway to your right.", False, _BODY),
    Lesson("body_profile_left", "Left side", "Turn fully to your left, arms a little back.", False, _BODY),
    Lesson("body_profile_right", "Right side", "Turn fully to your right, arms a little back.", False, _BODY),
    Lesson("body_back", "From behind", "The whole body from behind.", False, _BODY),
)
LIGHTS = (
    Lesson("soft", "Soft", "A window in front of you, no direct sun.", group="light"),
    Lesson("left", "From the left", "A window on the left of the picture.", False, "light"),
    Lesson("right", "From the right", "A window on the right of the picture.", False, "light"),
    Lesson("warm", "Warm", "A lamp in the evening, or a low sun.", False, "light"),
)
LESSONS = {lesson.name: lesson for lesson in (*ANGLES, *LIGHTS)}
TITLES: dict[Group, str] = {"face": "Your face", "body": "Your figure", "light": "Other lights on your face"}
BASE_LAYER = (
    "A plain, fitted top without sleeves, in one colour.",
    "Plain, fitted shorts or leggings for trousers, skirts and dresses.",
    "All hair behind the shoulders, nothing in your hands.",
    "A plain wall behind you, with nobody else in the picture.",
    "Stand straight, face the camera, arms about 20 degrees away, legs apart.",
    "The phone on a shelf at the height of your chest, three steps away, with its timer.",
)
WEARS = {"tops": "tops", "dresses": "dresses", "bottoms": "trousers", "skirts": "skirts"}
EVERY_LIGHT = ("any", *(light.name for light in LIGHTS))
COLUMNS = ("Any light", *(light.title for light in LIGHTS))


@dataclass(frozen=True)
class Step:
    """A lesson and whether her photos cover it."""

    lesson: Lesson
    done: bool


def steps(coverage: Mapping[str, Mapping[str, int]]) -> list[tuple[str, list[Step]]]:
    """Every lesson with its state, by group."""
    grouped: list[tuple[str, list[Step]]] = []
    for group, title in TITLES.items():
        lessons = [lesson for lesson in LESSONS.values() if lesson.group == group]
        grouped.append((title, [Step(lesson, _covered(lesson, coverage)) for lesson in lessons]))
    return grouped


def next_lesson(coverage: Mapping[str, Mapping[str, int]]) -> Lesson | None:
    """What to take next: what a twin needs first, then what helps."""
    left = [lesson for lesson in LESSONS.values() if not _covered(lesson, coverage)]
    return next((lesson for lesson in left if lesson.needed), left[0] if left else None)


def progress(coverage: Mapping[str, Mapping[str, int]]) -> tuple[int, int]:
    """How many of the lessons that a twin needs are covered."""
    needed = [lesson for lesson in LESSONS.values() if lesson.needed]
    return sum(_covered(lesson, coverage) for lesson in needed), len(needed)


def _covered(lesson: Lesson, coverage: Mapping[str, Mapping[str, int]]) -> bool:
    if lesson.group == "light":
        return any(row.get(lesson.name) for row in coverage.values())
    return bool(coverage.get(lesson.name, {}).get("any"))


def seen(measures: Mapping[str, Any]) -> str:
    """What was measured on a photo, in words: where the head turns, where the light is."""
    angles, light = measures.get("angles"), measures.get("light")
    if not angles:
        return ""
    parts = [
        _turned(angles["yaw"], "turned {}° to your left", "turned {}° to your right"),
        _turned(angles["pitch"], "lifted {}°", "lowered {}°"),
        _turned(angles["roll"], "tilted {}° to your left", "tilted {}° to your right"),
    ]
    words = "Head " + (", ".join(part for part in parts if part) or "straight") + "."
    if light:
        where = {"flat": "from everywhere", "top": "from above"}.get(
            light["direction"], f"from the {light['direction']}"
        )
        words += f" Light {where}, {light['contrast']:.1f} stops between bright and dark."
    return words


def missed(wanted: str, covers: Sequence[str], measures: Mapping[str, Any]) -> str:
    """That a photo is good but not the one that she was taking, or nothing."""
    lesson = LESSONS.get(wanted)
    if lesson is None or wanted in covers:
        return ""
    return f"Not yet “{lesson.title}”: {lesson.how} {seen(measures)}".strip()


def _turned(degrees: float, positive: str, negative: str) -> str:
    return "" if abs(degrees) < 3 else (positive if degrees > 0 else negative).format(round(abs(degrees)))


def grid(coverage: dict[str, dict[str, int]]) -> list[tuple[str, list[str]]]:
    """The coverage map: each angle with the state of each light (covered, missing where needed, open)."""
    rows = []
    for angle in ANGLES:
        counts = coverage.get(angle.name, {})
        cells = ["accepted" if counts.get(light) else "none" for light in EVERY_LIGHT]
        if angle.needed and not counts.get("any"):
            cells[0] = "missing"
        rows.append((f"Body: {angle.title.lower()}" if angle.group == "body" else angle.title, cells))
    return rows
