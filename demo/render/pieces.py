"""What hangs on a body: one textured mesh each, ready for the studio. Eyes and lashes come from CC0 asset files."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, field
from pathlib import Path

import anatomy
import numpy as np

Array = np.ndarray
ASSETS = Path(os.environ["MAKEHUMAN_CC0"])


@dataclass(frozen=True)
class Piece:
    """A mesh for the studio; `kind` picks the material, `look` holds its parameters."""

    kind: str
    vertices: Array
    faces: Array
    uv: Array
    uv_faces: Array
    texture: Path | None = None
    look: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Fitted:
    """An asset that is bound to body vertices: three anchors, their shares and an offset for every vertex."""

    anchors: Array
    shares: Array
    offsets: Array
    scale_by: tuple
    uv: Array
    faces: Array
    uv_faces: Array


@functools.cache
def load_fitted(path: Path) -> Fitted:
    anchors, shares, offsets, scale_by = [], [], [], [None, None, None]
    mesh, reading = None, False
    for line in path.read_text(errors="ignore").splitlines():
        word = line.split()
        if not word or word[0].startswith("#"):
            continue
        if word[0] == "obj_file":
            mesh = path.parent / word[1]
        elif word[0] in ("x_scale", "y_scale", "z_scale"):
            scale_by["xyz".index(word[0][0])] = (int(word[1]), int(word[2]), float(word[3]))
        elif word[0] in ("verts", "delete_verts", "weights"):
            reading = word[0] == "verts"
        elif reading and len(word) == 1:
            anchors.append([int(word[0])] * 3)
            shares.append([1.0, 0.0, 0.0])
            offsets.append([0.0, 0.0, 0.0])
        elif reading and len(word) >= 9:
            anchors.append([int(x) for x in word[:3]])
            shares.append([float(x) for x in word[3:6]])
            offsets.append([float(x) for x in word[6:9]])
    uv, faces, uv_faces = [], [], []
    for line in mesh.read_text(errors="ignore").splitlines():
        word = line.split()
        if word[:1] == ["vt"]:
            uv.append([float(x) for x in word[1:3]])
        elif word[:1] == ["f"]:
            corner = [[int(x or 1) - 1 for x in c.split("/")[:2]] for c in word[1:]]
            for k in range(1, len(corner) - 1):
                faces.append([corner[i][0] for i in (0, k, k + 1)])
                uv_faces.append([corner[i][1] for i in (0, k, k + 1)])
    as_arrays = (np.array(x) for x in (uv, faces, uv_faces))
    return Fitted(np.array(anchors), np.array(shares), np.array(offsets), tuple(scale_by), *as_arrays)


def place(asset: Fitted, body: Array) -> Array:
    """Vertices of the asset on these (shaped or posed) body vertices."""
    scale = np.ones(3)
    for axis, rule in enumerate(asset.scale_by):
        if rule:
            scale[axis] = abs(body[rule[0], axis] - body[rule[1], axis]) / rule[2]
    return (body[asset.anchors] * asset.shares[..., None]).sum(1) + asset.offsets * scale


def weights_of(asset: Fitted) -> Array:
    bones = anatomy.bone_weights()
    return np.einsum("nk,nkb->nb", np.clip(asset.shares, 0, None), bones[asset.anchors])


def fitted_piece(kind: str, path: Path, texture: Path, body: Array, matrices: Array, **look) -> Piece:
    asset = load_fitted(path)
    weights = weights_of(asset)
    weights /= np.maximum(weights.sum(1, keepdims=True), 1e-9)
    posed = anatomy.follow(place(asset, body), weights, matrices)
    return Piece(kind, posed, asset.faces, asset.uv, asset.uv_faces, texture, look)
