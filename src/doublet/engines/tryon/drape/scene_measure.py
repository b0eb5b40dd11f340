"""Whether a picture shows the light and the colour that were asked for: numbers from its pixels alone."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.image.lab import ciede2000, lab
from doublet.engines.tryon.drape.stage import Staged
from doublet.engines.tryon.scenes import Light

_SEEN = 0.98
_ROWS = 512


def measure_scene(staged: Staged, light: Light) -> dict[str, float]:
    """What the finished picture shows, next to what was asked.

    Answers (ratios are of mean luminance, against the same figure before it was lit):
        backdrop_off: CIEDE2000 between the mean of the upper backdrop and the tone under this light.
        backdrop_limit: what that may be for this backdrop.
        left_right: how much brighter the figure's left half became than its right, as a ratio.
        rim: how much brighter its edge became than its inside, as a ratio.
        warmth: what was added in Lab b to the backdrop, over its own tone.
        skin_hue: degrees by which her skin's hue moved, tint of the light taken out.
        skin_chroma: ratio of her skin's chroma after to before, taken out likewise.
        skin_depth: Lab L by which her skin moved beyond the exposure of light and set.
    """
    scale = min(1.0, _ROWS / staged.alpha.shape[0])
    picture, plain, alpha, skin = (
        cv2.resize(each, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
        for each in (staged.picture, staged.plain, staged.alpha, staged.skin)
    )
    found = _backdrop(picture, alpha, staged, light) | _figure(picture, plain, alpha)
    found |= _skin(picture, plain, skin, staged.background.level, light)
    return {name: round(float(value), 3) for name, value in found.items()}


def _backdrop(picture: np.ndarray, alpha: np.ndarray, staged: Staged, light: Light) -> dict[str, float]:
    # the upper half is wall in every framing, and the grown outline keeps the near shadow out
    free = cv2.dilate(alpha, np.ones((9, 9), np.uint8)) < 0.02
    free[picture.shape[0] // 2 :] = False
    if free.sum() < 50:
        return {}
    tone = np.array(staged.background.tone)
    asked = np.clip(tone * np.array(light.tint) * light.level, 0, 255)
    seen = picture[free].mean(0)
    return {
        "backdrop_off": float(ciede2000(lab(seen), lab(asked))),
        "backdrop_limit": staged.background.tolerance,
        "warmth": float(lab(seen)[2] - lab(tone)[2]),
    }


def _figure(picture: np.ndarray, plain: np.ndarray, alpha: np.ndarray) -> dict[str, float]:
    inside = alpha > _SEEN
    if inside.sum() < 200:
        return {}
    gain = (picture.mean(2) + 1) / (plain.mean(2) + 1)
    columns = np.nonzero(inside.any(0))[0]
    middle = float(np.average(np.arange(inside.shape[1]), weights=inside.sum(0)))
    across = np.arange(inside.shape[1])[None, :] - middle
    far = 0.15 * np.ptp(columns)
    left, right = inside & (across < -far), inside & (across > far)
    depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5)
    upper = np.arange(inside.shape[0])[:, None] < 0.7 * inside.shape[0]
    band = 0.012 * inside.shape[0]
    edge, core = inside & upper & (depth <= band), inside & upper & (depth > 2.5 * band)
    if not (left.any() and right.any() and edge.any() and core.any()):
        return {}
    return {
        "left_right": float(np.median(gain[left]) / np.median(gain[right])),
        "rim": float(gain[edge].mean() / gain[core].mean()),
    }


def _skin(
    picture: np.ndarray, plain: np.ndarray, skin: np.ndarray, level: float, light: Light
) -> dict[str, float]:
    bare = skin > 0.9
    if bare.sum() < 80:
        return {}
    untinted = picture[bare] / np.array(light.tint)
    after = np.median(lab(untinted), axis=0)
    before = np.median(lab(plain[bare] * (light.level * level)), axis=0)
    turn = np.degrees(np.arctan2(after[2], after[1]) - np.arctan2(before[2], before[1]))
    return {
        "skin_hue": float((turn + 180) % 360 - 180),
        "skin_chroma": float(np.hypot(after[1], after[2]) / max(1e-3, float(np.hypot(before[1], before[2])))),
        "skin_depth": float(after[0] - before[0]),
    }
