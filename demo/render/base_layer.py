"""Plain, fitted base layer: a sleeveless top over leggings or short shorts, cut from the body's own helper mesh."""

from __future__ import annotations

from dataclasses import dataclass

import anatomy
import geometry
import numpy as np
from anatomy import Body
from scipy.spatial import cKDTree

Array = np.ndarray
ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
SHORTS = 0.34
"""Where shorts end: share of the way from the hip joint to the knee."""


@dataclass(frozen=True)
class Layer:
    vertices: Array
    faces: Array
    weights: Array


def arm_share(weights: Array) -> Array:
    columns = [i for i, name in enumerate(anatomy.bone_names()) if name.startswith(ARM)]
    return weights[:, columns].sum(1)


def waistband(body: Body) -> float:
    return body.joints["upperleg01.L"][1] + 0.75


def top_fields(body: Body, points: Array, weights: Array) -> list[Array]:
    """Signed 'inside the top' distances: hem, arm holes, neckline."""
    joints = body.joints
    shoulder, neck = joints["upperarm01.L"], joints["neck01"]
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    hem = y - waistband(body)
    seam = (shoulder[0] - 0.40) - x - 0.10 * (shoulder[1] - y)
    below = np.minimum(shoulder[1] - 1.05 - y, (0.35 - arm_share(weights)) * 2)
    rounded = np.maximum(seam, below) + np.maximum(0.9 - np.abs(seam - below), 0) ** 2 / 3.6
    centre = neck[1] + 0.35
    depth = np.where(z > neck[2], 1.45, 1.20)
    scoop = (np.hypot(points[:, 0] / 0.98, np.minimum(y - centre, 0) / depth) - 1) * 0.8
    scoop = np.where(y > centre, x - 0.98, scoop)
    return [hem, rounded, np.minimum(scoop, neck[1] + 1.2 - y)]


def legging_fields(body: Body, points: Array, weights: Array) -> list[Array]:
    ankle = body.joints["foot.L"][1]
    upper = np.minimum(waistband(body) + 0.25 - points[:, 1], 0.5 - arm_share(weights))
    return [upper, points[:, 1] - (ankle + 0.55)]


def shorts_fields(body: Body, points: Array, weights: Array) -> list[Array]:
    upper, _ = legging_fields(body, points, weights)
    hip, knee = body.joints["upperleg01.L"][1], body.joints["lowerleg01.L"][1]
    return [upper, points[:, 1] - (hip - SHORTS * (hip - knee))]


FIELDS = {"top": top_fields, "leggings": legging_fields, "shorts": shorts_fields}


def shell(body: Body) -> tuple[Array, Array]:
    """The helper tights, refined once: a smooth skin that covers torso, arms and legs."""
    vertices, faces = geometry.compact(body.vertices, anatomy.base_mesh().faces["helper-tights"])
    return geometry.subdivide(vertices, faces)


def nearest_on_body(body: Body, points: Array) -> tuple[Array, Array, Array]:
    """Blend of the four nearest skin points: place, normal, bone weights."""
    faces = anatomy.base_mesh().faces["body"]
    used = np.unique(faces)
    normal = geometry.normals(body.vertices, faces)[used]
    distance, index = cKDTree(body.vertices[used]).query(points, k=4)
    share = 1 / np.maximum(distance, 1e-3)
    share = (share / share.sum(1, keepdims=True))[..., None]
    direction = (normal[index] * share).sum(1)
    direction /= np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-9)
    weights = anatomy.bone_weights()[used]
    return (body.vertices[used][index] * share).sum(1), direction, (weights[index] * share).sum(1)


def hugging(body: Body, vertices: Array, faces: Array, gap: float) -> tuple[Array, Array]:
    """Pull the shell to the skin: straps that float would fake the shoulder tips."""
    vertices = geometry.relax(vertices + geometry.normals(vertices, faces) * gap, faces, 2, 0.3)
    high = np.clip((vertices[:, 1] - (body.joints["upperarm01.L"][1] - 1.0)) / 0.6, 0, 1)
    widest = (gap + 0.10) * (1 - high) + 0.022 * high
    least = gap * 0.8 * (1 - high) + 0.014 * high
    weights = np.empty(0)
    for _ in range(3):
        skin, direction, weights = nearest_on_body(body, vertices)
        now = ((vertices - skin) * direction).sum(1)
        step = np.maximum(now - widest, 0) + np.minimum(now - least, 0)
        vertices = vertices - direction * step[:, None]
    return vertices, weights


def tailor(body: Body, kind: str) -> Layer:
    """kind: top | leggings | shorts."""
    vertices, faces = shell(body)
    vertices, weights = hugging(body, vertices, faces, 0.08 if kind == "top" else 0.04)
    fields = FIELDS[kind]
    joined = np.concatenate([vertices, weights], axis=1)
    for k in range(len(fields(body, vertices, weights))):
        inside = fields(body, joined[:, :3], joined[:, 3:])[k]
        joined, faces = geometry.cut(joined, faces, inside)
    return Layer(joined[:, :3], faces, joined[:, 3:])


def hidden_skin(body: Body, kinds: tuple[str, str]) -> Array:
    """Body vertices well under these layers: left out, so that nothing pokes through."""
    weights = anatomy.bone_weights()
    deep = [np.min(FIELDS[kind](body, body.vertices, weights), axis=0) for kind in kinds]
    return np.maximum(*deep) > 0.16
