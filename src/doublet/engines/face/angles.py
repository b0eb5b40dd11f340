"""Which way a head is turned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doublet.engines.face.detect import Face
from doublet.engines.face.mesh import CHIN, FOREHEAD, HER_LEFT_EYE, HER_RIGHT_EYE, PRESENT, Mesh

PROFILE_YAW = 85.0
NEUTRAL_PITCH = -4.0  # what the mesh says of a level head, measured


@dataclass(frozen=True)
class Angles:
    """Degrees, rounded to what the method can tell.

    Attributes:
        yaw: positive when she turns to HER left (her nose points to the right of the picture).
        pitch: positive when she looks up (or the camera looks from below).
        roll: positive when her head tilts clockwise as seen in the picture.
    """

    yaw: float
    pitch: float
    roll: float

    @property
    def profile(self) -> bool:
        return abs(self.yaw) > 60


def angles(face: Face, mesh: Mesh) -> Angles:
    """The head's angles from the mesh's depth, or from the five points where it sees no face.

    Where the mesh fails, the face is a profile: the side is certain, the angle is not, so it is
    given as 85 degrees to that side.
    """
    if mesh.presence < PRESENT:
        left, _, width, _ = face.box
        sided = (face.points[2, 0] - left) / width - 0.5
        return Angles(float(np.copysign(PROFILE_YAW, sided)), 0.0, 0.0)
    across = _unit(mesh.points[HER_LEFT_EYE] - mesh.points[HER_RIGHT_EYE])
    down = mesh.points[CHIN] - mesh.points[FOREHEAD]
    down = _unit(down - across * (down @ across))
    ahead = np.cross(down, across)
    return Angles(
        yaw=round(float(np.degrees(np.arctan2(ahead[0], -ahead[2]))), 1),
        pitch=round(float(np.degrees(np.arcsin(np.clip(-ahead[1], -1, 1)))) - NEUTRAL_PITCH, 1),
        roll=round(float(np.degrees(np.arctan2(across[1], across[0]))), 1),
    )


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-6), dtype=np.float64)
