"""The figure under a scene's light. Only brightness is laid on her own colours, so her skin keeps its hue.

Values are gamma-encoded: a factor f of light is the factor f**(1/2.2) of a value, so nothing has to be
turned into linear light and back.
"""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.scenes import Light

_SMALL = 256
_GAMMA = 1 / 2.2
_WRAP = 0.35
_FACE_KEPT = 0.55


def bulge(inside: np.ndarray) -> np.ndarray:
    """HxW: how far a figure of this outline stands out of the picture, pixels; as a ball over a disc.

    Solves the Poisson equation inside the outline, coarse to fine; the picture's own border is no outline.
    """
    height, width = inside.shape
    solved: np.ndarray = np.zeros((2, 2), np.float32)
    for level in (16, 8, 4, 2, 1):
        size = (max(2, width // level), max(2, height // level))
        mask = cv2.resize(inside.astype(np.float32), size, interpolation=cv2.INTER_AREA)
        mask = (mask > 0.5).astype(np.float32)
        solved = cv2.resize(solved, size, interpolation=cv2.INTER_LINEAR) * mask
        for _ in range(60):
            padded = cv2.copyMakeBorder(solved, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
            around = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]
            solved = (around + level * level) / 4 * mask
    return cv2.GaussianBlur(np.sqrt(2 * solved), (0, 0), 1.5)


def facing(alpha: np.ndarray) -> np.ndarray:
    """HxWx3 unit normals of the figure (x right, y down, z to the camera), drawn small and smooth."""
    scale = _SMALL / max(alpha.shape)
    small = cv2.resize(alpha, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    inside = small > 0.5
    height = bulge(inside)
    slope_x = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    slope_y = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    columns = np.nonzero(inside.any(0))[0]
    if len(columns):
        # beyond each limb the whole figure is round too: an arm on the far side lies in shade
        middle, half = columns.mean(), max(1.0, float(np.ptp(columns)) / 2)
        slope_x = slope_x - 0.45 * np.clip((np.arange(small.shape[1]) - middle) / half, -1, 1)
    normals = np.dstack([-slope_x, -slope_y, np.ones_like(height)]).astype(np.float32)
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    # beyond the outline the nearest inside counts, so that growing it leaves no seam at the edge
    blurred = cv2.GaussianBlur(
        np.dstack([normals * inside[..., None], inside.astype(np.float32)]), (0, 0), 2.5
    )
    spread = blurred[..., :3] / np.maximum(blurred[..., 3:], 1e-3)
    return np.where(inside[..., None], 0.35 * normals + 0.65 * spread, spread)


def relight(
    colours: np.ndarray, alpha: np.ndarray, face: np.ndarray, wall: np.ndarray, light: Light, level: float
) -> np.ndarray:
    """HxWx3 float32, 0..255: the figure's colours under the light, with the set's light round its edge.

    Args:
        colours, alpha: the placed figure. face: where her face is; its own modelling is kept more.
        wall: the lit backdrop behind her. level: how bright she stands in it.
    """
    size = (alpha.shape[1], alpha.shape[0])
    normals = facing(alpha)
    small = cv2.resize(alpha, normals.shape[1::-1], interpolation=cv2.INTER_AREA)
    towards = np.array(light.towards, np.float32) / float(np.linalg.norm(light.towards))
    lit = np.clip((normals @ towards + _WRAP) / (1 + _WRAP), 0, None)
    factor = 1 - light.key + light.key * lit / (float((lit * small).sum() / max(small.sum(), 1e-6)) + 1e-6)
    on_face = cv2.resize(face, normals.shape[1::-1], interpolation=cv2.INTER_AREA)
    factor = factor * (1 - _FACE_KEPT * on_face) + _FACE_KEPT * on_face
    factor = np.clip(factor, 0.25, 2.2) ** _GAMMA * light.level * level
    made = colours * cv2.resize(factor, size, interpolation=cv2.INTER_LINEAR)[..., None]
    made *= np.array(light.tint, np.float32) * _reflected(wall)
    made = _wrapped(made, alpha, wall)
    if light.rim:
        made = _rimmed(made, alpha, normals, light.rim)
    return made


def _reflected(wall: np.ndarray) -> np.ndarray:
    """The wall's colour as it comes back onto the figure: faint, and of no brightness of its own."""
    ambient = wall[::16, ::16].mean((0, 1))
    return (1 + 0.025 * np.clip(ambient / (ambient.mean() + 1e-6) - 1, -0.5, 0.5)).astype(np.float32)


def _wrapped(colours: np.ndarray, alpha: np.ndarray, wall: np.ndarray) -> np.ndarray:
    """Light of the backdrop that bends round the outline in the lens; it binds figure and wall."""
    height, width = alpha.shape
    near = cv2.GaussianBlur(alpha, (0, 0), 0.0026 * height)
    share = 0.24 * np.clip(2 * (1 - near), 0, 1) * alpha
    behind = cv2.resize(wall, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
    behind = cv2.resize(cv2.GaussianBlur(behind, (0, 0), 0.0025 * height), (width, height))
    return colours + (behind - colours) * share[..., None]


def _rimmed(colours: np.ndarray, alpha: np.ndarray, normals: np.ndarray, strength: float) -> np.ndarray:
    """Two lamps behind her, to both sides and above: a bright line on hair, shoulders, arms and hips."""
    height, width = alpha.shape
    line = np.clip(1.9 * (1 - cv2.GaussianBlur(alpha, (0, 0), 0.0055 * height)) - 0.10, 0, 1) * alpha
    glow = np.clip(2.0 * (1 - cv2.GaussianBlur(alpha, (0, 0), 0.0150 * height)) - 0.10, 0, 1) * alpha
    sideways = np.clip(1.3 * np.abs(normals[..., 0]) + 0.8 * np.clip(-normals[..., 1], 0, 1) - 0.25, 0, 1)
    sideways = cv2.resize(sideways, (width, height), interpolation=cv2.INTER_LINEAR)
    # lamps above her reach hair and shoulders best
    sideways *= np.linspace(1.0, 0.55, height, dtype=np.float32)[:, None]
    share = strength * sideways * (0.80 * line**1.4 + 0.30 * glow)
    return colours + (np.float32(250) - colours) * share[..., None]
