"""The layer stage: the dressed person, from the skin outwards."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.tryon.drape.geometry import soft
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.drape.warp import Cloth


@dataclass(frozen=True, eq=False)
class Dressed:
    """The dressed person without a scene.

    Attributes:
        pixels: HxWx3 float32, 0..255. alpha: HxW float32.
        cover: HxW float32, how much of each pixel is new garment.
        face: HxW float32, where pixels are the capture photo's own by construction.
        measures: residue and fill shares for the check stage.
    """

    pixels: np.ndarray
    alpha: np.ndarray
    cover: np.ndarray
    face: np.ndarray
    measures: dict[str, float]


class Canvas:
    """A picture that cloth is laid onto, layer by layer."""

    def __init__(self, pixels: np.ndarray, alpha: np.ndarray) -> None:
        self.pixels = pixels.astype(np.float32)
        self.alpha = alpha.astype(np.float32)

    def lay(self, colours: np.ndarray, alpha: np.ndarray) -> None:
        """Lay cloth over, which may reach beyond the body's outline; colours are never mixed with nothing."""
        under = self.alpha * (1 - alpha)
        whole = alpha + under
        share = (alpha / np.maximum(whole, 1e-4))[..., None]
        self.pixels = self.pixels * (1 - share) + colours * share
        self.alpha = whole

    def restore(self, colours: np.ndarray, share: np.ndarray) -> None:
        """Bring colours of the body back in front, within the outline that is there."""
        self.pixels = self.pixels * (1 - share[..., None]) + colours * share[..., None]

    def darken(self, amount: np.ndarray) -> None:
        """Multiply by ``1 - amount`` (HxW)."""
        self.pixels = self.pixels * (1 - amount)[..., None]


def lit(cloth: Cloth, shade: np.ndarray, rounding: float, depth: float) -> np.ndarray:
    """Cloth colours under the photo's light, a little darker towards its edges, as round things are."""
    far = cv2.distanceTransform((cloth.alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    edge = 1 - depth * (1 - np.clip(far / rounding, 0, 1)) ** 2
    return np.clip(cloth.colours * (shade * edge)[..., None], 0, 255)


def contact_shadow(cover: np.ndarray, reach: float, fall: float) -> np.ndarray:
    """HxW: how much cloth darkens what lies just beside and below it (0..1, before a strength)."""
    fallen = np.zeros_like(cover)
    down = max(1, int(fall))
    fallen[down:] = cover[:-down]
    return np.clip(cv2.GaussianBlur(fallen, (0, 0), reach) - cover, 0, 1)


def face_share(person: Person) -> np.ndarray:
    """HxW: where the face is kept pixel by pixel, soft at its rim."""
    grown = cv2.dilate((person.labels == Part.FACE).astype(np.uint8), np.ones((3, 3), np.uint8))
    return soft(grown > 0, 1.2)
