"""Render the same bodies in other skins and sizes: `python render_parity.py OUT [--samples N] [--scale F]`.

For `make bench-parity`, which asks whether the engine serves everybody alike: per sex and size one body, one
posture, one light, one base layer, one hair; only the skin's tone differs. Nobody here exists. Writes
OUT/<sex>_<size>_<tone>.png and skips what is there. Run in the render environment (see README.md).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import figure
import shots
import studio
from anatomy import Build
from people import LEVEL, NAVY, Look, both
from render_people import view_of
from shots import Shot
from studio import METRE

TONES = {"tone1": "#e8c8b0", "tone2": "#d2a37f", "tone3": "#b07e58", "tone4": "#8a5a3d"} | {
    "tone5": "#643f2c",
    "tone6": "#41291f",
}
_GIRTHS = ("bust", "underbust", "waist", "hips")
SIZES: dict[str, tuple[float, dict[str, float]]] = {
    "size1": (0.10, {}),
    "size2": (0.45, {}),
    "size3": (0.80, {"measure-waist-circ-incr": 0.4, **both(upperarm_fat_incr=0.25)}),
    "size4": (
        1.0,
        {f"measure-{girth}-circ-incr": 0.9 for girth in _GIRTHS}
        | both(upperarm_fat_incr=0.6, upperleg_fat_incr=0.5),
    ),
}
SKINS = {
    "woman": "young_caucasian_female2/young_lightskinned_female_diffuse2.png",
    "man": "young_african_male/young_darkskinned_male_diffuse.png",
}
SHOT = Shot("body", "full", "front", "body", pose={})


def look_of(sex: str, size: str, tone: str) -> Look:
    """One body of the grid."""
    weight, local = SIZES[size]
    woman = sex == "woman"
    return Look(
        build=Build(
            gender=1 if woman else 0,
            age=0.1,
            muscle=0.5,
            weight=weight,
            proportions=0.7,
            height_cm=170 if woman else 182,
            race={"caucasian": 0.34, "asian": 0.33, "african": 0.33},
            local=local,
        ),
        skin=SKINS[sex],
        tone=TONES[tone],
        hair="bun" if woman else "cropped",
        hair_colour=(0.012, 0.009, 0.007),
        hair_options={} if woman else {"length": 0.10, "curl": 0.022},
        brow="eyebrow008" if woman else "eyebrow004",
        brow_colour=(0.010, 0.008, 0.006),
        eye="brown",
        top=(0.105, 0.215, 0.36),
        leggings=NAVY,
        second_top=(0.62, 0.61, 0.59),
        seed=7,
        rest_face=LEVEL,
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("out", type=Path)
    ask.add_argument("--samples", type=int, default=6)
    ask.add_argument("--scale", type=float, default=0.75)
    given = ask.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    skins = given.out.parent / f"{given.out.name}-skins"
    skins.mkdir(exist_ok=True)
    # the middle of the grid first: a run that is stopped early has seen every tone
    for size in ("size2", "size4", "size1", "size3"):
        for sex in SKINS:
            for tone in TONES:
                file = given.out / f"{sex}_{size}_{tone}.png"
                if file.exists():
                    continue
                begun = time.monotonic()
                look = look_of(sex, size, tone)
                seen = figure.pose_figure(look, skins, expression={}, top=look.top, **SHOT.pose)
                scene = studio.open_scene(given.samples)
                studio.add_figure(scene, seen, False)
                floor = seen.floor * METRE
                aim = floor + 0.62 * (seen.top - seen.floor) * METRE
                studio.set_light(scene, shots.LIGHTS[SHOT.light], aim, floor, SHOT.turn)
                studio.take(scene, view_of(SHOT, seen, given.scale), file)
                print(f"{file.name} {time.monotonic() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    main()
