"""The figure's shadows on the set: soft on the wall, lying on the floor, dark where her feet touch it."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.scenes import Light

_ROWS = 640


def shadows(
    alpha: np.ndarray, feet: np.ndarray, floor: float | None, ground: np.ndarray, light: Light
) -> np.ndarray:
    """HxW factor for the backdrop.

    Args:
        alpha: the placed figure.
        feet: (k, 2) points of heels and toes, pixels of the picture.
        floor: the row of the floor where she stands, or None where none is seen.
        ground: (H,) how much of each row is floor.
    """
    height, width = alpha.shape
    scale = min(1.0, _ROWS / height)
    small = cv2.resize(alpha, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rows = cv2.resize(ground[:, None], (1, small.shape[0]), interpolation=cv2.INTER_LINEAR)
    wall = _on_wall(small, light) * (1 - rows)
    if floor is None:
        return cv2.resize(1 - wall, (width, height), interpolation=cv2.INTER_LINEAR)
    lying = _on_floor(small, floor * scale, light) * np.clip(rows * 1.5, 0, 1)
    soft = (1 - wall) * (1 - lying)
    factor = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    return factor * (1 - _contact(alpha, feet, floor))


def _on_wall(alpha: np.ndarray, light: Light) -> np.ndarray:
    """The wall stands a good metre behind her, so the shadow is wide, soft and to the side."""
    height, width = alpha.shape
    side = -light.towards[0] * 0.16 * width
    shift = np.array(
        [[1.03, 0, side - 0.015 * width], [0, 1.03, -light.towards[1] * 0.05 * height]], np.float32
    )
    cast = cv2.warpAffine(alpha, shift, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return light.shadow * cv2.GaussianBlur(cast, (0, 0), 0.030 * height)


def _on_floor(alpha: np.ndarray, floor: float, light: Light) -> np.ndarray:
    """Her outline laid flat behind her, away from the lamp, softer the further it lies from her feet."""
    height, width = alpha.shape
    lean, squash = 0.55 * light.towards[0], 0.17
    # row y of the figure lies at floor - squash * (floor - y), moved sideways with its height
    flat = np.array([[1, lean, -lean * floor], [0, squash, floor * (1 - squash)]], np.float32)
    cast = cv2.warpAffine(alpha, flat, (width, height), flags=cv2.INTER_AREA)
    near = cv2.GaussianBlur(cast, (0, 0), 0.007 * height)
    far = cv2.GaussianBlur(cast, (0, 0), 0.022 * height)
    away = np.clip((floor - np.arange(height)) / (0.10 * height), 0, 1)[:, None]
    strength = 0.20 + 1.3 * light.shadow
    pool = cv2.GaussianBlur(cast, (0, 0), 0.035 * height, sigmaY=0.012 * height)
    return np.clip(strength * ((1 - away) * near + away * far) * (1 - 0.65 * away) + 0.16 * pool, 0, 0.6)


def _contact(alpha: np.ndarray, feet: np.ndarray, floor: float) -> np.ndarray:
    """The dark under soles and toes, taken from the feet's own outline."""
    height, width = alpha.shape
    top = max(0, int(min(feet[:, 1].min(), floor) - 0.03 * height))
    band = alpha[top:].copy()
    rows = np.arange(top, height, dtype=np.float32)[:, None]
    columns = np.arange(width, dtype=np.float32)[None, :]
    weight = np.zeros_like(band)
    for heel, toe in (feet[:2], feet[2:]):
        reach = 0.045 * height
        centre, low = (heel[0] + toe[0]) / 2, min(float(max(heel[1], toe[1])), floor)
        window = np.exp(-(((columns - centre) / reach) ** 4)) * np.clip(
            (rows - low + 0.022 * height) / (0.02 * height), 0, 1
        )
        weight = np.maximum(weight, window)
    sole = band * weight
    down = np.array([[1, 0, 0], [0, 1, 0.003 * height]], np.float32)
    sole = cv2.warpAffine(sole, down, (width, height - top))
    tight = cv2.GaussianBlur(sole, (0, 0), 0.0028 * height)
    wide = cv2.GaussianBlur(sole, (0, 0), 0.010 * height, sigmaY=0.006 * height)
    full = np.zeros_like(alpha)
    full[top:] = np.clip(0.62 * tight + 0.38 * wide, 0, 0.78)
    return full
