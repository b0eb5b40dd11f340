"""The shade stage: light and folds of the base layer, as a factor to multiply the new garment by."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.drape.colour import clusters, lab_of
from doublet.engines.tryon.drape.geometry import soft
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person

_STRENGTH = 0.9
_FINE, _BROAD = 0.012, 0.055  # of the shoulder width: folds of the base layer, and the light on the body
_FOLDS = 0.35
_LIMITS = (0.62, 1.16)
_FREE = 0.3  # trunk lengths below the hips, from which on a skirt hangs free


def shading(person: Person, worn_over: Part, *, hanging: bool = False) -> np.ndarray:
    """HxW float32 about 1: darker than the part's own middle tone below 1, brighter above.

    Args:
        person: the prepared capture photo.
        worn_over: the part that the garment goes over (TOP for tops and dresses, BOTTOM for trousers);
            the light on it is kept whole and its folds faintly, since the garment brings its own.
        hanging: a skirt or dress, whose cloth below the hips takes no light from the legs under it.
    """
    lab = lab_of(person.pixels)
    light = lab[..., 0] + 2
    other = Part.BOTTOM if worn_over is Part.TOP else Part.TOP
    factor = np.ones_like(light)
    for part, detail, gain in (
        (worn_over, _BROAD * person.body.width, 1.0),
        (Part.SKIN, 7.0, 0.8),
        (Part.FACE, 9.0, 0.6),
        (other, 22.0, 0.5),
    ):
        mask = person.labels == part
        if mask.sum() < 300:
            continue
        usual = _usual_light(lab, mask, several=part is worn_over)
        ratio = np.ones_like(light)
        ratio[mask] = np.clip(light[mask] / usual, 0.4, 1.35)
        smooth = _within(ratio, mask, detail)
        if part is worn_over:
            fine = _within(ratio, mask, _FINE * person.body.width)
            smooth = np.clip(smooth + _FOLDS * (fine - smooth), *_LIMITS)
        # dark cloth shows little light: what it does show is mostly noise
        trust = gain * float(np.clip((np.median(light[mask]) - 20) / 80, 0, 1))
        factor = np.where(mask, 1 + (smooth - 1) * trust, factor)
    factor = _seamless(factor, person.labels)
    inside = (person.alpha > 0.6).astype(np.float32)
    total = cv2.GaussianBlur(inside, (0, 0), 12)
    beyond = np.where(total > 1e-3, cv2.GaussianBlur(factor * inside, (0, 0), 12) / (total + 1e-6), 1.0)
    whole = factor * inside + beyond * (1 - inside)
    if hanging:
        rows = np.arange(len(whole), dtype=np.float32)[:, None]
        free = np.clip((rows - person.body.hips[1]) / (_FREE * person.body.trunk), 0, 1)
        whole = 1 + (whole - 1) * (1 - free)
    return (1 + (whole - 1) * _STRENGTH).astype(np.float32)


def _within(values: np.ndarray, mask: np.ndarray, sigma: float) -> np.ndarray:
    """Values blurred inside a mask, nothing of what lies outside mixed in."""
    weighted = cv2.GaussianBlur(values * mask.astype(np.float32), (0, 0), sigma)
    return weighted / (soft(mask, sigma) + 1e-4)


def _usual_light(lab: np.ndarray, mask: np.ndarray, *, several: bool) -> np.ndarray:
    """The lightness each masked pixel would have if lit evenly: its own colour cluster's upper middle."""
    colours = lab[mask]
    if several:
        features = colours * np.array([0.35, 1, 1], np.float32)
        _, centres = clusters(features[:: max(1, len(features) // 6000)], 4, seed=3)
        distinct = [centres[0]]
        for centre in centres[1:]:
            if min(float(np.linalg.norm(centre - d)) for d in distinct) > 14:
                distinct.append(centre)
        own = ((features[:, None] - np.array(distinct)[None]) ** 2).sum(-1).argmin(1)
    else:
        own = np.zeros(len(colours), int)
    levels = [
        np.percentile(colours[own == i, 0], 60) if (own == i).any() else 1.0 for i in range(own.max() + 1)
    ]
    return np.array(levels)[own] + 2


def _seamless(factor: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The factor smoothed across the borders of parts, where the old cloth's edges would show."""
    blurred = cv2.GaussianBlur(factor, (0, 0), 11)
    border = cv2.morphologyEx(labels, cv2.MORPH_GRADIENT, np.ones((17, 17), np.uint8)) > 0
    edge = soft(border, 5)
    return factor * (1 - edge) + blurred * edge
