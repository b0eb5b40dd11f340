"""Drawing a scene's backdrop: a wall that meets its floor, the light on it, a little grain."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.contract import Plate
from doublet.engines.tryon.drape.backdrop_built import canvas, paper, plate_cover, window
from doublet.engines.tryon.drape.backdrop_street import street
from doublet.engines.tryon.scenes import Background, Light

GRAIN = 0.9


def draw_backdrop(
    background: Background,
    light: Light,
    width: int,
    height: int,
    floor_y: float | None,
    seed: int,
    plate: Plate | None = None,
) -> np.ndarray:
    """HxWx3 float32, 0..255: the empty set under its light, before anybody stands in it.

    Args:
        background, light: which.
        width, height: pixels.
        floor_y: the row where the person stands, or None where no floor is seen.
        seed: of the grain.
        plate: the brand's own picture, where the background is one.
    """
    y, x = np.mgrid[:height, :width].astype(np.float32)
    u, v = x / width - 0.5, y / height
    if plate is not None:
        wall, slope = plate_cover(plate.pixels, width, height), 0.0
    else:  # the lamp stands nearer to one side of the wall
        wall, slope = _wall(background, u, v, floor_y), 0.20 * light.key * light.towards[0]
    wall *= (light.level * (1 + slope * u))[..., None] * np.array(light.tint, np.float32)
    wall += np.random.default_rng(seed).normal(0, GRAIN, (height, width)).astype(np.float32)[..., None]
    return np.clip(wall, 0, 255, out=wall)


def floor_share(background: Background, height: int, floor_y: float | None) -> np.ndarray:
    """(height,) how much of each row is ground: a seamless sweep has no edge, a paper floor a soft one."""
    if floor_y is None:
        return np.zeros(height, np.float32)
    rows = np.arange(height, dtype=np.float32)
    # seen from chest height, the wall's foot a good metre behind her lies a seventh of her height above her feet
    far, near = (0.128, 0.116) if background.build in ("paper", "window", "street") else (0.19, 0.035)
    share = np.clip((rows - (floor_y - far * height)) / ((far - near) * height), 0, 1)
    return share * share * (3 - 2 * share)


def _wall(background: Background, u: np.ndarray, v: np.ndarray, floor_y: float | None) -> np.ndarray:
    height, width = u.shape
    if background.build == "street":
        return street(background, width, height, floor_y)
    wall = np.broadcast_to(np.array(background.tone, np.float32), (height, width, 3)).copy()
    if background.glow is not None:
        glow = np.exp(-((u / 0.55) ** 2 + ((v - 0.32) / 0.45) ** 2))[..., None] - 0.33
        wall += glow * (np.array(background.glow, np.float32) - np.array(background.tone, np.float32))
    if background.build == "canvas":
        wall *= canvas(width, height)[..., None]
    elif background.build == "paper":
        wall *= paper(width, height)[..., None]
    elif background.build == "window":
        wall *= window(width, height)
    wall *= (1 - background.falloff * (2.0 * u**2 + 1.1 * (v - 0.38) ** 2 - 0.20))[..., None]
    share = floor_share(background, height, floor_y)[:, None, None]
    if share.any():
        floor = np.array(background.floor, np.float32) * (1 + 0.05 * (v - 0.9) - 0.16 * u**2)[..., None]
        if background.build == "window":
            floor = floor * (0.92 + 0.08 * cv2.GaussianBlur(v, (0, 0), 3)[..., None])
        wall = wall * (1 - share) + floor * share
    return wall
