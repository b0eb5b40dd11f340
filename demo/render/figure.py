"""From a `Look` to posed meshes and strands: what one shutter click sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import anatomy
import base_layer
import glasses
import hair
import numpy as np
import pieces
import posture
import skin
from hair import Hair
from people import Look
from pieces import ASSETS, Piece

Array = np.ndarray


@dataclass(frozen=True)
class Strands:
    points: Array
    radius: float
    colour: tuple[float, float, float]


@dataclass(frozen=True)
class Figure:
    pieces: tuple[Piece, ...]
    strands: tuple[Strands, ...]
    floor: float
    top: float
    eyes: Array
    hip: float
    knee: float


def _moved(grown: Hair, head: Array) -> Array:
    return grown.strands @ head[:3, :3].T + head[:3, 3]


def _eyes_texture(colour: str) -> Path:
    return ASSETS / "eyes/materials" / f"{colour}_eye.png"


def pose_figure(
    look: Look,
    work: Path,
    *,
    expression: Mapping[str, float],
    top: tuple[float, float, float],
    bottom: str = "leggings",
    **pose: float,
) -> Figure:
    """Build the figure; `bottom` is leggings or shorts, `pose` goes to `posture.stand`, `expression` names facial units."""
    body = anatomy.grow(look.build, {**look.rest_face, **expression})
    matrices = posture.stand(body, **pose)
    mesh = anatomy.base_mesh()
    posed = anatomy.follow(body.vertices, anatomy.bone_weights(), matrices)
    faces, uv_faces = mesh.faces["body"], mesh.uv_faces["body"]
    shown = ~base_layer.hidden_skin(body, ("top", bottom))[faces].all(1)
    texture = work / f"{Path(look.skin).stem}_{look.tone[1:]}_{look.seed}.png"
    if not texture.exists():
        skin.toned(
            ASSETS / "skins" / look.skin,
            look.tone,
            texture,
            flush=look.flush,
            makeup=look.makeup,
            seed=look.seed,
            scalp=skin.scalp_density(hair.SCALP_SOURCE),
        )
    parts = [Piece("skin", posed, faces[shown], mesh.uv, uv_faces[shown], texture)]
    for kind, colour in (("top", top), (bottom, look.leggings)):
        layer = base_layer.tailor(body, kind)
        moved = anatomy.follow(layer.vertices, layer.weights, matrices)
        parts.append(Piece("cloth", moved, layer.faces, moved[:, :2], layer.faces, None, {"colour": colour}))
    eye_file = ASSETS / "eyes/high-poly/high-poly.mhclo"
    parts.append(pieces.fitted_piece("eye", eye_file, _eyes_texture(look.eye), body.vertices, matrices))
    lashes = ASSETS / "eyelashes/eyelashes01"
    parts.append(
        pieces.fitted_piece(
            "lash", lashes / "eyelashes01.mhclo", lashes / "eyelashes01.png", body.vertices, matrices
        )
    )
    if look.glasses:
        parts.append(glasses.spectacles(body, matrices, look.glasses))
    head = matrices[anatomy.bone_names().index("head")]
    scalp = hair.Head(anatomy.grow(look.build), look.seed, look.lower_hairline)
    grown = hair.STYLES[look.hair](scalp, **look.hair_options)
    brow = hair.brows(body, look.brow, look.seed)
    strands = (
        Strands(_moved(grown, head), grown.radius, look.hair_colour),
        Strands(_moved(brow, head), brow.radius, look.brow_colour),
    )
    eyes = anatomy.follow(body.vertices, anatomy.bone_weights(), matrices)[
        np.unique(mesh.faces["helper-l-eye"])
    ].mean(0) * np.array([0, 1, 1])
    skin_y = posed[np.unique(faces), 1]
    return Figure(
        tuple(parts),
        strands,
        float(skin_y.min()),
        float(max(skin_y.max(), strands[0].points[..., 1].max())),
        eyes,
        float(anatomy.joint_after(body, matrices, "upperleg01.L")[1]),
        float(anatomy.joint_after(body, matrices, "lowerleg01.L")[1]),
    )
