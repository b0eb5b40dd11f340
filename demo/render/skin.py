"""Skin colour: a CC0 skin texture moved to a wanted tone, its own variation of colour kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from anatomy import DATA
from PIL import Image
from scipy.ndimage import gaussian_filter

Array = np.ndarray
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
LEGS = (0.45, 0.86, 0.645)
"""Where the legs lie in the skin's texture space: first and last row, last column, as shares of its side."""


def to_lab(rgb: Array) -> Array:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ TO_XYZ.T / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1
    )


def to_rgb(lab: Array) -> Array:
    fy = (lab[..., 0] + 16) / 116
    f = np.stack([fy + lab[..., 1] / 500, fy, fy - lab[..., 2] / 200], axis=-1)
    xyz = np.where(f > 0.206893, f**3, (f - 16 / 116) / 7.787) * WHITE
    linear = np.clip(xyz @ np.linalg.inv(TO_XYZ).T, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def region(name: str, size: int) -> Array:
    """0..1 over the skin's texture space: a named part of the body, e.g. lips, eyelids, ears (CC0 masks)."""
    path = DATA / "mpfb2/textures" / f"mpfb_{name}.jpg"
    grey = np.asarray(Image.open(path).convert("L").resize((size, size)), np.float32) / 255
    return grey if grey.mean() < 0.5 else 1 - grey


def even_legs(lab: Array, typical: Array, *, share: float = 0.85) -> Array:
    """The skin with the broad flush of its legs taken back to the colour of the chest."""
    size = lab.shape[0]
    top, bottom, right = (round(size * part) for part in LEGS)
    mask = np.zeros(lab.shape[:2], np.float32)
    mask[top:bottom, :right] = share
    mask = gaussian_filter(mask, size * 0.02)
    broad = np.stack([gaussian_filter(lab[..., k], size * 0.012) for k in range(3)], axis=-1)
    return lab - mask[..., None] * (broad - typical)


def toned(
    source: Path,
    tone: str,
    out: Path,
    *,
    flush: float,
    makeup: Mapping[str, tuple[float, float, float]],
    scalp: Array,
    seed: int,
) -> Path:
    """Write `source` moved so that its typical skin has the colour `tone` (#rrggbb).

    `flush` scales the redness of cheeks, lips and knuckles; `makeup`
    shifts the Lab colour of named regions; `scalp` (0..1) says where hair shades the skin. A faint blotchy noise is added: even skin looks like wax.
    """
    picture = np.asarray(Image.open(source).convert("RGB"), np.float32) / 255
    lab = to_lab(picture)
    size = lab.shape[0]
    chest = lab[int(size * 0.15) : int(size * 0.45), int(size * 0.2) : int(size * 0.48)].reshape(-1, 3)
    typical = np.median(chest, axis=0)
    wanted = to_lab(np.array([int(tone[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255)
    moved = (even_legs(lab, typical) - typical) * np.array([1.0, flush, 1.0]) + wanted
    shaded = (
        np.asarray(Image.fromarray((scalp * 255).astype(np.uint8)).resize((size, size)), np.float32) / 255
    )
    moved *= 1 - shaded[..., None] * np.array([0.60, 0.80, 0.80])
    for name, shift in makeup.items():
        soft = gaussian_filter(region(name, size), 2.5)
        moved += soft[..., None] * np.array(shift)
    random = np.random.default_rng(seed)
    for radius, strength in ((1.0, 0.7), (6.0, 0.6), (28.0, 0.9)):
        noise = gaussian_filter(random.normal(size=(size, size)).astype(np.float32), radius, mode="wrap")
        noise /= noise.std()
        moved[..., 0] += noise * strength
        moved[..., 1] -= noise * strength * 0.6
    Image.fromarray((to_rgb(moved) * 255 + 0.5).clip(0, 255).astype(np.uint8)).save(out)
    return out


def scalp_density(source: Path) -> Array:
    """0..1 over the skin's texture space: where the dark-skinned CC0 texture has painted hair on the head."""
    picture = np.asarray(Image.open(source).convert("RGB").resize((1024, 1024)), np.float32)
    dark = (picture.mean(-1) < 40).astype(np.float32)
    dark[:, : int(1024 * 0.6)] = 0
    return gaussian_filter(dark, 4)
