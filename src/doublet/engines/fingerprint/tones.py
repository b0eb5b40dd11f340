"""A blot of a picture's colours: too coarse to be a picture, fine enough to tell a garment from another.

Two frames of one shoot share the person, the pose and the light, so their points agree. Their colours do not,
where the garment is.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

_CELL = 16
_DIFFERENT = 10.0  # levels of 255 beyond what the cells beside had
_SUBJECT = 14.0  # levels of 255 away from the backdrop
_FEWEST = 12
_GREY = 2.5
_TRUSTED = 0.6  # share of the cells that the copy's tone curve is fitted to
_ROUNDS = 6
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def cells(size: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns of the blot of a picture of `size` (width, height)."""
    return max(1, size[1] // _CELL), max(1, size[0] // _CELL)


def blot(small: np.ndarray) -> np.ndarray:
    """The mean colours of a uint8 picture at long side 512, a cell for every 16 pixels."""
    down, across = cells((small.shape[1], small.shape[0]))
    return np.asarray(cv2.resize(small, (across, down), interpolation=cv2.INTER_AREA))


@dataclass(frozen=True)
class Difference:
    """How a copy's colours differ from the registered ones, after fitting the copy's filter.

    Attributes:
        recoloured: share (0 to 1) of the visible cells that are not backdrop and have other colours.
        off: levels of 255 by which those cells are off on average.
        shown: boolean grid of the covered cells, without the margins at which the copy shows something else.
    """

    recoloured: float
    off: float
    shown: np.ndarray


def difference(laid: np.ndarray, covered: np.ndarray, known: np.ndarray) -> Difference:
    """How much of the subject has other colours than registered, and which cells the copy really shows.

    Args:
        laid: the copy laid over the registered picture, uint8 RGB.
        covered: boolean HxW, where it has any picture.
        known: the registered blot.
    """
    seen = blot(laid).astype(np.float32)
    shown = blot(np.repeat((covered * np.uint8(255))[..., None], 3, axis=2))[..., 0] >= 250
    before = known.astype(np.float32)
    if shown.sum() < _FEWEST:
        return Difference(1.0, 255.0, shown)
    if np.abs(seen - seen.mean(axis=2, keepdims=True))[shown].mean() < _GREY:
        before = np.repeat((before @ _LUMA)[..., None], 3, axis=2)
    before = _in_its_tones(before, seen, shown, _subject(known))
    near = np.ones((3, 3), np.uint8)
    beyond = np.maximum(seen - cv2.dilate(before, near), cv2.erode(before, near) - seen).max(axis=2)
    different = beyond > _DIFFERENT
    shown = _without_margins(shown, different)
    subject = _subject(known) & shown
    if subject.sum() < _FEWEST:
        return Difference(1.0, 255.0, shown)
    recoloured = float((different & subject).sum() / subject.sum())
    return Difference(recoloured, float(np.abs(seen - before)[subject].mean()), shown)


def _in_its_tones(before: np.ndarray, seen: np.ndarray, shown: np.ndarray, subject: np.ndarray) -> np.ndarray:
    """The registered colours under the copy's filter: a curve for each channel, fitted to what agrees best.

    Subject and backdrop each have their say, or a large white backdrop would bend the curve alone.
    """
    groups = [group for group in (subject[shown], ~subject[shown]) if group.any()]
    adjusted = before.copy()
    for channel in range(3):
        x, y = before[..., channel][shown] / 255, seen[..., channel][shown] / 255
        trusted = np.ones(len(x), bool)
        curve = np.array([0.0, 1.0, float(np.median(y - x))])
        for _ in range(_ROUNDS):
            error = np.abs(np.polyval(curve, x) - y)
            for group in groups:
                trusted[group] = error[group] <= np.quantile(error[group], _TRUSTED)
            curve = _curve(x[trusted], y[trusted])
        adjusted[..., channel] = np.polyval(curve, before[..., channel] / 255) * 255
    return adjusted


def _curve(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """A parabola that stays near a straight line of sane steepness; a shift alone for flat colours."""
    spread = float(x.var())
    if spread < 1e-4:
        return np.array([0.0, 1.0, float(np.mean(y - x))])
    gain = float(np.clip(((x - x.mean()) * (y - y.mean())).mean() / spread, 0.4, 2.0))
    bend = (x - 0.5) ** 2
    rest = y - gain * x
    steep = float(((bend - bend.mean()) * (rest - rest.mean())).mean() / (float(bend.var()) + 1e-4))
    steep = float(np.clip(steep, -0.5, 0.5))
    offset = float((rest - steep * bend).mean())
    return np.array([steep, gain - steep, offset + steep / 4])


def _without_margins(shown: np.ndarray, different: np.ndarray) -> np.ndarray:
    """The shown cells less outer rows and columns that mostly differ: beside them lies another picture."""
    kept = shown.copy()
    while kept.sum() >= _FEWEST:
        rows, columns = np.flatnonzero(kept.any(axis=1)), np.flatnonzero(kept.any(axis=0))
        lines = ((rows[0], ...), (rows[-1], ...), (..., columns[0]), (..., columns[-1]))
        foreign = [line for line in lines if kept[line].any() and different[line][kept[line]].mean() > 0.5]
        if not foreign:
            break
        for line in foreign:
            kept[line] = False
    return kept


def _subject(known: np.ndarray) -> np.ndarray:
    """The registered cells that stand out from the backdrop."""
    colours = known.astype(np.float32)
    rim = np.concatenate([colours[0], colours[:, 0], colours[:, -1]])
    return np.asarray(np.abs(colours - np.median(rim, axis=0)).max(axis=2) > _SUBJECT)
