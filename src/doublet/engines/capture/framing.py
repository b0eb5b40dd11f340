"""How much of a person a photo shows, and from which side."""

from __future__ import annotations

from typing import Literal

import numpy as np

from doublet.engines.face import Face
from doublet.engines.pose import Joint, Pose

Framing = Literal["face", "bust", "half", "full", "back", "none"]

VISIBLE = 0.5
FACE_SHARE = 0.40  # of the photo's height
_LOW = {
    "full": (Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE),
    "half": (Joint.LEFT_HIP, Joint.RIGHT_HIP),
}


def framing(face: Face | None, pose: Pose | None, height: int, width: int) -> Framing:
    """``full`` shows ankles, ``half`` hips, ``back`` a body without a face; else by the face's size."""
    if pose is None and face is None:
        return "none"
    if face is None:
        return "back" if pose is not None and _seen(pose, _LOW["half"], height, width) else "none"
    if pose is not None:
        for name in ("full", "half"):
            if _seen(pose, _LOW[name], height, width):
                return "full" if name == "full" else "half"
    return "face" if face.box[3] >= FACE_SHARE * height else "bust"


def body_turn(pose: Pose | None) -> float:
    """Degrees that the shoulders are turned: 0 faces the camera, positive to HER left, 180 is the back."""
    if pose is None:
        return 0.0
    left, right = Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER
    across = pose.points[left, 0] - pose.points[right, 0]
    depth = pose.depth[left] - pose.depth[right]
    return round(float(np.degrees(np.arctan2(depth, across))), 0)


def _seen(pose: Pose, joints: tuple[Joint, ...], height: int, width: int) -> bool:
    inside = [
        0 <= pose.points[j, 0] < width and 0 <= pose.points[j, 1] < height and pose.visibility[j] >= VISIBLE
        for j in joints
    ]
    return any(inside)
