"""Spectacles: two rims, a bridge and temples, as thin tubes in the rest pose."""

from __future__ import annotations

from dataclasses import dataclass

import anatomy
import numpy as np
from anatomy import Body
from pieces import Piece

Array = np.ndarray
ROUND = 10


@dataclass(frozen=True)
class Frames:
    """Half sizes of a rim and thickness in decimetres; roundness 1 is an ellipse, smaller is squarer."""

    colour: tuple[float, float, float]
    width: float = 0.275
    height: float = 0.205
    roundness: float = 0.72
    thickness: float = 0.021


def tube(path: Array, radius: float, closed: bool = False) -> tuple[Array, Array]:
    """Sweep a circle along a path (decimetres)."""
    ahead = np.roll(path, -1, 0) - np.roll(path, 1, 0) if closed else np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    up = np.where(np.abs(ahead[:, 1:2]) > 0.9, [[1.0, 0, 0]], [[0, 1.0, 0]])
    side = np.cross(ahead, up)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    over = np.cross(side, ahead)
    angle = np.linspace(0, 2 * np.pi, ROUND, endpoint=False)
    ring = side[:, None] * np.cos(angle)[None, :, None] + over[:, None] * np.sin(angle)[None, :, None]
    vertices = (path[:, None] + radius * ring).reshape(-1, 3)
    faces = []
    for i in range(len(path) if closed else len(path) - 1):
        j = (i + 1) % len(path)
        for k in range(ROUND):
            a, b = i * ROUND + k, i * ROUND + (k + 1) % ROUND
            c, d = j * ROUND + k, j * ROUND + (k + 1) % ROUND
            faces += [(a, b, d), (a, d, c)]
    return vertices, np.array(faces)


def spectacles(body: Body, matrices: Array, frames: Frames) -> Piece:
    eye = body.vertices[np.unique(anatomy.base_mesh().faces["helper-l-eye"])].mean(0)
    front = eye[2] + 0.35

    def at(x: float | Array, y: float | Array) -> Array:
        return np.stack(np.broadcast_arrays(x, y, front - 0.16 * (np.abs(x) / 0.7) ** 2), axis=-1)

    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    rim_x = frames.width * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** frames.roundness
    rim_y = frames.height * np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** frames.roundness
    middle, level = eye[0] + 0.02, eye[1] - 0.03
    tubes = []
    for sign in (1, -1):
        tubes.append(tube(at(sign * (middle + rim_x), level + rim_y), frames.thickness, closed=True))
        hinge = at(np.array(sign * (middle + frames.width)), np.array(level + 0.5 * frames.height))
        ear = np.array([sign * 0.74, level + 0.06, eye[2] - 0.95])
        tubes.append(tube(np.linspace(hinge, ear, 12), 0.75 * frames.thickness))
    span = np.linspace(-(middle - frames.width), middle - frames.width, 9)
    tubes.append(
        tube(at(span, level + 0.06 + 0.05 * np.cos(span / span.max() * np.pi / 2)), 0.85 * frames.thickness)
    )
    vertices, faces, start = [], [], 0
    for points, triangles in tubes:
        vertices.append(points)
        faces.append(triangles + start)
        start += len(points)
    head = matrices[anatomy.bone_names().index("head")]
    placed = np.concatenate(vertices) @ head[:3, :3].T + head[:3, 3]
    joined = np.concatenate(faces)
    return Piece("frame", placed, joined, placed[:, :2], joined, None, {"colour": frames.colour})
