"""The fictional people: body, face, skin, hair, clothes. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass, field

from anatomy import Build
from glasses import Frames


@dataclass(frozen=True)
class Look:
    """Everything the studio needs about one person. Colours: tone as #rrggbb, cloth and hair as linear RGB."""

    build: Build
    skin: str
    tone: str
    hair: str
    hair_colour: tuple[float, float, float]
    hair_options: dict
    brow: str
    brow_colour: tuple[float, float, float]
    eye: str
    top: tuple[float, float, float]
    leggings: tuple[float, float, float]
    second_top: tuple[float, float, float]
    flush: float = 1.0
    seed: int = 1
    lower_hairline: float = 0.22
    glasses: Frames | None = None
    makeup: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    rest_face: dict = field(default_factory=dict)


def both(**shares: float) -> dict[str, float]:
    """The same share on the left and on the right half of the face."""
    return {f"{side}-{name.replace('_', '-')}": v for name, v in shares.items() for side in "lr"}


CALM = {"mouthSmileLeft": 0.18, "mouthSmileRight": 0.18, "browInnerUp": 0.12}
LEVEL = {"mouthSmileLeft": 0.24, "mouthSmileRight": 0.24}
NAVY = (0.020, 0.024, 0.036)

PEOPLE: dict[str, Look] = {
    "ines-fiktiv": Look(
        build=Build(
            gender=1,
            age=0.04,
            muscle=0.56,
            weight=0.42,
            proportions=0.82,
            height_cm=176,
            cup=0.42,
            firmness=0.7,
            race={"caucasian": 0.72, "asian": 0.18, "african": 0.10},
            local={
                "head-oval": 0.8,
                "nose-width1-decr": 0.3,
                "nose-hump-incr": 0.42,
                "nose-scale-vert-incr": 0.25,
                "chin-prominent-incr": 0.25,
                "mouth-scale-horiz-incr": 0.35,
                "mouth-lowerlip-volume-incr": 0.45,
                "mouth-upperlip-volume-incr": 0.3,
                "forehead-scale-vert-decr": 0.25,
                **both(cheek_bones_incr=0.55, eye_scale_incr=0.30, eye_trans_out=0.2),
            },
        ),
        skin="young_caucasian_female2/young_lightskinned_female_diffuse2.png",
        tone="#c08c68",
        hair="bun",
        hair_colour=(0.055, 0.026, 0.012),
        hair_options={},
        brow="eyebrow008",
        brow_colour=(0.030, 0.015, 0.008),
        eye="brown",
        top=(0.105, 0.215, 0.36),
        leggings=NAVY,
        second_top=(0.62, 0.61, 0.59),
        seed=11,
        rest_face=CALM,
    ),
    "ade-fiktiv": Look(
        build=Build(
            gender=0,
            age=0.10,
            muscle=0.66,
            weight=0.46,
            proportions=0.85,
            height_cm=187,
            race={"african": 0.9, "caucasian": 0.1, "asian": 0.0},
            local={
                "chin-width-incr": 0.3,
                "chin-prominent-incr": 0.2,
                "nose-width3-decr": 0.15,
                **both(cheek_bones_incr=0.2),
            },
        ),
        skin="young_african_male/young_darkskinned_male_diffuse.png",
        tone="#6a4531",
        hair="cropped",
        hair_colour=(0.008, 0.007, 0.006),
        hair_options={"length": 0.10, "curl": 0.022},
        brow="eyebrow004",
        brow_colour=(0.008, 0.007, 0.006),
        eye="brown",
        top=(0.62, 0.62, 0.61),
        leggings=NAVY,
        second_top=(0.10, 0.23, 0.22),
        seed=23,
        lower_hairline=0.08,
        rest_face=LEVEL,
    ),
    "greta-fiktiv": Look(
        build=Build(
            gender=1,
            age=0.60,
            muscle=0.42,
            weight=1.0,
            proportions=0.55,
            height_cm=170,
            cup=0.6,
            firmness=0.45,
            race={"caucasian": 0.95, "asian": 0.0, "african": 0.05},
            local={
                "head-square": 0.35,
                "head-fat-incr": 0.35,
                "neck-double-incr": 0.3,
                "chin-width-incr": 0.4,
                "nose-volume-incr": 0.5,
                "nose-scale-vert-incr": 0.35,
                "nose-point-width-incr": 0.4,
                "mouth-laugh-lines-in": 0.5,
                "mouth-upperlip-volume-decr": 0.5,
                "mouth-scale-horiz-decr": 0.45,
                "nose-scale-horiz-incr": 0.5,
                "eyebrows-trans-up": 0.4,
                "measure-bust-circ-incr": 0.35,
                "measure-underbust-circ-incr": 0.6,
                "measure-waist-circ-incr": 1.0,
                "measure-hips-circ-incr": 0.4,
                **both(
                    cheek_volume_incr=0.3,
                    eye_scale_decr=0.35,
                    eye_trans_in=0.2,
                    eye_eyefold_down=0.4,
                    upperarm_fat_incr=0.5,
                    upperleg_fat_incr=0.4,
                ),
            },
        ),
        skin="middleage_asian_female/middleage_lightskinned_female_diffuse2.png",
        tone="#d2a68a",
        hair="bob",
        hair_colour=(0.30, 0.275, 0.25),
        hair_options={"length": 0.70, "fringe": 0.10},
        brow="eyebrow010",
        brow_colour=(0.16, 0.13, 0.11),
        eye="grey",
        top=(0.075, 0.20, 0.19),
        leggings=NAVY,
        second_top=(0.30, 0.09, 0.11),
        seed=37,
        rest_face=LEVEL,
        glasses=Frames((0.035, 0.012, 0.010)),
    ),
    "mei-fiktiv": Look(
        build=Build(
            gender=0.9,
            age=0.28,
            muscle=0.52,
            weight=0.46,
            proportions=0.75,
            height_cm=167,
            cup=0.45,
            firmness=0.6,
            race={"asian": 1.0, "caucasian": 0.0, "african": 0.0},
            local={
                "head-oval": 0.35,
                "mouth-cupidsbow-incr": 0.4,
                "nose-scale-depth-decr": 0.2,
                "chin-prominent-incr": 0.2,
                "mouth-lowerlip-volume-incr": 0.2,
                **both(
                    eye_epicanthus_in=0.5,
                    eye_eyefold_down=0.3,
                    eye_corner2_up=0.35,
                    cheek_bones_incr=0.7,
                    cheek_volume_decr=0.25,
                ),
            },
        ),
        skin="young_african_male/young_darkskinned_male_diffuse.png",
        tone="#d6a580",
        flush=1.15,
        hair="bob",
        hair_colour=(0.011, 0.009, 0.008),
        hair_options={"fringe": 0.12, "length": 0.90},
        brow="eyebrow002",
        brow_colour=(0.015, 0.012, 0.010),
        eye="brown",
        top=(0.33, 0.10, 0.075),
        leggings=NAVY,
        second_top=(0.10, 0.21, 0.36),
        seed=41,
        rest_face=LEVEL,
        makeup={"lips": (1, 16, 4)},
        glasses=Frames((0.010, 0.009, 0.009), width=0.262, height=0.235, roundness=0.95, thickness=0.014),
    ),
}


CARDS: dict[str, dict] = {
    "ines-fiktiv": {
        "public_name": "Inés Fiktiv",
        "birth_date": "1999-04-17",
        "residence": "ES",
        "language": "es",
        "look": {"presents_as": "woman", "hair": "dark brown, low bun", "eyes": "brown", "skin_tone_monk": 5},
    },
    "ade-fiktiv": {
        "public_name": "Adé Fiktiv",
        "birth_date": "1993-09-02",
        "residence": "FR",
        "language": "fr",
        "look": {"presents_as": "man", "hair": "black, cropped", "eyes": "brown", "skin_tone_monk": 8},
    },
    "greta-fiktiv": {
        "public_name": "Greta Fiktiv",
        "birth_date": "1968-01-29",
        "residence": "DE",
        "language": "de",
        "look": {
            "presents_as": "woman",
            "hair": "silver, bob; wears glasses",
            "eyes": "grey",
            "skin_tone_monk": 3,
        },
    },
    "mei-fiktiv": {
        "public_name": "Mei Fiktiv",
        "birth_date": "1988-11-08",
        "residence": "NL",
        "language": "en",
        "look": {
            "presents_as": "woman",
            "hair": "black, bob with a fringe; wears glasses",
            "eyes": "brown",
            "skin_tone_monk": 4,
        },
    },
}
"""What each person says about themself. Ages in the demo are between 24 and 58."""
