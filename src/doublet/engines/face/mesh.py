"""The face mesh: 468 points of a face and how sure the network is that it looks at one.

Network: MediaPipe Face Mesh (Kartynnik et al., "Real-time Facial Surface Geometry from Monocular
Video on Mobile GPUs", 2019). It is asked twice: the first answer gives position and tilt for the second.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from doublet.engines.pose.interpreter import network

SIDE = 192
ROOM = 1.5  # the network expects a quarter of the face's size around it on each side
PRESENT = 0.7
HER_RIGHT_EYE, HER_LEFT_EYE = 33, 263  # outer corners
FOREHEAD, CHIN = 10, 152


@dataclass(frozen=True, eq=False)
class Mesh:
    """Points (468, 3) in the photo's pixels (third: depth, smaller is nearer) and presence 0..1."""

    points: NDArray[np.float32] = field(repr=False)
    presence: float


def mesh(pixels: NDArray[np.uint8], box_xyxy: tuple[float, float, float, float]) -> NDArray[np.float32]:
    """The 468 points (468, 2), float32, in pixels of the photo, for the face in this box.

    The indices are MediaPipe's: 33 and 263 outer eye corners, 10 forehead, 152 chin. Only as good
    as the face is visible; `look` also says how sure the network is.

    Raises:
        Unavailable: the model file is missing.
    """
    return look(pixels, box_xyxy).points[:, :2].copy()


def look(pixels: NDArray[np.uint8], box_xyxy: tuple[float, float, float, float]) -> Mesh:
    """The mesh in depth and how sure the network is; a second look only where the first saw a face.

    Presence is the first look's: cut and turned to fit, a shoe looks enough like a face.
    """
    left, top, right, bottom = box_xyxy
    first = _ask(pixels, (left + right) / 2, (top + bottom) / 2, max(right - left, bottom - top), 0.0)
    if first.presence < PRESENT:
        return first
    low, high = first.points[:, :2].min(axis=0), first.points[:, :2].max(axis=0)
    across = first.points[HER_LEFT_EYE, :2] - first.points[HER_RIGHT_EYE, :2]
    centre = (low + high) / 2
    second = _ask(pixels, centre[0], centre[1], float((high - low).max()), np.arctan2(across[1], across[0]))
    return Mesh(second.points, first.presence) if second.presence >= PRESENT else first


def _ask(pixels: NDArray[np.uint8], x: float, y: float, size: float, tilt: float) -> Mesh:
    scale = max(size, 1.0) * ROOM / SIDE
    cosine, sine = np.cos(tilt) * scale, np.sin(tilt) * scale
    half = SIDE / 2
    to_photo = np.array(
        [[cosine, -sine, x - (cosine - sine) * half], [sine, cosine, y - (sine + cosine) * half]]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cut = cv2.warpAffine(pixels, to_photo, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    out = network("face_landmark.tflite").run(cut.astype(np.float32) / 255)
    by_length = sorted(out.values(), key=np.size)
    points = by_length[1].reshape(468, 3).astype(np.float64)
    flat = points[:, :2] @ to_photo[:, :2].T + to_photo[:, 2]
    presence = 1 / (1 + np.exp(-float(by_length[0].ravel()[0])))
    return Mesh(np.column_stack([flat, points[:, 2] * scale]).astype(np.float32), presence)
