"""How bare the belly and the thighs in a picture look: skin of the face's own colour between the joints.

A hint for a person, not a proof: cloth of the skin's colour looks bare, and skin in deep shade does not.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from doublet.engines import pose
from doublet.engines.face.detect import Face
from doublet.engines.pose import Joint, Pose

NEAR_COLOUR = 14.0  # distance in the two colour axes of Lab within which a pixel looks like her skin
SEEN = 0.5


def bare(pixels: NDArray[np.uint8], face: Face) -> dict[str, float]:
    """The share of skin-coloured pixels on the belly (``midriff``) and the thighs (``legs``), where they are in view.

    Args:
        pixels: HxWx3 RGB. face: the face in it whose skin is meant.

    Raises:
        Unavailable: a model file is missing.
    """
    body = pose.find(pixels)
    if body is None:
        return {}
    colours = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)[..., 1:].astype(np.float32)
    skin = np.median(_cheeks(colours, face), axis=0)
    alike = np.linalg.norm(colours - skin, axis=-1) < NEAR_COLOUR
    found = {}
    for name, corners in _regions(body).items():
        mask = np.zeros(alike.shape, np.uint8)
        cv2.fillConvexPoly(mask, cv2.convexHull(np.round(corners).astype(np.int32)), 1)
        if mask.sum() >= 400:
            found[name] = float(alike[mask == 1].mean())
    return found


def _cheeks(colours: NDArray[np.float32], face: Face) -> NDArray[np.float32]:
    left, top, width, height = face.box
    x0, x1 = int(left + 0.25 * width), int(left + 0.75 * width)
    y0, y1 = int(top + 0.45 * height), int(top + 0.75 * height)
    part = colours[max(0, y0) : max(1, y1), max(0, x0) : max(1, x1)]
    return part.reshape(-1, 2)


def _regions(body: Pose) -> dict[str, NDArray[np.float32]]:
    def at(*joints: Joint) -> list[NDArray[np.float32]] | None:
        if any(body.visibility[joint] < SEEN for joint in joints):
            return None
        return [body.points[joint][:2] for joint in joints]

    found = {}
    trunk = at(Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP)
    if trunk is not None:
        left, right, left_hip, right_hip = trunk
        high = [left + 0.62 * (left_hip - left), right + 0.62 * (right_hip - right)]
        low = [left + 0.85 * (left_hip - left), right + 0.85 * (right_hip - right)]
        found["midriff"] = _narrow(np.array([*high, *low]))
    thighs = at(Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.RIGHT_HIP, Joint.RIGHT_KNEE)
    if thighs is not None:
        left_hip, left_knee, right_hip, right_knee = thighs
        ends = [
            hip + part * (knee - hip)
            for hip, knee in ((left_hip, left_knee), (right_hip, right_knee))
            for part in (0.55, 0.85)
        ]
        found["legs"] = np.array(ends)
    return found


def _narrow(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    middle = corners.mean(axis=0)
    return np.asarray(middle + (corners - middle) * np.array([0.8, 1.0]))
