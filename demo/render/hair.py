"""Hair and brows as strands, grown in the rest pose and moved with the head.

The skull is a smooth radius over directions around its centre (ears left out); a strand is a path of directions
plus a height above that skull. So no strand cuts the head, whatever its shape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import anatomy
import numpy as np
import pieces
import skin
from anatomy import Body
from PIL import Image
from scipy.spatial import cKDTree

Array = np.ndarray
SCALP_SOURCE = pieces.ASSETS / "skins/young_african_male/young_darkskinned_male_diffuse.png"


@dataclass(frozen=True)
class Skull:
    centre: Array
    tree: cKDTree
    radius: Array

    def at(self, directions: Array, height: Array) -> Array:
        flat = directions.reshape(-1, 3)
        distance, index = self.tree.query(flat, k=14)
        share = np.exp(-((distance / 0.16) ** 2)) + 1e-9
        radius = (self.radius[index] * share).sum(1) / share.sum(1)
        return self.centre + directions * (radius.reshape(directions.shape[:-1]) + height)[..., None]


@dataclass(frozen=True)
class Hair:
    """(strands, points, 3) in the rest pose; radii in decimetres."""

    strands: Array
    radius: float


def unit(v: Array) -> Array:
    return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9)


def slerp(a: Array, b: Array, t: Array) -> Array:
    angle = np.arccos(np.clip((a * b).sum(-1, keepdims=True), -0.9999, 0.9999))
    return unit((np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle))


def bow(a: Array, via: Array, b: Array, t: Array) -> Array:
    return slerp(slerp(a, via, t), slerp(via, b, t), t)


def _lookup(picture: Array, uv: Array) -> Array:
    size = picture.shape[0]
    column = np.clip((uv[..., 0] * size).astype(int), 0, size - 1)
    row = np.clip(((1 - uv[..., 1]) * size).astype(int), 0, size - 1)
    return picture[row, column]


class Head:
    """Where hair can grow on one body, and the smooth skull under it."""

    def __init__(self, body: Body, seed: int, lower_hairline: float) -> None:
        mesh = anatomy.base_mesh()
        self.random = np.random.default_rng(seed)
        column = anatomy.bone_names().index("head")
        on_head = anatomy.bone_weights()[:, column] > 0.5
        faces, uv_faces = mesh.faces["body"], mesh.uv_faces["body"]
        keep = on_head[faces].all(1)
        self.faces, corner_uv = faces[keep], mesh.uv[uv_faces[keep]]
        self.vertices = body.vertices
        self.density = _lookup(skin.scalp_density(SCALP_SOURCE), corner_uv)
        ears = _lookup(skin.region("ears", 1024), corner_uv).mean(1) > 0.3
        self.eyes = body.vertices[np.unique(mesh.faces["helper-l-eye"])].mean(0)
        corners = self.vertices[self.faces]
        face_side = (corners[..., 2] > self.eyes[2] - 0.32) & (corners[..., 1] < self.eyes[1] + 0.40)
        self.density[face_side] = 0
        scalp = corners[self.density > 0.5]
        gap, _ = cKDTree(scalp).query(corners.reshape(-1, 3))
        near = np.clip(1.5 - gap.reshape(self.density.shape) / lower_hairline, 0, 1)
        forehead = (corners[..., 1] > self.eyes[1] + 0.45) & ~ears[:, None]
        self.density = np.where(forehead, np.maximum(self.density, near), self.density)
        self.top, self.back = scalp[:, 1].max(), scalp[:, 2].min()
        centre = np.array([0.0, self.eyes[1] + 0.12, (scalp[:, 2].max() + self.back) / 2])
        points = self.vertices[np.unique(self.faces[~ears])]
        spokes = points - centre
        reach = np.linalg.norm(spokes, axis=1)
        outer = (reach > 0.6) & ((points[:, 2] < self.eyes[2] - 0.2) | (points[:, 1] > self.eyes[1] + 0.2))
        self.skull = Skull(centre, cKDTree(unit(spokes[outer])), reach[outer])

    def direction(self, azimuth: float, elevation: float) -> Array:
        """Azimuth 0 = face, 90 = own left, 180 = back; elevation 90 = crown. Degrees."""
        a, e = np.radians([azimuth, elevation])
        return np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])

    def roots(self, count: int, edge: float = 0.5) -> tuple[Array, Array]:
        """Root directions and how far inside the hairline each lies (0 at the edge .. 1)."""
        corner = self.vertices[self.faces]
        area = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1)
        share = area * (self.density.max(1) > 0.05)
        face = self.random.choice(len(area), size=count * 2, p=share / share.sum())
        mix = self.random.dirichlet((1, 1, 1), size=count * 2)
        grown = (self.density[face] * mix).sum(1)
        place = (corner[face] * mix[..., None]).sum(1)
        chosen = grown > edge + 0.35 * (self.random.random(len(grown)) - 0.5)
        place, grown = place[chosen][:count], grown[chosen][:count]
        return unit(place - self.skull.centre), np.clip((grown - edge) / (1 - edge), 0, 1)

    def clump(self, strands: Array, guides: int, pull: float) -> Array:
        """Draw the tips of neighbouring strands together, as combed hair does."""
        chosen = self.random.choice(len(strands), guides, replace=False)
        _, nearest = cKDTree(strands[chosen, 0]).query(strands[:, 0])
        lead = strands[chosen][nearest]
        away = np.linalg.norm(lead[:, -1] - strands[:, -1], axis=1) < 0.5
        t = np.linspace(0, 1, strands.shape[1])[None, :, None]
        strength = pull * self.random.uniform(0.6, 1.2, (len(strands), 1, 1)) * away[:, None, None]
        return strands + (lead - strands) * t**1.3 * strength


def bun(head: Head, count: int = 32000) -> Hair:
    """Hair with a centre parting, combed over the ears into a low bun."""
    roots, _ = head.roots(count)
    t = np.linspace(0, 1, 15)[None, :, None]
    knot = head.direction(180, -4)
    side = np.where(roots[:, :1] >= 0, 1.0, -1.0)
    over_ear = unit(np.concatenate([side * 0.93, np.full_like(side, 0.30), np.full_like(side, -0.10)], 1))
    front = np.clip((roots[:, 2:] + 0.45) / 0.9, 0, 1)
    via = unit(over_ear * front + (1 - front) * unit(roots + knot))
    path = bow(roots[:, None], via[:, None], knot[None, None], t)
    lift = head.random.uniform(0.015, 0.075, (len(roots), 1))
    rise = lift * np.sin(np.clip(t[..., 0] * 1.35, 0, 1) * np.pi / 2) ** 0.7
    rise = rise + 0.05 * np.sin(t[..., 0] * np.pi) * front
    strands = head.clump(head.skull.at(path, rise + 0.004), 900, 0.45)
    middle = head.skull.at(knot[None], np.array([0.22]))[0]
    return Hair(np.concatenate([strands, _knot(head, middle, 7000, strands.shape[1])]), 0.0017)


def _knot(head: Head, middle: Array, count: int, points: int) -> Array:
    """Strands wound into a flat ball."""
    random = head.random
    t = np.linspace(0, 1, points)[None]
    around = random.uniform(0, 2 * np.pi, (count, 1)) + t * random.uniform(2.5, 4.5, (count, 1))
    tube = random.uniform(0, 2 * np.pi, (count, 1)) + t * 2.2
    thick = 0.19 * random.uniform(0.55, 1, (count, 1)) ** 0.5
    ring = 0.20 + thick * np.cos(tube)
    return middle + np.stack(
        [ring * np.cos(around) * 1.05, ring * np.sin(around), -thick * np.sin(tube) * 1.1 - 0.03], axis=-1
    )


def cropped(head: Head, count: int = 30000, length: float = 0.16, curl: float = 0.035) -> Hair:
    """Short coils, shorter towards the hairline."""
    roots, inside = head.roots(count)
    random = head.random
    t = np.linspace(0, 1, 7)[None, :]
    low = np.clip((roots[:, 1] + 0.15) / 0.6, 0.12, 1)
    tall = length * low * (0.35 + 0.65 * inside) * random.uniform(0.6, 1, len(roots))
    phase = random.uniform(0, 2 * np.pi, (len(roots), 1)) + t * random.uniform(4, 8, (len(roots), 1))
    sideways = unit(np.cross(roots, random.normal(size=roots.shape)))
    across = np.cross(roots, sideways)
    base = head.skull.at(np.repeat(roots[:, None], 7, 1), t * tall[:, None])
    swing = curl * low[:, None] * t
    strands = base + swing[..., None] * (
        np.cos(phase)[..., None] * sideways[:, None] + np.sin(phase)[..., None] * across[:, None]
    )
    return Hair(strands, 0.0019)


def bob(head: Head, count: int = 30000, length: float = 0.9, fringe: float = 0.12) -> Hair:
    """Straight hair to the jaw; `fringe` is how far (dm) one hangs below eye height on the skull."""
    roots, _ = head.roots(count)
    random = head.random
    points = 14
    t = np.linspace(0, 1, points)[None, :, None]
    azimuth = np.degrees(np.arctan2(roots[:, 0], roots[:, 2]))
    level = np.degrees(np.arcsin(np.clip(roots[:, 1], -1, 1)))
    cut = (np.abs(azimuth) < 48 + random.uniform(-14, 10, len(roots))) & (level > 38) & (roots[:, 2] > 0.12)
    side = np.where(azimuth >= 0, 1.0, -1.0)
    spread = np.clip(np.abs(azimuth), 74 + random.uniform(-4, 6, len(roots)), 180)
    drop = np.radians(np.where(cut, azimuth * 0.95, side * spread))
    waist = np.radians(np.where(cut, 8.0, 4.0))
    landing = np.stack([np.sin(drop) * np.cos(waist), np.sin(waist), np.cos(drop) * np.cos(waist)], 1)
    crown = np.clip(roots[:, 1], 0, 1)
    bulge = 0.045 + 0.10 * random.random(len(roots)) * (0.5 + 0.5 * crown)
    over = slerp(roots[:, None], landing[:, None], np.clip(t * 1.0, 0, 1))
    rise = bulge[:, None] * np.sin(np.clip(t[..., 0] * 1.6, 0, 1) * np.pi / 2) + 0.004
    path = head.skull.at(over, rise)
    fall = np.where(cut, fringe, length) * random.uniform(0.97, 1.03, len(roots))
    hang = path[:, -1:] - np.array([0.0, 1.0, 0.0]) * (
        fall[:, None, None] * np.linspace(0, 1, 7)[None, 1:, None]
    )
    tuck = np.linspace(0, 1, 7)[None, 1:] ** 2
    inward = (
        unit(landing * np.array([1, 0, 1]))[:, None]
        * tuck[..., None]
        * np.where(cut, 0.0, 0.10)[:, None, None]
    )
    strands = head.clump(np.concatenate([path, hang - inward], axis=1), 800, 0.35)
    return Hair(strands, 0.0017)


STYLES: dict[str, Callable[..., Hair]] = {"bun": bun, "cropped": cropped, "bob": bob}


def brows(body: Body, shape: str, seed: int, count: int = 330, length: float = 0.07) -> Hair:
    """Strands where the asset `shape` is opaque, combed outwards and a little up."""
    folder: Path = pieces.ASSETS / "eyebrows" / shape
    asset = pieces.load_fitted(folder / f"{shape}.mhclo")
    vertices = pieces.place(asset, body.vertices)
    alpha = np.asarray(Image.open(folder / f"{shape}.png").convert("RGBA"), np.float32)[..., 3] / 255
    random = np.random.default_rng(seed)
    corner, corner_uv = vertices[asset.faces], asset.uv[asset.uv_faces]
    area = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1)
    face = random.choice(len(area), size=count * 12, p=area / area.sum())
    mix = random.dirichlet((1, 1, 1), size=len(face))[..., None]
    place, uv = (corner[face] * mix).sum(1), (corner_uv[face] * mix).sum(1)
    place = place[_lookup(alpha, uv) > random.random(len(place)) * 0.9 + 0.05][: count * 2]
    side = np.sign(place[:, :1])
    reach = (np.abs(place[:, 0]) - np.abs(place[:, 0]).min()) / np.ptp(np.abs(place[:, 0]))
    comb = (
        np.stack([side[:, 0], 0.75 - 1.25 * reach, -0.55 * reach], 1) + random.normal(size=place.shape) * 0.12
    )
    t = np.linspace(0, 1, 5)[None, :, None]
    size = length * random.uniform(0.6, 1.1, (len(place), 1, 1)) * (1 - 0.35 * reach)[:, None, None]
    curve = unit(comb)[:, None] * t * size
    lift = np.array([0, 0, 0.014]) * np.sin(t * np.pi) + np.array([0, 0, 0.004])
    return Hair(place[:, None] + curve + lift, 0.0008)
