"""The laboratory: the engine on plain files, for calibration; every picture is stamped and of no use else."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.contract import Category, Output, Scene
from doublet.engines.tryon.drape.garment import prepare_garment
from doublet.engines.tryon.drape.person import prepare
from doublet.engines.tryon.drape.pipeline import dress, picture

STAMP = "LAB, NOT LICENSED"


def lab_drape(
    person: np.ndarray, garment: np.ndarray, category: Category, scene: Scene | None = None
) -> np.ndarray:
    """Dress the person of one photo in the garment of another; 768x1024 RGB, stamped across.

    Raises:
        CaptureUnsuitable, GarmentUnsuitable: the photos cannot be used, with the reason.
        Unavailable: a model file is missing.
    """
    output = Output()
    made = picture(dress(prepare(person), prepare_garment(garment, category)), scene or Scene(), output, 0)
    # stamped here and nowhere else, so that no unstamped picture ever leaves this function
    height, width = made.shape[:2]
    font, thick = cv2.FONT_HERSHEY_DUPLEX, max(2, width // 150)
    (wide, tall), _ = cv2.getTextSize(STAMP, font, 1.0, thick)
    diagonal = float(np.hypot(width, height))
    size = 0.86 * diagonal / wide
    layer = np.zeros((int(diagonal) + 2, int(diagonal) + 2), np.uint8)
    middle = layer.shape[0] // 2
    for row in (-1, 0, 1):
        at = (int(middle - wide * size / 2), int(middle + tall * size / 2 + row * 0.3 * diagonal))
        cv2.putText(layer, STAMP, at, font, size, 255, thick, cv2.LINE_AA)
    angle = float(np.degrees(np.arctan2(height, width)))
    turn = cv2.getRotationMatrix2D((middle, middle), angle, 1.0)
    turn[:, 2] += [width / 2 - middle, height / 2 - middle]
    ink = cv2.warpAffine(layer, turn, (width, height)).astype(np.float32)[..., None] / 255 * 0.62
    rim = cv2.GaussianBlur(ink, (0, 0), 2.5)[..., None]
    stamped = made * (1 - 0.5 * rim) * (1 - ink) + np.array([196, 30, 58], np.float32) * ink
    return np.clip(stamped, 0, 255).astype(np.uint8)
