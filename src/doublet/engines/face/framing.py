"""How much of a person a photo shows, and from which side."""

from __future__ import annotations

from typing import Literal

import numpy as np

from doublet.engines.face.detect import Face
from doublet.engines.pose import Joint, Pose

Framing = Literal["face", "bust", "half", "full", "back", "none"]

VISIBLE = 0.5
FACE_SHARE = 0.40  # of the photo's height
MOST_FACE_SHARE = {"full": 0.20, "half": 0.32}  # above it, the joints are a guess at what is not there
BACK_TURN, BACK_SURE = 110, 0.9
_LOW = {
    "full": (Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE),
    "half": (Joint.LEFT_HIP, Joint.RIGHT_HIP),
}


def framing(face: Face | None, pose: Pose | None, height: int, width: int) -> Framing:
    """``full`` shows ankles, ``half`` hips, ``back`` a body without a face; else by the face's size."""
    if face is None:
        turned = pose is not None and pose.score >= BACK_SURE and abs(body_turn(pose)) >= BACK_TURN
        return "back" if turned and _seen(pose, _LOW["half"], height, width) else "none"
    share = face.box[3] / height
    if share <= MOST_FACE_SHARE["full"] and _seen(pose, _LOW["full"], height, width):
        return "full"
    if share <= MOST_FACE_SHARE["half"] and _seen(pose, _LOW["half"], height, width):
        return "half"
    return "face" if share >= FACE_SHARE else "bust"


def body_turn(pose: Pose | None) -> float:
    """Degrees that the shoulders are turned: 0 faces the camera, positive to HER left, 180 is the back."""
    if pose is None:
        return 0.0
    left, right = Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER
    across = pose.points[left, 0] - pose.points[right, 0]
    depth = pose.depth[left] - pose.depth[right]
    return round(float(np.degrees(np.arctan2(depth, across))), 0)


def _seen(pose: Pose | None, joints: tuple[Joint, ...], height: int, width: int) -> bool:
    if pose is None:
        return False
    return any(
        0 <= pose.points[j, 0] < width and 0 <= pose.points[j, 1] < height and pose.visibility[j] >= VISIBLE
        for j in joints
    )
