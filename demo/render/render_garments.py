"""Render the wardrobe: `python render_garments.py WORK [slug ...] [--samples N]` writes WORK/garments/<slug>.png."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import fabric
import garments
import materials
import numpy as np
import studio
from PIL import Image, ImageFilter
from studio import Lamp, Light, View
from wardrobe import WARDROBE, Garment

LIGHT = Light(
    (Lamp(-1.9, 1.3, 1.0, 1.0, 58), Lamp(1.9, 1.3, 0.7, 1.0, 34), Lamp(0.0, 2.6, 0.3, 1.8, 8)), 0.30
)


def render(garment: Garment, work: Path, out: Path, samples: int) -> None:
    front, back, frame = garments.sew(garment.pattern)
    scene = studio.open_scene(samples)
    scene.view_settings.view_transform, scene.view_settings.look = "Standard", "None"
    for sheet, edges, face in ((front, garment.pattern.front, "front"), (back, garment.pattern.back, "back")):
        colour, height = fabric.draw_textures(garment, frame, edges, work, face)
        cloth = materials.printed(colour, height)
        centred = sheet.vertices - np.array([0, frame.bottom + frame.size / 2, 0])
        studio.add_mesh(scene, centred / 10, sheet.faces, sheet.uv, sheet.faces, cloth)
    studio.set_light(scene, LIGHT, 0.0, -5.0, 0.0)
    for thing in [o for o in scene.collection.objects if o.name.startswith("backdrop")]:
        thing.hide_render = True
    scene.render.film_transparent = True
    scene.render.image_settings.color_mode = "RGBA"
    half = frame.size / 200
    studio.take(scene, View(-half, half, 5.0, rise=2.5, width=900, height=1000), out)
    cut = Image.open(out).convert("RGBA")
    paper = on_wall(cut) if garment.wall else Image.new("RGB", cut.size, garment.paper)
    paper.paste(cut, mask=cut.split()[3])
    paper.save(out)


def on_wall(cut: Image.Image) -> Image.Image:
    """A near-white wall, a little darker to one side, with the soft shadow of what hangs in front of it."""
    height, width = cut.height, cut.width
    fall = np.linspace(0, 5, width)[None, :, None] + np.linspace(0, 4, height)[:, None, None]
    shadow = Image.new("L", cut.size, 0)
    shadow.paste(cut.split()[3], (9, 13))
    dark = np.asarray(shadow.filter(ImageFilter.GaussianBlur(11)), np.float32)[..., None] / 255
    wall = np.array([236, 235, 232], np.float32) - fall - 26 * dark
    return Image.fromarray(wall.round().astype(np.uint8))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("work", type=Path)
    ask.add_argument("slug", nargs="*")
    ask.add_argument("--samples", type=int, default=24)
    given = ask.parse_args()
    folder = given.work / "garments"
    folder.mkdir(parents=True, exist_ok=True)
    for garment in WARDROBE:
        out = folder / f"{garment.slug}.png"
        if out.exists() or (given.slug and garment.slug not in given.slug):
            continue
        begun = time.monotonic()
        render(garment, given.work, out, given.samples)
        print(f"{garment.slug} {time.monotonic() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    main()
