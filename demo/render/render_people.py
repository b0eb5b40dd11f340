"""Render people: `python render_people.py WORK [slug[:shot-prefix] ...] [--samples N] [--scale F]`.

Writes WORK/<slug>/<shot>.png and skips what is there already. Run in the render environment (see README.md).
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import figure
import shots
import studio
from people import PEOPLE, Look
from shots import PORTRAIT, SETS, Shot
from studio import METRE, View


def view_of(shot: Shot, seen: figure.Figure, scale: float) -> View:
    eyes, top, floor = seen.eyes[1] * METRE, seen.top * METRE, seen.floor * METRE
    hip, knee, tall = seen.hip * METRE, seen.knee * METRE, (seen.top - seen.floor) * METRE
    low, high, distance, size = {
        "face": (eyes - 0.26, eyes + 0.19, 2.2, (640, 800)),
        "portrait": (eyes - 0.265, eyes + 0.175, 2.4, (800, 1000)),
        "three_quarter_length": (hip - 0.42 * (hip - knee), top + 0.045 * tall, 4.0, (768, 1024)),
        "full": (floor - 0.05 * tall, top + 0.05 * tall, 5.0, (768, 1024)),
    }[shot.framing]
    return View(
        low,
        high,
        distance,
        shot.turn,
        width=round(size[0] * scale),
        height=round(size[1] * scale),
        blur_stop=3.2 if shot.framing in ("face", "portrait") else None,
    )


def sessions(wanted: list[Shot]) -> Iterator[list[Shot]]:
    """Shots that share pose, expression and clothes: the figure is built once for them."""

    def key(shot: Shot) -> tuple:
        kind = shot.framing if shot.framing in ("face", "portrait") else "body"
        return kind, shot.bottom, shot.second_top, sorted(shot.pose.items()), sorted(shot.expression.items())

    for _, group in itertools.groupby(sorted(wanted, key=key), key=key):
        yield list(group)


def shoot(look: Look, session: list[Shot], work: Path, folder: Path, samples: int, scale: float) -> None:
    first = session[0]
    close = first.framing in ("face", "portrait")
    top = look.second_top if first.second_top else look.top
    seen = figure.pose_figure(
        look, work, expression=first.expression, top=top, bottom=first.bottom, **first.pose
    )
    scene = studio.open_scene(samples)
    studio.add_figure(scene, seen, first.framing == "portrait")
    floor, tall = seen.floor * METRE, (seen.top - seen.floor) * METRE
    for shot in session:
        begun = time.monotonic()
        aim = seen.eyes[1] * METRE if close else floor + 0.62 * tall
        studio.set_light(scene, shots.LIGHTS[shot.light], aim, floor, shot.turn)
        studio.take(scene, view_of(shot, seen, scale), folder / f"{shot.name}.png")
        print(f"{folder.name} {shot.name} {time.monotonic() - begun:.1f} s", flush=True)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("work", type=Path)
    ask.add_argument("who", nargs="*", help="slug or slug:prefix of a shot name; default everybody")
    ask.add_argument("--samples", type=int, default=24)
    ask.add_argument("--scale", type=float, default=1.0)
    given = ask.parse_args()
    wanted = [w.partition(":")[::2] for w in given.who] or [(slug, "") for slug in PEOPLE]
    for slug, prefix in wanted:
        folder = given.work / slug
        folder.mkdir(parents=True, exist_ok=True)
        missing = [
            shot
            for shot in (*SETS[slug], PORTRAIT)
            if shot.name.startswith(prefix) and not (folder / f"{shot.name}.png").exists()
        ]
        for session in sessions(missing):
            shoot(PEOPLE[slug], session, given.work, folder, given.samples, given.scale)


if __name__ == "__main__":
    main()
