"""The front neckline between the two neck points: everything above it is the inside of the back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.tryon.drape.colour import lab_of
from doublet.engines.tryon.drape.geometry import sample, shrink, unit

_WEAKEST = 3.0
# how much deeper the front lies than the back, in shoulder widths: usual, and how far from it is common
_USUAL_DROP, _COMMON = 0.15, 0.06
_LEAST_DROP = 0.02
_COLLARED = 0.18  # a neck narrower than this share of the shoulders is a collar or a polo neck
_ROUNDNESS = {1.0: 0.7, 1.5: 0.9, 2.0: 1.0, 2.6: 1.0, 3.5: 0.9}  # from V to square, and how common


@dataclass(frozen=True, eq=False)
class Neckline:
    """A curve of 41 points from the left to the right neck point, how deep it hangs, how clear it is."""

    curve: np.ndarray
    depth: float
    clearness: float


def find_neckline(
    pixels: np.ndarray,
    mask: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    hem: np.ndarray,
    shoulders: float,
) -> Neckline | None:
    """The clearest edge among V, U and square curves hung between the neck points, near the usual depth.

    The outline itself is the back of the neck; the front hangs deeper, inside the mask. Stripes, bands
    and prints have clear edges too, so that an edge counts the more the nearer it lies to where necklines
    are (`shoulders`: the garment's shoulder width). Where cloth and inside look alike, as in black tees,
    a round neckline of the usual depth is taken.
    """
    half = float(np.linalg.norm(right - left)) / 2
    if half < 8:
        return None
    middle, across = (left + right) / 2, unit(right - left)
    down = np.array([-across[1], across[0]])
    lab = cv2.GaussianBlur(lab_of(pixels), (0, 0), 1.2)
    inner = shrink(mask, 7).astype(np.float32)
    back = _back_depth(mask, middle, across, down, half)
    reach = min(back + 2.0, 0.55 * float(np.linalg.norm(hem - middle)) / half)
    usual, common = _USUAL_DROP * shoulders / half, _COMMON * shoulders / half
    u = np.linspace(-0.7, 0.7, 33)
    best = (0.0, 0.0, 0.0, 0.0)
    for roundness, common_shape in _ROUNDNESS.items():
        for depth in np.arange(back + _LEAST_DROP * shoulders / half, reach, 0.04):
            curve = _hung(u, middle, across, down, half, depth, roundness)
            strength = _edge_strength(lab, inner, curve)
            likely = common_shape * _likely(depth - back, usual, common)
            best = max(best, (strength * likely, strength, depth, roundness))
    _, strength, depth, roundness = best
    if strength < _WEAKEST:
        if back < 0.05 or half < _COLLARED * shoulders:
            return None
        depth, roundness = back + usual, 2.0
    curve = _hung(np.linspace(-1, 1, 41), middle, across, down, half, depth, roundness)
    return Neckline(curve, float(depth * half), float(strength))


def _likely(drop: float, usual: float, common: float) -> float:
    """How likely (0..1) a front hangs this much below the back; deep ones are rarer, not impossible."""
    apart = (drop - usual) / common
    return float(np.exp(-0.5 * apart**2) if apart < 0 else 1 / (1 + apart**2))


def _back_depth(
    mask: np.ndarray, middle: np.ndarray, across: np.ndarray, down: np.ndarray, half: float
) -> float:
    """How deep the mask's own upper edge lies under the line of the neck points, in half widths."""
    depths = np.arange(-0.5, 2.0, 0.02)
    first = []
    for u in (-0.25, -0.12, 0.0, 0.12, 0.25):
        line = middle + across * u * half + np.outer(depths * half, down)
        inside = np.nonzero(sample(mask, line) > 0.5)[0]
        first.append(depths[inside[0]] if len(inside) else 0.0)
    return float(np.median(first))


def hang(left: np.ndarray, right: np.ndarray, bottom: np.ndarray) -> Neckline:
    """The neckline of a bottom point that a person marked."""
    middle, across = (left + right) / 2, unit(right - left)
    down = np.array([-across[1], across[0]])
    half = float(np.linalg.norm(right - left)) / 2
    depth = float((bottom - middle) @ down) / max(half, 1.0)
    curve = _hung(np.linspace(-1, 1, 41), middle, across, down, half, depth, 2.0)
    return Neckline(curve, depth * half, np.inf)


def _hung(
    u: np.ndarray,
    middle: np.ndarray,
    across: np.ndarray,
    down: np.ndarray,
    half: float,
    depth: float,
    roundness: float,
) -> np.ndarray:
    fall = depth * half * (1 - np.abs(u) ** roundness)
    return middle + np.outer(u * half, across) + np.outer(fall, down)


def _edge_strength(lab: np.ndarray, inner: np.ndarray, curve: np.ndarray) -> float:
    """How strong the colour step across a curve is along most of it (35th percentile), Lab units."""
    along = np.gradient(curve, axis=0)
    normal = np.stack([-along[:, 1], along[:, 0]], 1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-6
    sides = []
    for offset in (3, -3):
        q = (curve + normal * offset).astype(np.float32)
        sides.append(cv2.remap(lab, q[:, 0][None], q[:, 1][None], cv2.INTER_LINEAR)[0])
    step = np.linalg.norm(sides[0] - sides[1], axis=1) * (sample(inner, curve) > 0.5)
    return float(np.percentile(step, 35))
