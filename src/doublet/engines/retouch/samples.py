"""Small pictures that show what a recipe of the house does: drawn, half before and half after."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from doublet.engines.image import encode_jpeg
from doublet.engines.retouch.apply import Context, apply
from doublet.engines.retouch.presets import PRESETS
from doublet.engines.tryon.drape.backdrop import draw_backdrop
from doublet.engines.tryon.drape.relight import relight
from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS

_SIDE = 288
_BALLS = (  # x, y, radius as shares of the side, and a colour: three skins and two cloths
    (0.27, 0.30, 0.17, (232, 194, 170)),
    (0.72, 0.28, 0.15, (120, 78, 54)),
    (0.50, 0.52, 0.13, (186, 136, 104)),
    (0.26, 0.76, 0.16, (40, 92, 82)),
    (0.74, 0.74, 0.17, (186, 62, 52)),
)


@cache
def preset_sample(name: str) -> bytes:
    """A JPEG of 288x288: the left half as drawn, the right half after the recipe."""
    before = _drawn()
    after = apply(PRESETS[name].recipe, before, Context())
    shown = np.hstack([before[:, : before.shape[1] // 2], after[:, before.shape[1] // 2 :]])
    middle = shown.shape[1] // 2
    shown[:, middle - 1 : middle + 1] = 255
    small: np.ndarray = cv2.resize(shown, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    return encode_jpeg(small, quality=88)


def _drawn() -> np.ndarray:
    side = 2 * _SIDE
    light = LIGHTS["key_left"]
    picture = draw_backdrop(BACKGROUNDS["studio_warm_grey"], light, side, side, None, 0)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    for across, down, radius, colour in _BALLS:
        alpha = np.clip(radius * side - np.hypot(x - across * side, y - down * side) + 0.5, 0, 1)
        clay = np.broadcast_to(np.array(colour, np.float32), picture.shape).copy()
        ball = relight(clay, alpha, np.zeros_like(alpha), picture, light, 1.0)
        picture = picture + (ball - picture) * alpha[..., None]
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)
