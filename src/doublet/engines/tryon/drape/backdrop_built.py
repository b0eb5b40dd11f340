"""What a studio builds or is brought: painted canvas, linen, a sunlit window on the wall, a brand's own plate."""

from __future__ import annotations

import cv2
import numpy as np

_SEED = 11


def canvas(width: int, height: int) -> np.ndarray:
    """HxW factor about 1: clouds of brushed paint, as on a hand-painted backdrop out of focus."""
    clouds = _clouds(width, height, ((4, 0.62), (9, 0.30), (21, 0.08)))
    brushed = cv2.GaussianBlur(
        _clouds(width, height, ((60, 1.0),)), (0, 0), 0.012 * width, sigmaY=0.004 * width
    )
    return 1 + 0.062 * clouds + 0.022 * brushed


def paper(width: int, height: int) -> np.ndarray:
    """HxW factor about 1: the slubs of hung linen, just out of focus, in very soft folds."""
    rng = np.random.default_rng(_SEED)
    across = cv2.GaussianBlur(
        rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 0.014 * width, sigmaY=0.0011 * height
    )
    down = cv2.GaussianBlur(
        rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 0.0014 * width, sigmaY=0.014 * width
    )
    weave = across / across.std() + down / down.std()
    folds = _clouds(width, height, ((4, 1.0),)).mean(0, keepdims=True)
    return 1 + 0.0026 * weave + 0.014 * folds / (folds.std() + 1e-6)


def window(width: int, height: int) -> np.ndarray:
    """HxWx3 factor about 1: slanted panes of sunlight, warm where it falls, cool in the shade, on rough plaster."""
    panes = np.zeros((height, width), np.float32)
    left, top, pane_w, pane_h, bar = 0.06, -0.02, 0.34, 0.27, 0.035
    for row in range(3):
        for column in range(2):
            x0, y0 = left + column * (pane_w + bar), top + row * (pane_h + bar)
            corners = np.array([[x0, y0], [x0 + pane_w, y0], [x0 + pane_w, y0 + pane_h], [x0, y0 + pane_h]])
            corners[:, 1] += 0.34 * (corners[:, 0] - 0.4)  # the sun stands to the side
            corners[:, 0] += 0.10 * corners[:, 1]
            cv2.fillPoly(panes, [np.round(corners * [width, height]).astype(np.int32)], 1.0, cv2.LINE_AA)
    sharp = cv2.GaussianBlur(panes, (0, 0), 0.006 * width)
    wide = cv2.GaussianBlur(panes, (0, 0), 0.020 * width)
    fade = np.linspace(0.15, 0.75, height, dtype=np.float32)[:, None]  # further from the frame, softer
    sun = (sharp * (1 - fade) + wide * fade)[..., None]
    plaster = 1 + 0.014 * _clouds(width, height, ((9, 0.5), (40, 0.5)))[..., None]
    shade, lit = np.array([0.865, 0.875, 0.900], np.float32), np.array([1.085, 1.075, 1.050], np.float32)
    return (shade + (lit - shade) * sun) * plaster


def plate_cover(pixels: np.ndarray, width: int, height: int) -> np.ndarray:
    """HxWx3 float32: a plate cut to fill the picture, as little out of focus as the figure's distance asks."""
    scale = max(width / pixels.shape[1], height / pixels.shape[0])
    size = (max(width, round(pixels.shape[1] * scale)), max(height, round(pixels.shape[0] * scale)))
    grown = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    x, y = (size[0] - width) // 2, (size[1] - height) // 2
    return cv2.GaussianBlur(grown[y : y + height, x : x + width].astype(np.float32), (0, 0), 0.0028 * height)


def _clouds(width: int, height: int, octaves: tuple[tuple[int, float], ...]) -> np.ndarray:
    """HxW smooth noise about 0 with unit-like swing; octaves are (cells over the height, weight)."""
    rng = np.random.default_rng(_SEED)
    total = np.zeros((height, width), np.float32)
    for cells, weight in octaves:
        small = rng.normal(0, 1, (cells + 3, max(4, round(cells * width / height) + 3))).astype(np.float32)
        total += weight * cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return total
