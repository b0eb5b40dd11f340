"""A street at dusk, far out of focus: sky, the dark of houses, lit windows and lamps as discs of light."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.scenes import Background

_ROWS = 512
_SEED = 5
_LAMPS = np.array([[255, 196, 120], [255, 214, 158], [255, 170, 96], [196, 214, 255], [255, 120, 84]], float)


def street(background: Background, width: int, height: int, floor_y: float | None) -> np.ndarray:
    """HxWx3 float32, 0..255. Drawn small, because nothing in it is sharp, and the same at every size."""
    rows, columns = _ROWS, max(64, round(_ROWS * width / height))
    ground = rows if floor_y is None else round((floor_y / height - 0.12) * rows)
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    v, u = y / max(ground, 1), x / columns
    tone = np.array(background.tone, np.float32)
    sky, low = tone * np.array([1.16, 1.26, 1.40]), tone * np.array([2.35, 1.75, 1.22])
    rise = np.clip(v, 0, 1)[..., None] ** 2.2
    scene = sky * (1 - rise) + low * rise
    scene *= 1 - 0.45 * _houses(u, v)[..., None]
    lamps = _lamps(rows, columns, ground)
    scene = 255 - (255 - np.clip(scene, 0, 255)) * (1 - lamps / 255)
    if ground < rows:
        scene = _pavement(scene, np.array(background.floor, np.float32), ground)
    scene = cv2.GaussianBlur(scene.astype(np.float32), (0, 0), 2.2)
    return np.clip(cv2.resize(scene, (width, height), interpolation=cv2.INTER_CUBIC), 0, 255)


def _houses(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """HxW 0..1: two rows of houses that close towards the end of the street."""
    left = np.clip((0.42 - u - 0.10 * (1 - v)) / 0.10, 0, 1) * np.clip((v - 0.02 - 0.55 * u) / 0.08, 0, 1)
    right = np.clip((u - 0.60 - 0.08 * (1 - v)) / 0.10, 0, 1) * np.clip(
        (v + 0.30 - 0.50 * (1.2 - u)) / 0.08, 0, 1
    )
    return cv2.GaussianBlur(np.maximum(left, right), (0, 0), 7)


def _lamps(rows: int, columns: int, ground: int) -> np.ndarray:
    """HxWx3 light to add: discs as a wide lens draws them, a little brighter at their rim."""
    rng = np.random.default_rng(_SEED)
    light = np.zeros((rows, columns, 3), np.float32)
    for _ in range(58):
        side = rng.random() < 0.5
        depth = rng.random() ** 0.7
        x = (0.36 - 0.42 * depth * rng.random() if side else 0.64 + 0.42 * depth * rng.random()) * columns
        y = ground * (0.80 - (0.72 * depth * rng.random()) + 0.14 * rng.random())
        radius = (0.010 + 0.020 * depth) * rows * (0.7 + 0.6 * rng.random())
        colour = _LAMPS[rng.choice(5, p=[0.38, 0.28, 0.16, 0.12, 0.06])]
        disc = np.zeros((rows, columns), np.float32)
        centre = (round(x * 8), round(y * 8))
        cv2.circle(disc, centre, round(radius * 8), 0.80, -1, cv2.LINE_AA, 3)
        cv2.circle(disc, centre, round(radius * 8), 1.0, max(1, round(radius * 0.16)), cv2.LINE_AA, 3)
        light += disc[..., None] * colour * float(0.10 + 0.42 * rng.random() ** 2)
    return np.clip(light + 0.55 * cv2.GaussianBlur(light, (0, 0), 16), 0, 215)


def _pavement(scene: np.ndarray, floor: np.ndarray, ground: int) -> np.ndarray:
    """The ground, slightly wet: it mirrors what stands above it, drawn out towards the camera."""
    rows = scene.shape[0]
    below = np.arange(ground, rows)
    mirrored = scene[np.clip(ground - 1 - (below - ground) * 4, 0, ground - 1)].astype(np.float32)
    dim = cv2.GaussianBlur(mirrored, (0, 0), 12, sigmaY=26)
    bright = cv2.GaussianBlur(np.clip(mirrored - 85, 0, None), (0, 0), 5, sigmaY=30)
    y, x = np.mgrid[: rows - ground, : scene.shape[1]].astype(np.float32)
    ripple = 1 + 0.25 * np.sin(0.9 * y + 0.05 * x) * np.clip(y / 40, 0, 1)  # the wet ground is not even
    near = ((below - ground) / max(1, rows - ground))[:, None, None]
    scene = scene.copy()
    scene[ground:] = floor * (0.70 + 0.30 * near) + 0.34 * dim + 1.1 * bright * ripple[..., None]
    edge = np.clip(np.abs(np.arange(rows) - ground) / 9, 0, 1)[:, None, None]
    return scene * edge + cv2.GaussianBlur(scene.astype(np.float32), (0, 0), 6) * (1 - edge)
