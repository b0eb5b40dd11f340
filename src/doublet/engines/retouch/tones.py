"""Steps that change tones and colours everywhere alike. Pictures are HxWx3 float32, 0..255, gamma-encoded."""

from __future__ import annotations

import cv2
import numpy as np
from scipy.interpolate import PchipInterpolator

from doublet.engines.retouch.steps import Contrast, Curve, Exposure, Grain, Saturation, Vignette, WhiteBalance

_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_LEVELS = np.arange(256, dtype=np.float32)


def expose(picture: np.ndarray, step: Exposure) -> np.ndarray:
    """Stops of light; brighter tones roll off before white instead of tearing."""
    gain = 2.0 ** (step.ev / 2.2)
    if gain <= 1:
        return picture * np.float32(gain)
    return 255 * (1 - (1 - np.clip(picture, 0, 255) / 255) ** np.float32(gain))


def balance(picture: np.ndarray, step: WhiteBalance) -> np.ndarray:
    """Red against blue and magenta against green; a grey keeps its luminance."""
    gains = np.array([1 + 0.07 * step.warmth, 1 - 0.04 * step.tint, 1 - 0.07 * step.warmth], np.float32)
    gains[[0, 2]] *= 1 + 0.02 * step.tint
    return picture * (gains / float(gains @ _LUMA))


def bend(picture: np.ndarray, step: Curve) -> np.ndarray:
    """The curve through its points, flat beyond them where they do not reach the ends."""
    before, after = (np.array(side, float) for side in zip(*step.points, strict=True))
    before, after = np.r_[before, 256.0], np.r_[after, max(255.0, after[-1])]
    if before[0] > 0:
        before, after = np.r_[0.0, before], np.r_[min(0.0, after[0]), after]
    table = PchipInterpolator(before, after)(_LEVELS)
    return _looked_up(picture, table)


def contrast(picture: np.ndarray, step: Contrast) -> np.ndarray:
    """Steeper or flatter in the middle; black and white stay."""
    t = _LEVELS / 255
    return _looked_up(picture, 255 * (t + step.amount * 4 * (t - 0.5) * t * (1 - t)))


def saturate(picture: np.ndarray, step: Saturation) -> np.ndarray:
    """Further from grey or nearer to it, at the same luminance."""
    grey = (picture @ _LUMA)[..., None]
    return grey + (picture - grey) * np.float32(1 + step.amount)


def grain(picture: np.ndarray, step: Grain) -> np.ndarray:
    """Grain of about a pixel and a half, strongest in the middle tones."""
    noise: np.ndarray = np.random.default_rng(step.seed).normal(0, 1, picture.shape[:2]).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 0.7)
    noise = noise * (step.amount / max(1e-6, float(noise.std())))
    middle = np.clip(picture @ _LUMA, 0, 255) / 255
    return picture + (noise * (0.45 + 2.2 * middle * (1 - middle)))[..., None]


def vignette(picture: np.ndarray, step: Vignette) -> np.ndarray:
    """Darker towards the corners, from two thirds of the way out."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    out = np.hypot((x / width - 0.5) * 2, (y / height - 0.5) * 2) / np.sqrt(2)
    share = np.clip((out - 0.42) / 0.58, 0, 1)
    return picture * (1 - step.amount * share * share * (3 - 2 * share))[..., None]


def _looked_up(picture: np.ndarray, table: np.ndarray) -> np.ndarray:
    flat = np.interp(np.clip(picture, 0, 255).ravel(), _LEVELS, table)
    return flat.reshape(picture.shape).astype(np.float32)
