"""The garment photo as the gates see it: its own mask and its colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.image.lab import ciede2000, lab
from doublet.engines.tryon.contract import Category
from doublet.engines.tryon.drape.garment_photo import garment_mask
from doublet.engines.tryon.gates.trunk import trunk_of

LONG_SIDE = 512
_COLOURS = 6
_SAME = 5.0
_MODEL = 6000
_COLLAR, _EDGE = 0.18, 0.04


@dataclass(frozen=True, eq=False)
class Palette:
    """A garment's colours: (n, 3) Lab and the share of the garment that each covers."""

    colours: np.ndarray
    shares: np.ndarray

    def nearest(self, colours: np.ndarray) -> np.ndarray:
        """(m,) index of the palette colour that (m, 3) Lab colours are most likely to be, in whatever fold."""
        weights = np.array([0.45, 1, 1])
        apart = ((colours[:, None] - self.colours[None]) * weights) ** 2
        return apart.sum(-1).argmin(1)

    def apart(self, colours: np.ndarray) -> np.ndarray:
        """(m,) CIEDE2000 (2:1:1) of (m, 3) Lab colours to the nearest colour of the palette."""
        return np.min([ciede2000(colours, own, lightness=2.0) for own in self.colours], axis=0)


@dataclass(frozen=True, eq=False)
class Cloth:
    """A garment photo at 512 pixels, cropped to the garment: pixels, HxW bool mask, palette."""

    pixels: np.ndarray
    mask: np.ndarray
    palette: Palette

    def inside(self, category: Category) -> np.ndarray:
        """HxW bool: the trunk below the collar, without a neck label or a rim of backdrop."""
        trunk = trunk_of(self.mask, category)
        kept = cv2.erode(self.mask.astype(np.uint8), np.ones((9, 9)), borderValue=0) > 0
        kept[: trunk.top + round(_COLLAR * trunk.height)] = False
        edge = _EDGE * trunk.width
        kept[:, : round(trunk.left + edge)] = False
        kept[:, round(trunk.right - edge) :] = False
        return kept


def look_at(pixels: np.ndarray) -> Cloth | None:
    """The garment of an HxWx3 uint8 photo, or None where none stands out.

    Raises:
        Unavailable: the model file is missing.
    """
    scale = min(1.0, 1024 / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = garment_mask(small)
    ys, xs = np.nonzero(found)
    if len(xs) < 0.01 * found.size:
        return None
    window = slice(ys.min(), ys.max() + 1), slice(xs.min(), xs.max() + 1)
    crop, mask = small[window], found[window]
    fit = LONG_SIDE / max(mask.shape)
    size = (max(8, round(mask.shape[1] * fit)), max(8, round(mask.shape[0] * fit)))
    crop = cv2.resize(crop, size, interpolation=cv2.INTER_AREA if fit < 1 else cv2.INTER_CUBIC)
    mask = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    inner = cv2.erode(mask.astype(np.uint8), np.ones((7, 7))) > 0
    if inner.sum() < 500:
        return None
    return Cloth(crop, mask, palette_of(lab(crop[inner])))


def palette_of(colours: np.ndarray) -> Palette:
    """The few colours that (n, 3) Lab colours are made of; alike ones are one."""
    few = np.ascontiguousarray(colours[:: max(1, len(colours) // _MODEL)], np.float32)
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    squeezed = few * np.array([0.45, 1, 1], np.float32)
    start = np.zeros((len(few), 1), np.int32)
    _, labels, _ = cv2.kmeans(squeezed, min(_COLOURS, len(few)), start, stop, 2, cv2.KMEANS_PP_CENTERS)
    groups = [few[labels.ravel() == i] for i in range(_COLOURS)]
    groups = sorted((group for group in groups if len(group)), key=len, reverse=True)
    merged: list[list[np.ndarray]] = []
    for group in groups:
        middle = np.median(group, axis=0)
        for known in merged:
            if ciede2000(np.median(known[0], axis=0), middle, lightness=2.0) < _SAME:
                known.append(group)
                break
        else:
            merged.append([group])
    joined = [np.concatenate(known) for known in merged]
    return Palette(
        np.array([np.median(group, axis=0) for group in joined]),
        np.array([len(group) / len(few) for group in joined]),
    )
