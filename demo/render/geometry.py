"""Small mesh tools shared by clothes, hair and garments."""

from __future__ import annotations

import numpy as np

Array = np.ndarray


def normals(vertices: Array, faces: Array) -> Array:
    """Unit vertex normals, area weighted."""
    result = np.zeros_like(vertices)
    corner = vertices[faces]
    face = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    for k in range(3):
        np.add.at(result, faces[:, k], face)
    return result / np.maximum(np.linalg.norm(result, axis=1, keepdims=True), 1e-9)


def edges(faces: Array) -> Array:
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    return np.unique(np.sort(pairs, axis=1), axis=0)


def border(faces: Array) -> Array:
    """Indices of the vertices that lie on an open edge."""
    pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    unique, count = np.unique(pairs, axis=0, return_counts=True)
    return np.unique(unique[count == 1])


def relax(values: Array, faces: Array, rounds: int, pull: float = 0.5, fixed: Array | None = None) -> Array:
    """Laplacian smoothing of positions or of any per-vertex value."""
    pair = edges(faces)
    count = np.bincount(pair.ravel(), minlength=len(values)).astype(float)
    keep = np.zeros(len(values), bool)
    keep[count == 0] = True
    if fixed is not None:
        keep[fixed] = True
    values = values.copy()
    for _ in range(rounds):
        total = np.zeros_like(values)
        np.add.at(total, pair[:, 0], values[pair[:, 1]])
        np.add.at(total, pair[:, 1], values[pair[:, 0]])
        mean = total / np.maximum(count, 1).reshape(-1, *[1] * (values.ndim - 1))
        moved = (1 - pull) * values + pull * mean
        values = np.where(keep.reshape(-1, *[1] * (values.ndim - 1)), values, moved)
    return values


def subdivide(vertices: Array, faces: Array) -> tuple[Array, Array]:
    """Every triangle into four; `vertices` may carry any number of columns."""
    raw = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    pair, index = np.unique(raw, axis=0, return_inverse=True)
    ab, bc, ca = (index.reshape(-1) + len(vertices)).reshape(3, -1)
    a, b, c = faces.T
    quartered = [np.stack(t, 1) for t in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    return np.concatenate([vertices, vertices[pair].mean(1)]), np.concatenate(quartered)


def cut(vertices: Array, faces: Array, inside: Array) -> tuple[Array, Array]:
    """Keep the part where `inside` > 0, with a clean edge along its zero line (marching triangles)."""
    rows = list(vertices)
    made: dict[tuple[int, int], int] = {}

    def crossing(a: int, b: int) -> int:
        key = (min(a, b), max(a, b))
        if key not in made:
            share = np.clip(inside[key[0]] / (inside[key[0]] - inside[key[1]]), 0.02, 0.98)
            made[key] = len(rows)
            rows.append(vertices[key[0]] * (1 - share) + vertices[key[1]] * share)
        return made[key]

    whole = (inside[faces] > 0).all(1)
    kept = [tuple(f) for f in faces[whole]]
    for face in faces[~whole & (inside[faces] > 0).any(1)]:
        polygon = []
        for a, b in zip(face, np.roll(face, -1), strict=True):
            if inside[a] > 0:
                polygon.append(a)
            if (inside[a] > 0) != (inside[b] > 0):
                polygon.append(crossing(a, b))
        kept += [(polygon[0], polygon[i], polygon[i + 1]) for i in range(1, len(polygon) - 1)]
    return compact(np.array(rows), np.array(kept))


def compact(vertices: Array, faces: Array) -> tuple[Array, Array]:
    """Drop the vertices no face uses."""
    used, flat = np.unique(faces, return_inverse=True)
    return vertices[used], flat.reshape(faces.shape)
