"""Prepared photos as bytes, so that what was found in a photo once need not be found again.

Only findings are packed. What the photo itself gives cheaply (pixels, detail, clean colours) is taken from
the photo when it is unpacked, so that an artefact without its photo shows nobody's face.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from doublet.engines.matte import foreground
from doublet.engines.pose import Pose
from doublet.engines.tryon.contract import Category
from doublet.engines.tryon.drape.body import Side, body_of
from doublet.engines.tryon.drape.garment import Garment, Sleeve, marked_garment
from doublet.engines.tryon.drape.garment_photo import GarmentPhoto, cut_by
from doublet.engines.tryon.drape.geometry import outline
from doublet.engines.tryon.drape.neckline import Neckline
from doublet.engines.tryon.drape.parse import Parse
from doublet.engines.tryon.drape.person import Person, framed_by

FORM = 1  # raised when the packed parts, or what the stages find in the same photo, change
_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, EOFError, OSError, zipfile.BadZipFile, zlib.error)
Marks = Mapping[str, tuple[float, float]]


def pack_person(person: Person) -> bytes:
    """What was found in a capture photo. Its rough pose mask is kept to 1/255: no later stage reads it."""
    pose = person.pose
    facts = {
        "form": FORM,
        "window": person.window,
        "score": pose.score,
        "bare_legs": person.parse.bare_legs,
        "hair_below_chin": person.parse.hair_below_chin,
    }
    return _packed(
        facts,
        alpha=person.alpha,
        labels=person.parse.labels,
        oval=person.oval,
        points=pose.points,
        depth=pose.depth,
        visibility=pose.visibility,
        rough=np.rint(pose.mask * 255).astype(np.uint8),
    )


def unpack_person(data: bytes, pixels: np.ndarray) -> Person | None:
    """The prepared person of an HxWx3 uint8 RGB photo; None where the bytes are broken, old or of another."""
    try:
        facts, parts = _unpacked(data)
        x0, y0, x1, y1 = (int(edge) for edge in facts["window"])
        if x1 > pixels.shape[1] or y1 > pixels.shape[0]:
            return None
        framed, fine = framed_by(pixels, (x0, y0, x1, y1))
        alpha = parts["alpha"]
        if alpha.shape != framed.shape[:2] or parts["labels"].shape != alpha.shape:
            return None
        pose = Pose(
            points=parts["points"],
            depth=parts["depth"],
            visibility=parts["visibility"],
            mask=parts["rough"].astype(np.float32) / 255,
            score=float(facts["score"]),
        )
        parse = Parse(parts["labels"], bool(facts["bare_legs"]), float(facts["hair_below_chin"]))
        oval = parts["oval"]
        body = body_of(pose)
    except _UNREADABLE:
        return None
    if body is None:
        return None
    colours = foreground(framed, alpha)
    return Person(framed, alpha, colours, pose, body, oval, parse, (x0, y0, x1, y1), fine)


def pack_garment(garment: Garment, marks: Marks | None = None) -> bytes:
    """What was found in a garment photo; `marks` are the landmarks that somebody moved before."""
    photo = garment.photo
    parts = {"mask": photo.mask, "trunk": garment.trunk, "origin": photo.origin, "far": photo.far}
    parts |= {f"point {name}": point for name, point in garment.points.items()}
    for side, sleeve in garment.sleeves.items():
        parts |= {f"{side} mask": sleeve.mask, f"{side} outer": sleeve.outer, f"{side} inner": sleeve.inner}
    if garment.neckline is not None:
        parts["neckline"] = garment.neckline.curve
    facts = {
        "form": FORM,
        "category": garment.category,
        "marks": _sorted(marks),
        "scale": photo.scale,
        "backdrop_spread": photo.backdrop_spread,
        "symmetry": garment.symmetry,
        "sleeves": {side: sleeve.length for side, sleeve in garment.sleeves.items()},
        "neckline": [garment.neckline.depth, garment.neckline.clearness] if garment.neckline else None,
    }
    return _packed(facts, **parts)


def unpack_garment(
    data: bytes, pixels: np.ndarray, category: Category, marks: Marks | None = None
) -> Garment | None:
    """The prepared garment of an HxWx3 uint8 RGB photo; None where the bytes are broken, old or of another.

    Where it was packed as another category or with other marks, its cut-out is used and the rest found anew.

    Raises:
        BadInput, GarmentUnsuitable: as `prepare_garment`, of the new category and marks.
    """
    try:
        facts, parts = _unpacked(data)
        photo = cut_by(
            pixels,
            parts["origin"],
            parts["far"],
            float(facts["scale"]),
            parts["mask"],
            float(facts["backdrop_spread"]),
        )
        if photo.pixels.shape[:2] != photo.mask.shape:
            return None
        same = facts["category"] == category and facts["marks"] == _sorted(marks)
        if same:
            return _garment(photo, category, facts, parts)
    except _UNREADABLE:
        return None
    return marked_garment(photo, pixels, category, marks)


def _garment(
    photo: GarmentPhoto, category: Category, facts: dict[str, Any], parts: dict[str, np.ndarray]
) -> Garment:
    sleeves: dict[Side, Sleeve] = {
        side: Sleeve(parts[f"{side} mask"], parts[f"{side} outer"], parts[f"{side} inner"], float(length))
        for side, length in facts["sleeves"].items()
    }
    neckline = Neckline(parts["neckline"], *facts["neckline"]) if facts["neckline"] else None
    points = {name.removeprefix("point "): at for name, at in parts.items() if name.startswith("point ")}
    return Garment(
        photo=photo,
        category=category,
        points=points,
        contour=outline(photo.mask),
        trunk=parts["trunk"],
        sleeves=sleeves,
        neckline=neckline,
        symmetry=float(facts["symmetry"]),
    )


def _sorted(marks: Marks | None) -> list[list[Any]]:
    return [[name, float(x), float(y)] for name, (x, y) in sorted((marks or {}).items())]


def _packed(facts: dict[str, Any], **parts: Any) -> bytes:
    out = io.BytesIO()
    told = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    np.savez_compressed(out, facts=told, **parts)
    return out.getvalue()


def _unpacked(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    with np.load(io.BytesIO(data), allow_pickle=False) as packed:
        parts = {name: packed[name] for name in packed.files}
    facts = json.loads(parts.pop("facts").tobytes())
    if facts["form"] != FORM:
        raise ValueError("packed by another version")
    return facts, parts
