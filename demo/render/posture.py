"""How a person stands for the camera."""

from __future__ import annotations

import numpy as np
from anatomy import Body, bend, turn
from scipy.spatial.transform import Rotation

Array = np.ndarray


def _between(a: Array, b: Array) -> Array:
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    axis = np.cross(a, b)
    sine = np.linalg.norm(axis)
    if sine < 1e-9:
        return np.eye(3)
    return Rotation.from_rotvec(axis / sine * np.arctan2(sine, a @ b)).as_matrix()


def stand(
    body: Body, *, arms: float = 20, legs: float = 4, yaw: float = 0, pitch: float = 0, roll: float = 0
) -> Array:
    """Arms and legs out by these degrees from vertical, head turned by yaw/pitch/roll (pitch > 0 looks down)."""
    place = body.joints
    rotations: dict[str, Array] = {}
    for side, sign in (("L", 1), ("R", -1)):
        upper = place[f"lowerarm01.{side}"] - place[f"upperarm01.{side}"]
        lower = place[f"wrist.{side}"] - place[f"lowerarm01.{side}"]
        out, inward = np.radians(arms), np.radians(arms - 3)
        shoulder = _between(upper, np.array([sign * np.sin(out), -np.cos(out), 0.02]))
        forearm = np.array([sign * np.sin(inward), -np.cos(inward), np.sin(np.radians(6))])
        rotations[f"upperarm01.{side}"] = shoulder
        rotations[f"lowerarm01.{side}"] = _between(lower, shoulder.T @ forearm)
        thigh = place[f"lowerleg01.{side}"] - place[f"upperleg01.{side}"]
        shin = place[f"foot.{side}"] - place[f"lowerleg01.{side}"]
        wide, narrow = np.radians(legs), np.radians(legs * 0.6)
        hip = _between(
            thigh, np.array([sign * np.sin(wide), -np.cos(wide), thigh[2] / np.linalg.norm(thigh)])
        )
        calf = np.array([sign * np.sin(narrow), -np.cos(narrow), shin[2] / np.linalg.norm(shin)])
        rotations[f"upperleg01.{side}"] = hip
        rotations[f"lowerleg01.{side}"] = _between(shin, hip.T @ calf)
        for finger in range(2, 6):
            rotations[f"finger{finger}-1.{side}"] = turn("z", -sign * 8)
            rotations[f"finger{finger}-2.{side}"] = turn("z", -sign * 14)
    for bone, share in (("head", 0.6), ("neck01", 0.4)):
        rotations[bone] = turn("y", yaw * share) @ turn("x", pitch * share) @ turn("z", roll * share)
    return bend(body, rotations)
