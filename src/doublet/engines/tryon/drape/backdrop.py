"""Drawing a scene's backdrop: a wall that meets its floor in a sweep, window light, a little grain."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.scenes import Background


def draw_backdrop(
    background: Background, width: int, height: int, floor_y: float | None, seed: int
) -> np.ndarray:
    """HxWx3 float32, 0..255.

    Args:
        background: which one.
        width, height: pixels.
        floor_y: the row where the person stands, or None where no floor is seen.
        seed: of the grain.
    """
    y, x = np.mgrid[:height, :width].astype(np.float32)
    u, v = x / width - 0.5, y / height
    wall = np.ones((height, width, 3), np.float32) * np.array(background.wall, np.float32)
    if background.gradient is not None:
        glow = np.exp(-((u / 0.55) ** 2 + ((v - 0.32) / 0.45) ** 2))[..., None]
        wall = wall * (1 - glow) + np.array(background.gradient, np.float32) * glow
    if background.window:
        wall = wall * _window(width, height)[..., None]
    wall = wall * (1 - background.falloff * (1.4 * u**2 + 0.8 * (v - 0.40) ** 2))[..., None]
    if floor_y is not None:
        # a studio sweep: the floor begins behind the feet and has no edge
        start = floor_y - 0.06 * height
        share = np.clip((y - start) / (0.10 * height), 0, 1)
        share = (share * share * (3 - 2 * share))[..., None]
        floor = np.array(background.floor, np.float32) * (1 - 0.10 * np.abs(u))[..., None]
        wall = wall * (1 - share) + floor * share
    grain = np.random.default_rng(seed).normal(0, 0.9, (height, width, 1)).astype(np.float32)
    return np.clip(wall + grain, 0, 255)


def _window(width: int, height: int) -> np.ndarray:
    """HxW factor: slanted panes of sunlight on the wall, their edges softened by distance."""
    panes = np.zeros((height, width), np.float32)
    left, top, pane_w, pane_h, bar = 0.10, 0.05, 0.30, 0.235, 0.035
    for row in range(3):
        for column in range(2):
            x0, y0 = left + column * (pane_w + bar), top + row * (pane_h + bar)
            corners = np.array([[x0, y0], [x0 + pane_w, y0], [x0 + pane_w, y0 + pane_h], [x0, y0 + pane_h]])
            corners[:, 1] += 0.34 * (corners[:, 0] - 0.4)  # the sun stands to the side
            corners[:, 0] += 0.10 * corners[:, 1]
            cv2.fillPoly(panes, [np.round(corners * [width, height]).astype(np.int32)], 1.0, cv2.LINE_AA)
    return 0.84 + 0.20 * cv2.GaussianBlur(panes, (0, 0), 0.010 * width)
