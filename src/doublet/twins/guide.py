"""What the capture page teaches: each angle and light with its drawing and how to take it. Pure data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """One photo to take: the rules' name for it, a short title, how to, and whether a twin needs it."""

    name: str
    title: str
    how: str
    needed: bool = True

    @property
    def drawing(self) -> str:
        """Its drawing among the static files."""
        return f"twins/guide/{self.name}.svg"


ANGLES = (
    Lesson("front", "Front", "Face to the camera, mouth closed, eyes open."),
    Lesson("three_quarter_left", "Half left", "Turn your head halfway to your left."),
    Lesson("three_quarter_right", "Half right", "Turn your head halfway to your right."),
    Lesson("profile_left", "Left profile", "Turn all the way to your left; the camera sees one eye."),
    Lesson("profile_right", "Right profile", "Turn all the way to your right; the camera sees one eye."),
    Lesson("body_three_quarter", "Head to thigh", "Base layer, arms 20 degrees away from the body."),
    Lesson("body_full", "Head to feet", "Base layer, arms away, legs apart, the floor in the picture."),
    Lesson("up", "Slightly up", "Chin up a little.", needed=False),
    Lesson("down", "Slightly down", "Chin down a little.", needed=False),
    Lesson("body_back", "From behind", "The whole body from behind.", needed=False),
)
LIGHTS = (
    Lesson("soft", "Soft", "A window in front of you, no direct sun."),
    Lesson("left", "From the left", "A window on the left of the picture.", needed=False),
    Lesson("right", "From the right", "A window on the right of the picture.", needed=False),
    Lesson("warm", "Warm", "A lamp in the evening, or a low sun.", needed=False),
)
BASE_LAYER = (
    "A plain, fitted top without sleeves, in one colour.",
    "Plain, fitted leggings or shorts for trousers and dresses.",
    "All hair behind the shoulders, nothing in your hands.",
    "A plain wall behind you, with nobody else in the picture.",
    "Stand straight, face the camera, arms about 20 degrees away, legs apart.",
)
WEARS = {"tops": "tops", "dresses": "dresses", "bottoms": "trousers", "skirts": "skirts"}
EVERY_LIGHT = ("any", *(light.name for light in LIGHTS))
COLUMNS = ("Any light", *(light.title for light in LIGHTS))


def grid(coverage: dict[str, dict[str, int]]) -> list[tuple[str, list[str]]]:
    """The coverage map: each angle with the state of each light (covered, missing where needed, open)."""
    rows = []
    for angle in ANGLES:
        counts = coverage.get(angle.name, {})
        cells = ["accepted" if counts.get(light) else "none" for light in EVERY_LIGHT]
        if angle.needed and not counts.get("any"):
            cells[0] = "missing"
        rows.append((angle.title, cells))
    return rows
