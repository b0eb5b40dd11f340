"""Textures for garments: colour with seams and print, and a height map for weave, ribs and stitches."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
from garments import Edge, Frame
from PIL import Image, ImageDraw
from prints import Details
from scipy.ndimage import gaussian_filter
from wardrobe import Garment

Array = np.ndarray
SIDE = 2048


def _paths(edges: tuple[Edge, ...], names: tuple[str, ...]) -> list[Array]:
    """Open-edge polylines on both halves of the garment."""
    found = []
    for edge in edges:
        if edge.name in names:
            path = np.array(edge.path, float)
            found += [path, path * np.array([-1, 1])]
    return found


def _near(paths: list[Array], frame: Frame, distance: float) -> Array:
    """1 within `distance` cm of the paths."""
    picture = Image.new("L", (SIDE, SIDE), 0)
    draw = ImageDraw.Draw(picture)
    radius = distance / frame.size * SIDE
    for path in paths:
        dense = np.concatenate([np.linspace(a, b, 40) for a, b in itertools.pairwise(path)])
        for point in dense:
            x, y = frame.pixel((point[0], point[1]), SIDE)
            draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=1)
    return np.asarray(picture, np.float32)


BANDS = {
    "jersey": ((("neck",), 1.9, "rib"), (("hem", "cuff"), 2.2, "stitch")),
    "pique": ((("hem",), 2.2, "stitch"), (("cuff",), 2.2, "rib")),
    "knit": ((("neck",), 2.6, "rib"), (("hem", "cuff"), 6.0, "rib")),
    "crepe": ((("neck", "armhole"), 0.9, "stitch"), (("hem",), 2.0, "stitch")),
    "twill": ((("waist",), 3.8, "stitch"), (("hem",), 3.0, "stitch")),
}


def _weave(kind: str, frame: Frame, random: np.random.Generator) -> tuple[Array, float]:
    """Height of the cloth itself and how strongly it shades."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE * frame.size
    noise = gaussian_filter(random.normal(size=(SIDE, SIDE)).astype(np.float32), 1.0)
    noise /= noise.std()
    if kind == "knit":
        column = np.sin(x * 2 * np.pi / 0.62)
        chain = np.sin((y + 0.16 * np.abs(column)) * 2 * np.pi / 0.42)
        return 0.6 * np.abs(column) + 0.35 * chain + 0.12 * noise, 1.0
    if kind == "pique":
        return 0.5 * np.sin(x * 2 * np.pi / 0.32) * np.sin(y * 2 * np.pi / 0.32) + 0.25 * noise, 0.5
    if kind == "twill":
        return 0.5 * np.sin((x + y) * 2 * np.pi / 0.34) + 0.35 * noise, 0.45
    return 0.35 * noise, 0.35


def draw_textures(
    garment: Garment, frame: Frame, edges: tuple[Edge, ...], work: Path, face: str
) -> tuple[Path, Path]:
    random = np.random.default_rng(len(garment.slug))
    picture = Image.new("RGB", (SIDE, SIDE), garment.colour)
    draw = ImageDraw.Draw(picture)
    if garment.print_design and face == "front":
        garment.print_design(draw, lambda point: frame.pixel(point, SIDE))
    colour = np.asarray(picture, np.float32)
    height, strength = _weave(garment.weave, frame, random)
    shade = 1 + 0.03 * strength * height
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE * frame.size
    for names, width, kind in BANDS[garment.weave]:
        paths = _paths(edges, names)
        band = _near(paths, frame, width)
        line = np.clip(band - _near(paths, frame, width - 0.16), 0, 1)
        if kind == "rib":
            ribs = np.sin(x * 2 * np.pi / (0.9 if garment.weave == "knit" else 0.36))
            height = np.where(band > 0, 0.9 * ribs, height)
            shade = np.where(band > 0, 0.985 + 0.035 * ribs, shade)
            shade -= 0.16 * line
            height -= 1.5 * line
        else:
            second = np.clip(_near(paths, frame, width - 0.45) - _near(paths, frame, width - 0.57), 0, 1)
            dashes = (np.sin((x + 0.7 * y) * 2 * np.pi / 0.5) > -0.4).astype(np.float32)
            shade -= 0.12 * np.clip(line + second, 0, 1) * dashes
            height -= 0.9 * np.clip(line + second, 0, 1)
    if garment.details and face == "front":
        shade, height = _sew_on(garment.details, frame, shade, height)
    mottled = gaussian_filter(random.normal(size=(SIDE, SIDE)).astype(np.float32), 22)
    shade = shade * (1 + 0.010 * mottled / mottled.std())
    out = (work / f"{garment.slug}_{face}_colour.png", work / f"{garment.slug}_{face}_height.png")
    Image.fromarray(np.clip(colour * shade[..., None], 0, 255).astype(np.uint8)).save(out[0])
    level = (gaussian_filter(height, 0.7) + 2.5) / 4
    Image.fromarray((np.clip(level, 0, 1) * 255).astype(np.uint8)).save(out[1])
    return out


def _sew_on(details: Details, frame: Frame, shade: Array, height: Array) -> tuple[Array, Array]:
    """Leaves first, with the shadow they throw, then seams and buttons on top."""
    for leaf in details.leaves:
        cover, rim = _drawn(frame, polygons=(leaf,)), _drawn(frame, lines=(leaf,))
        # the cloth below is darker next to a leaf, and the leaf hides what is drawn there
        shade = np.where(cover > 0.5, 1.02, shade - 0.24 * gaussian_filter(cover, 0.45 / frame.size * SIDE))
        height = np.where(cover > 0.5, height + 0.9, height)
        shade = shade - 0.16 * rim
    mark = _drawn(frame, lines=details.lines, single=details.single)
    knob = _drawn(frame, spots=details.buttons)
    return shade - 0.22 * mark - 0.35 * knob, height - 1.6 * mark + 1.2 * knob


def _drawn(
    frame: Frame, *, lines: tuple = (), single: tuple = (), polygons: tuple = (), spots: tuple = ()
) -> Array:
    """0..1 where something is drawn: lines and polygons on both halves, the others as they are."""
    picture = Image.new("L", (SIDE, SIDE), 0)
    draw = ImageDraw.Draw(picture)
    width, radius = max(2, round(0.18 / frame.size * SIDE)), 0.75 / frame.size * SIDE
    for sign in (-1, 1):
        for line in (*lines, *(single if sign > 0 else ())):
            path = [frame.pixel((sign * x, y), SIDE) for x, y in line]
            draw.line(path, fill=255, width=width, joint="curve")
        for polygon in polygons:
            draw.polygon([frame.pixel((sign * x, y), SIDE) for x, y in polygon], fill=255)
    for spot in spots:
        x, y = frame.pixel(spot, SIDE)
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=255)
    return np.asarray(picture, np.float32) / 255
