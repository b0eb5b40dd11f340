"""The shot list: which photos belong to whom, with what light, angle and framing."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio import Lamp, Light

GREY = (0.36, 0.36, 0.365)

LIGHTS: dict[str, Light] = {
    "soft": Light(
        (
            Lamp(-1.0, 2.1, 0.9, 1.5, 32, (1, 0.97, 0.93)),
            Lamp(1.2, 2.0, 0.7, 1.5, 23, (1, 0.98, 0.96)),
            Lamp(0.7, -1.1, 1.0, 0.7, 5),
        ),
        0.24,
        exposure=0.35,
    ),
    "key_left": Light(
        (Lamp(-1.9, 1.1, 0.6, 0.9, 52, (1, 0.96, 0.90)), Lamp(1.8, 1.2, 0.2, 1.6, 4)),
        0.10,
        backdrop=(0.30, 0.30, 0.31),
    ),
    "key_right": Light(
        (Lamp(1.9, 1.1, 0.6, 0.9, 52, (0.97, 0.97, 1.0)), Lamp(-1.8, 1.2, 0.2, 1.6, 4)),
        0.10,
        backdrop=(0.30, 0.31, 0.33),
    ),
    "warm": Light(
        (Lamp(0.9, 1.4, -0.15, 0.7, 24, (1, 0.62, 0.32)), Lamp(-1.6, 1.2, 0.5, 1.2, 7, (1, 0.72, 0.48))),
        0.07,
        ambient_colour=(1, 0.78, 0.56),
        backdrop=(0.33, 0.27, 0.21),
    ),
    "body": Light(
        (
            Lamp(-1.6, 2.8, 0.75, 1.9, 54, (1, 0.975, 0.94)),
            Lamp(1.9, 2.5, 0.2, 1.9, 42, (1, 0.985, 0.97)),
            Lamp(0.0, 4.0, 0.1, 2.2, 46, (1, 0.98, 0.96)),
            Lamp(0.5, -0.9, 1.3, 0.9, 7),
        ),
        0.30,
        exposure=-0.1,
    ),
    "portrait": Light(
        (
            Lamp(-1.25, 1.7, 0.75, 1.1, 38, (1, 0.965, 0.92)),
            Lamp(1.6, 1.6, 0.1, 1.6, 9, (0.95, 0.97, 1)),
            Lamp(1.1, -1.0, 0.8, 0.6, 13, (1, 0.97, 0.93)),
            Lamp(-1.3, -1.0, 0.6, 0.5, 9),
            Lamp(-0.25, 2.3, 0.35, 0.25, 2.5),
        ),
        0.14,
        exposure=0.22,
        backdrop=(0.30, 0.29, 0.28),
    ),
}


@dataclass(frozen=True)
class Shot:
    """One photo. `turn` > 0: the person turned to the own left by so many degrees."""

    name: str
    framing: str
    angle: str
    light: str
    turn: float = 0.0
    expression: dict = field(default_factory=dict)
    pose: dict = field(default_factory=dict)
    second_top: bool = False
    bottom: str = "leggings"


SMILE = {
    "mouthSmileLeft": 0.62,
    "mouthSmileRight": 0.62,
    "cheekSquintLeft": 0.45,
    "cheekSquintRight": 0.45,
    "eyeSquintLeft": 0.25,
    "eyeSquintRight": 0.25,
}


def face(number: int, what: str, angle: str, light: str, turn: float = 0.0, **more) -> Shot:
    return Shot(f"{number:02d}_{what}", "face", angle, light, turn, **more)


def body(number: int, what: str, framing: str, angle: str, turn: float = 0.0, **more) -> Shot:
    return Shot(f"{number:02d}_{what}", framing, angle, "body", turn, **more)


FULL_SET: tuple[Shot, ...] = (
    face(1, "front_soft", "front", "soft"),
    face(2, "three_quarter_left_soft", "three_quarter_left", "soft", 40),
    face(3, "three_quarter_right_soft", "three_quarter_right", "soft", -40),
    face(4, "profile_left_soft", "profile_left", "soft", 86),
    face(5, "profile_right_soft", "profile_right", "soft", -86),
    face(6, "up_soft", "up", "soft", pose={"pitch": -16}),
    face(7, "down_soft", "down", "soft", pose={"pitch": 16}),
    face(8, "smile_soft", "front", "soft", expression=SMILE),
    face(9, "front_key_left", "front", "key_left"),
    face(10, "three_quarter_left_key_left", "three_quarter_left", "key_left", 38),
    face(11, "three_quarter_right_key_left", "three_quarter_right", "key_left", -38),
    face(12, "profile_left_key_left", "profile_left", "key_left", 84),
    face(13, "front_key_right", "front", "key_right"),
    face(14, "three_quarter_left_key_right", "three_quarter_left", "key_right", 42),
    face(15, "three_quarter_right_key_right", "three_quarter_right", "key_right", -42),
    face(16, "profile_right_key_right", "profile_right", "key_right", -84),
    face(17, "front_warm", "front", "warm"),
    face(18, "three_quarter_left_warm", "three_quarter_left", "warm", 36),
    face(19, "three_quarter_right_warm", "three_quarter_right", "warm", -36),
    face(20, "smile_warm", "front", "warm", expression=SMILE),
    body(21, "body_three_quarter_length", "three_quarter_length", "front"),
    body(22, "body_full", "full", "front"),
    body(
        23,
        "body_three_quarter_length_second",
        "three_quarter_length",
        "front",
        second_top=True,
        pose={"arms": 24},
    ),
    body(24, "body_full_back", "full", "back", 180),
    body(25, "body_full_left", "full", "left", 45),
    body(26, "body_full_right", "full", "right", -45),
    body(27, "body_full_shorts", "full", "front", bottom="shorts"),
)

SHORT_SET: tuple[Shot, ...] = (
    *FULL_SET[:5],
    body(6, "body_three_quarter_length", "three_quarter_length", "front"),
    body(7, "body_full", "full", "front"),
    body(8, "body_full_shorts", "full", "front", bottom="shorts"),
)

PORTRAIT = Shot(
    "portrait",
    "portrait",
    "three_quarter_left",
    "portrait",
    14,
    expression={"mouthSmileLeft": 0.22, "mouthSmileRight": 0.22},
    pose={"yaw": -6},
)

SETS: dict[str, tuple[Shot, ...]] = {
    "ines-fiktiv": FULL_SET,
    "ade-fiktiv": SHORT_SET,
    "greta-fiktiv": SHORT_SET,
    "mei-fiktiv": SHORT_SET,
}

INCOMPLETE: dict = {
    "person": "mei-fiktiv",
    "files": [
        "mei-fiktiv/01_front_soft.jpg",
        "mei-fiktiv/02_three_quarter_left_soft.jpg",
        "mei-fiktiv/06_body_three_quarter_length.jpg",
    ],
    "missing": ["three_quarter_right", "profile_left", "profile_right", "body_full"],
}
"""A look that is left incomplete on purpose, so that the demo can show what a capture page asks for."""
