"""Keeping a face: a generated picture gets the capture photo's own face back, or is refused.

No face template is made for it, so it needs no biometric consent: what is compared is the relief of
the two faces' pixels, which tells whether a face was changed and nothing about whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines import face as faces
from doublet.engines.face import Face
from doublet.engines.tryon.contract import EngineFailed
from doublet.engines.tryon.gates.faces import pair
from doublet.engines.tryon.gates.likeness import sameness

# On the demo's people, softened and made smaller: the same face 0.80 and more, another's 0.61 and less.
DRAWN_ALIKE = 0.65
KEPT_ALIKE = 0.75
MOST_TURNED = 0.10
LIGHT_CHANGE = (0.75, 1.33)


@dataclass(frozen=True, eq=False)
class Kept:
    """A picture with her own face, and how alike the faces' relief was before and is now, 0..1."""

    pixels: np.ndarray
    before: float
    after: float


def keep_face(photo: np.ndarray, made: np.ndarray) -> Kept:
    """Lay the face of the capture photo over the generated one and check that it is hers.

    The face is moved, turned and scaled, and made lighter or darker as a whole, never reshaped.

    Args:
        photo, made: HxWx3 uint8 RGB, of any two sizes.

    Raises:
        EngineFailed: no face or several, a face that is not hers, or one that does not fit.
        Unavailable: a model file is missing.
    """
    original, drawn = _one(photo, "her photo"), _one(made, "the generated picture")
    both = pair(photo, original, made, drawn)
    before = sameness(both)
    if before < DRAWN_ALIKE or both.misplaced > MOST_TURNED:
        raise _changed(before, DRAWN_ALIKE)
    matrix, _ = cv2.estimateAffinePartial2D(original.points, drawn.points, method=cv2.LMEDS)
    if matrix is None:
        raise _changed(before, DRAWN_ALIKE)
    size = (made.shape[1], made.shape[0])
    flags = cv2.INTER_AREA if float(np.hypot(*matrix[0, :2])) < 1 else cv2.INTER_CUBIC
    moved = cv2.warpAffine(photo, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(
        np.float32
    )
    share = _share(photo, original, matrix, size)
    moved *= _light(moved, made, share)
    kept = made + (moved - made) * share[..., None]
    pixels = np.clip(np.round(kept), 0, 255).astype(np.uint8)
    after = sameness(pair(photo, original, pixels, _one(pixels, "the picture")))
    if after < KEPT_ALIKE:
        raise _changed(after, KEPT_ALIKE)
    return Kept(pixels, round(before, 3), round(after, 3))


def _one(pixels: np.ndarray, where: str) -> Face:
    found = faces.find(pixels)
    if len(found) != 1:
        raise EngineFailed(
            "face_lost",
            f"There is {'no face' if not found else 'more than one face'} in {where}.",
            hint="Ask for the picture again, or use the embedded engine, which never changes a face.",
        )
    return found[0]


def _share(photo: np.ndarray, face: Face, matrix: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """HxW 0..1: inside the outline of the face 1, falling off softly towards it."""
    outline = cv2.convexHull(faces.mesh(photo, face.box_xyxy))
    mask = np.zeros(photo.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(outline).astype(np.int32), 255)
    moved = cv2.warpAffine(mask, matrix, size, flags=cv2.INTER_LINEAR)
    width = max(1.0, float(np.hypot(*matrix[0, :2])) * face.size * 0.06)
    eroded = cv2.erode(moved, np.ones((3, 3), np.uint8), iterations=max(1, round(width)))
    return cv2.GaussianBlur(eroded, (0, 0), width).astype(np.float32) / 255


def _light(moved: np.ndarray, made: np.ndarray, share: np.ndarray) -> float:
    """One factor for the whole face, so that it stands in the picture's light; never its hue."""
    inside = share > 0.9
    if not inside.any():
        return 1.0
    ratio = float(made[inside].mean()) / max(1.0, float(moved[inside].mean()))
    return float(np.clip(ratio, *LIGHT_CHANGE))


def _changed(likeness: float, limit: float) -> EngineFailed:
    return EngineFailed(
        "face_changed",
        f"The engine changed her face: the likeness is {likeness:.2f}, and must be {limit:.2f}.",
        hint="Ask for the picture again, or use the embedded engine, which never changes a face.",
    )
