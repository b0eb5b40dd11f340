"""Is the print still there, and the right way round? Its most striking patches are looked for in the frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.tryon.contract import Category
from doublet.engines.tryon.gates.cloth import Cloth
from doublet.engines.tryon.gates.evidence import Evidence
from doublet.engines.tryon.gates.limits import MIRRORED, PRINT
from doublet.engines.tryon.gates.trunk import trunk_of
from doublet.engines.tryon.gates.verdict import Mark

_PATCHES = 6
_STRIKING = 14.0  # Lab units of contrast within a patch
_SCALES = (0.85, 0.95, 1.05, 1.18)
_FADED = 0.4  # a print with less than this of its contrast is fading away
_PLAIN = "The garment has no print or logo in one place."
_ALL_OVER = 0.55  # of the trunk: stripes, checks and flowers everywhere are held by their colours instead


@dataclass(frozen=True)
class Patch:
    """A square of the garment photo: centre and half its side, pixels of the 512 pixel cloth."""

    x: int
    y: int
    half: int


def same_print(evidence: Evidence) -> tuple[Mark, Mark]:
    """The marks of the print: kept, and not mirrored."""
    cloth = evidence.cloth
    patches = striking(cloth, evidence.category) if cloth is not None else []
    if cloth is None or not patches or evidence.worn.sum() < 2000:
        return PRINT.weigh(None, _PLAIN), MIRRORED.weigh(None, _PLAIN)
    frame = Frame.of(evidence)
    straight, turned = [], []
    box = _box(cloth.mask, evidence.category)
    for each in patches:
        cut, at = _cut(cloth, each), (np.array([each.x, each.y]) - box[:2]) / box[2:]
        straight.append(frame.find(cut, at))
        turned.append(frame.find(cut[:, ::-1], np.array([1 - at[0], at[1]])))
    kept, mirrored = float(np.median(straight)), float(np.median(turned))
    return PRINT.weigh(max(kept, mirrored)), MIRRORED.weigh(mirrored - kept)


@dataclass(frozen=True, eq=False)
class Frame:
    """The garment's box in the frame at the cloth's scale; the scene's light does not matter here."""

    pixels: np.ndarray
    origin: np.ndarray
    size: np.ndarray

    @classmethod
    def of(cls, evidence: Evidence) -> Frame:
        """The frame scaled so that the garment's trunk is as wide as in its photo."""
        assert evidence.cloth is not None
        inside, outside = _box(evidence.worn, evidence.category), _box(evidence.cloth.mask, evidence.category)
        fit = float(outside[2] / max(inside[2], 1))
        pixels = cv2.resize(evidence.frame, None, fx=fit, fy=fit, interpolation=cv2.INTER_AREA)
        return cls(_lab8(pixels), inside[:2] * fit, inside[2:] * fit)

    def find(self, patch: np.ndarray, at: np.ndarray) -> float:
        """The best correlation of a patch near its place (shares of the garment's box), -1..1."""
        centre = self.origin + self.size * at
        best = -1.0
        for scale in _SCALES:
            small = cv2.resize(patch, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            reach = np.array(small.shape[1::-1]) / 2 + 0.16 * self.size.max()
            low = np.maximum(0, np.round(centre - reach)).astype(int)
            high = np.round(centre + reach).astype(int)
            window = self.pixels[low[1] : high[1], low[0] : high[0]]
            if window.shape[0] < small.shape[0] or window.shape[1] < small.shape[1]:
                continue
            found = cv2.matchTemplate(window, np.ascontiguousarray(small), cv2.TM_CCOEFF_NORMED)
            found[~np.isfinite(found)] = -1
            y, x = np.unravel_index(int(found.argmax()), found.shape)
            there = window[y : y + small.shape[0], x : x + small.shape[1]]
            faded = min(1.0, _contrast(there) / (_FADED * _contrast(small)))
            best = max(best, float(found[y, x]) * faded)
        return best


def _contrast(pixels: np.ndarray) -> float:
    return float(np.sqrt(pixels.reshape(-1, 3).var(0).sum())) + 1e-3


def striking(cloth: Cloth, category: Category) -> list[Patch]:
    """The patches with most contrast, apart from each other, the edge and the collar; none of a pattern all over."""
    height, width = cloth.mask.shape
    half = max(14, round(0.075 * max(height, width)))
    inner = cv2.erode(cloth.mask.astype(np.uint8), np.ones((2 * half + 1, 2 * half + 1)), borderValue=0)
    rows = np.nonzero(cloth.mask.any(1))[0]
    inner[: rows.min() + half + round(0.16 * len(rows))] = 0
    trunk = trunk_of(cloth.mask, category)  # a gap beside a sleeve is no print
    inner[:, : round(trunk.left + half)] = 0
    inner[:, round(trunk.right - half) :] = 0
    lab = cv2.GaussianBlur(_lab8(cloth.pixels), (0, 0), 1.6)  # weave and knit are no print
    size = (2 * half + 1, 2 * half + 1)
    # within the cloth only: the wall beside it is no print
    share = np.maximum(cv2.blur(cloth.mask.astype(np.float32), size), 1e-3)[..., None]
    own = lab * cloth.mask[..., None]
    spread = cv2.blur(own * lab, size) / share - (cv2.blur(own, size) / share) ** 2
    contrast = np.sqrt(np.maximum(spread, 0).sum(-1))
    inside = cloth.inside(category)
    if inside.any() and (contrast[inside] > _STRIKING).mean() > _ALL_OVER:
        return []
    contrast = contrast * inner
    found = []
    for _ in range(_PATCHES):
        y, x = np.unravel_index(int(contrast.argmax()), contrast.shape)
        if contrast[y, x] < _STRIKING:
            break
        found.append(Patch(int(x), int(y), half))
        contrast[max(0, y - half) : y + half, max(0, x - half) : x + half] = 0
    return found


def _cut(cloth: Cloth, patch: Patch) -> np.ndarray:
    rows = slice(patch.y - patch.half, patch.y + patch.half)
    return _lab8(cloth.pixels[rows, patch.x - patch.half : patch.x + patch.half])


def _box(mask: np.ndarray, category: Category) -> np.ndarray:
    """Left, top, width and height of the garment without its sleeves."""
    trunk = trunk_of(mask, category)
    return np.array([trunk.left, trunk.top, trunk.width, trunk.height], float)


def _lab8(pixels: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32)
