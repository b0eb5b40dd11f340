"""Which angles and lights a photo covers, and which a set still lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from doublet.twins.rules.facts import PhotoFacts, Verdict
from doublet.twins.rules.photo import SMALL_FACE_PX

TURNED_DEGREES, BODY_TURNED_DEGREES = 18, 50
UP_DEGREES, DOWN_DEGREES = 10, -12
WARM_STOPS, COOL_STOPS = 1.0, -0.8

ANGLES = {
    "front": "face from the front",
    "three_quarter_left": "face half turned to your left",
    "three_quarter_right": "face half turned to your right",
    "profile_left": "left profile (head turned fully to your left)",
    "profile_right": "right profile (head turned fully to your right)",
    "body_three_quarter": "body from the front, head to thigh, in a base layer",
    "body_full": "whole body from the front, in a base layer",
}
MORE_ANGLES = {
    "up": "face looking slightly up",
    "down": "face looking slightly down",
    "body_back": "whole body from behind",
    "body_turned_left": "whole body half turned to your left",
    "body_turned_right": "whole body half turned to your right",
    "body_profile_left": "whole body from its side, turned fully to your left",
    "body_profile_right": "whole body from its side, turned fully to your right",
}
BODIES = {"half": "body_three_quarter", "full": "body_full", "back": "body_back"}
LIGHTS = {"soft": "soft light from the front"}
MORE_LIGHTS = {
    "left": "light from the left of the picture",
    "right": "light from the right of the picture",
    "warm": "warm or coloured light",
}


def angles(p: PhotoFacts) -> tuple[str, ...]:
    """The body's view and, where the face is large enough to learn from, the head's angle."""
    body = _body(p)
    found = [body] if body else []
    if p.yaw is None or p.pitch is None or (p.framing in BODIES and p.face_px < SMALL_FACE_PX):
        return tuple(found)
    side = "left" if p.yaw > 0 else "right"
    if p.profile:
        found.append(f"profile_{side}")
    elif abs(p.yaw) > TURNED_DEGREES:
        found.append(f"three_quarter_{side}")
    else:
        found.append("up" if p.pitch >= UP_DEGREES else "down" if p.pitch <= DOWN_DEGREES else "front")
    return tuple(found)


def _body(p: PhotoFacts) -> str | None:
    """Depth from one photo tells that shoulders are turned and to which side; how far, the head tells better."""
    if p.framing not in BODIES:
        return None
    if p.framing == "back" or abs(p.body_turn) <= BODY_TURNED_DEGREES:
        return BODIES[p.framing]
    side = "left" if p.body_turn > 0 else "right"
    return f"body_{'profile' if p.profile else 'turned'}_{side}" if p.framing == "full" else None


def lights(p: PhotoFacts) -> tuple[str, ...]:
    """Where the light comes from; coloured light counts apart, for it says little of skin."""
    if not p.light:
        return ()
    coloured = p.warmth >= WARM_STOPS or p.warmth <= COOL_STOPS
    sided = p.light in ("left", "right")
    return (*([p.light] if sided else []), *(["warm"] if coloured else [] if sided else ["soft"]))


def coverage(verdicts: Sequence[Verdict]) -> dict[str, dict[str, int]]:
    """Angle -> light -> number of photos; ``any`` counts each photo once."""
    lights = [*LIGHTS, *MORE_LIGHTS]
    table = {angle: dict.fromkeys([*lights, "any"], 0) for angle in [*ANGLES, *MORE_ANGLES]}
    for verdict in verdicts:
        for angle in verdict.angles:
            for name in (*verdict.lights, "any"):
                table[angle][name] += 1
    return table


def missing(
    coverage: Mapping[str, Mapping[str, int]], angles: Mapping[str, str], lights: Mapping[str, str]
) -> tuple[str, ...]:
    """What the table lacks of these angles and lights, in words for the model."""
    gone = [words for angle, words in angles.items() if not coverage[angle]["any"]]
    gone += [words for name, words in lights.items() if not any(row[name] for row in coverage.values())]
    return tuple(f"{words} missing" for words in gone)
