"""Small pictures of backgrounds and lights to choose from, drawn by the code that builds the scenes."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from doublet.engines.image import encode_jpeg
from doublet.engines.tryon.drape.backdrop import draw_backdrop
from doublet.engines.tryon.drape.relight import relight
from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS

_WIDTH, _HEIGHT, _BALL = 240, 288, 144


@cache
def background_sample(name: str) -> bytes:
    """The empty set as a JPEG of 240x288, in soft light, with its floor."""
    drawn = draw_backdrop(BACKGROUNDS[name], LIGHTS["soft"], 2 * _WIDTH, 2 * _HEIGHT, 1.72 * _HEIGHT, 0)
    return encode_jpeg(_half(drawn), quality=88)


@cache
def light_sample(name: str) -> bytes:
    """A clay ball under a light, before a grey wall, as a JPEG of 144x144."""
    side, light = 2 * _BALL, LIGHTS[name]
    wall = draw_backdrop(BACKGROUNDS["charcoal"], light, side, side, None, 0)
    y, x = np.mgrid[:side, :side].astype(np.float32) - side / 2
    alpha = np.clip(0.36 * side - np.hypot(x, y) + 0.5, 0, 1)
    clay = np.broadcast_to(np.array([196, 178, 162], np.float32), (side, side, 3)).copy()
    ball = relight(clay, alpha, np.zeros_like(alpha), wall, light, 1.0)
    return encode_jpeg(_half(wall + (ball - wall) * alpha[..., None]), quality=90)


def _half(pixels: np.ndarray) -> np.ndarray:
    small = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.clip(np.rint(small), 0, 255).astype(np.uint8)
