"""Steps that work on places: healed spots, a cut, a push. Pictures are HxWx3 float32, 0..255."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.retouch.steps import Blemish, Crop, Liquify


def heal(picture: np.ndarray, step: Blemish) -> np.ndarray:
    """Each spot gets the colour of the skin round it and the texture of the skin beside it.

    Colour and texture are parted by a blur (frequency separation), so that nothing is smoothed away.
    """
    picture = picture.copy()
    height, width = picture.shape[:2]
    for x, y, radius in step.spots:
        _heal_one(picture, x * (width - 1), y * (height - 1), max(2.0, radius * height))
    return picture


def _heal_one(picture: np.ndarray, x: float, y: float, radius: float) -> None:
    reach = int(np.ceil(4.2 * radius)) + 2
    left, top = round(x) - reach, round(y) - reach
    padded = cv2.copyMakeBorder(picture, reach * 2, reach * 2, reach * 2, reach * 2, cv2.BORDER_REFLECT_101)
    view = padded[top + 2 * reach : top + 4 * reach + 1, left + 2 * reach : left + 4 * reach + 1]
    low = cv2.GaussianBlur(view, (0, 0), max(0.8, 0.30 * radius))
    fine = view - low
    rows, columns = np.mgrid[: view.shape[0], : view.shape[1]].astype(np.float32)
    away = np.hypot(columns - reach, rows - reach)
    spot = (away <= 1.35 * radius).astype(np.uint8)
    ground = cv2.inpaint(
        np.clip(np.rint(low), 0, 255).astype(np.uint8), spot, 1.4 * radius, cv2.INPAINT_TELEA
    )
    share = np.clip((1.35 * radius - away) / (0.5 * radius), 0, 1)[..., None]
    texture = _beside(view, low, fine, radius, reach)
    made = low * (1 - share) + ground.astype(np.float32) * share + fine * (1 - share) + texture * share
    y0, y1 = max(0, top), min(picture.shape[0], top + view.shape[0])
    x0, x1 = max(0, left), min(picture.shape[1], left + view.shape[1])
    picture[y0:y1, x0:x1] = made[y0 - top : y1 - top, x0 - left : x1 - left]


def _beside(view: np.ndarray, low: np.ndarray, fine: np.ndarray, radius: float, reach: int) -> np.ndarray:
    """The fine texture moved here from the evenest of eight places round the spot."""
    grey, best, found = low.mean(2), np.inf, (0, 0)
    for turn in range(8):
        angle = turn * np.pi / 4
        dx, dy = round(2.6 * radius * np.cos(angle)), round(2.6 * radius * np.sin(angle))
        half = max(1, round(radius))
        patch = grey[reach + dy - half : reach + dy + half + 1, reach + dx - half : reach + dx + half + 1]
        if patch.size and float(patch.std()) < best:
            best, found = float(patch.std()), (dx, dy)
    return np.roll(fine, (-found[1], -found[0]), axis=(0, 1))


def cut(picture: np.ndarray, step: Crop) -> np.ndarray:
    """Turned about the middle, grown so that no empty corner shows, then cut."""
    height, width = picture.shape[:2]
    if step.degrees:
        angle = np.radians(abs(step.degrees))
        grow = float(np.cos(angle) + np.sin(angle) * max(width / height, height / width))
        matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), step.degrees, grow)
        picture = cv2.warpAffine(
            picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101
        )
    left, top = round(step.left * width), round(step.top * height)
    right, bottom = width - round(step.right * width), height - round(step.bottom * height)
    return np.ascontiguousarray(picture[top:bottom, left:right])


def push(picture: np.ndarray, step: Liquify) -> np.ndarray:
    """A smooth local warp: strongest in the middle of the circle, nothing at its rim."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    away = np.hypot(x - step.x * width, y - step.y * height) / (step.radius * height)
    share = np.clip(1 - away**2, 0, 1) ** 2
    back_x, back_y = x - share * step.dx * height, y - share * step.dy * height
    return cv2.remap(picture, back_x, back_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
