"""Layering a top or dress: skin, trunk, bare arms, sleeves, hands, hair, face."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from doublet.engines.tryon.drape.body import SIDES
from doublet.engines.tryon.drape.fit import Fit
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.geometry import grow, limb, mix, soft, unit
from doublet.engines.tryon.drape.layer import Canvas, Dressed, contact_shadow, face_share, lit
from doublet.engines.tryon.drape.mend import mend
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.drape.undress import undress
from doublet.engines.tryon.drape.warp import Cloth, bring


def layer_upper(person: Person, garment: Garment, fit: Fit, shade: np.ndarray) -> Dressed:
    """Lay the fitted pieces of a top or dress onto a prepared person under its shading."""
    s = person.body.width
    scale = fit.measures["scale"]
    cloth = {piece.name: bring(piece, garment, person.alpha.shape, scale) for piece in fit.pieces}
    measures = {"folded": round(max(c.folded for c in cloth.values()), 4)}
    face, hair, hands = face_share(person), soft(person.labels == Part.HAIR, 1.2), _hands(person)
    arms = _bare_arms(person, fit) * ~_sleeved(cloth, s)
    sewn = _sewn(person, fit, cloth, shade, arms)
    old, leggings = _old(person, sewn.alpha, dress=garment.category == "dresses")
    worn, cover = mend(sewn.pixels, sewn.alpha, old, np.maximum.reduce([face, hair, hands, arms]) > 0.1, s)

    measures["leggings"] = leggings
    bare = undress(person, fit, cover, shade, old)
    canvas = Canvas(bare.pixels, bare.alpha)
    canvas.darken(0.30 * contact_shadow(cover, 0.025 * s, 0.02 * s))
    skin = canvas.pixels.copy()
    canvas.lay(worn, cover * (1 - face))
    photo = person.colours
    canvas.restore(skin, hands)
    canvas.restore(photo, hair * (person.alpha > 0.3))
    canvas.restore(photo, face)
    return Dressed(
        np.clip(canvas.pixels, 0, 255), np.clip(canvas.alpha, 0, 1), cover, face, bare.measures | measures
    )


def _old(person: Person, cover: np.ndarray, *, dress: bool) -> tuple[np.ndarray, float]:
    """HxW bool: the base layer that must not be seen, and how much of the leggings a dress leaves bare."""
    top, bottom = person.labels == Part.TOP, person.labels == Part.BOTTOM
    if not dress:
        return top, 0.0
    rows = np.arange(cover.shape[0])[:, None]
    if person.parse.bare_legs:  # a slip or shorts; what looks like cloth at the feet is their shadow
        calves = np.mean([leg.knee[1] * 0.3 + leg.ankle[1] * 0.7 for leg in person.body.legs.values()])
        return top | (bottom & (rows < calves)), 0.0
    below = bottom & (rows >= np.nonzero((cover > 0.5).any(1))[0].max(initial=0))
    return top | (bottom & ~below), round(float(below.sum()) / max(1, int(bottom.sum())), 3)


def _sleeved(cloth: dict[str, Cloth], s: float) -> np.ndarray:
    """HxW bool: in and just round the sleeves; an arm comes in front of the trunk only beyond."""
    nothing = np.zeros_like(cloth["trunk"].alpha)
    sleeves = [cloth[name].alpha for name in cloth if name != "trunk"]
    return grow(np.maximum.reduce([nothing, *sleeves]) > 0.5, round(0.03 * s))


def _sewn(person: Person, fit: Fit, cloth: dict[str, Cloth], shade: np.ndarray, arms: np.ndarray) -> Canvas:
    """The pieces put together and lit: trunk, behind the bare `arms`, then sleeves over its seams."""
    s, trunk = person.body.width, cloth["trunk"]
    sewn = Canvas(lit(trunk, shade, 0.10 * s, 0.16), trunk.alpha * (1 - arms))
    for side, sign in SIDES:
        sleeve = cloth.get(f"sleeve_{side}")
        if sleeve is not None:
            sleeve = replace(sleeve, alpha=sleeve.alpha * (1 - _inside_trunk(person, fit.pits[side], sign)))
            sewn.darken(0.28 * contact_shadow(sleeve.alpha, 0.02 * s, 0) * (trunk.alpha > 0.5))
            sewn.lay(lit(sleeve, shade, 0.06 * s, 0.16), sleeve.alpha)
    return sewn


def _inside_trunk(person: Person, pit: np.ndarray, sign: int) -> np.ndarray:
    """HxW: under the armpit and inwards of it, where an arm that hangs clear has no sleeve."""
    body = person.body
    y, x = np.mgrid[: person.alpha.shape[0], : person.alpha.shape[1]].astype(np.float32)
    out = ((x - pit[0]) * body.across[0] + (y - pit[1]) * body.across[1]) * sign
    down = (x - pit[0]) * body.down[0] + (y - pit[1]) * body.down[1]
    return soft((out < -0.10 * body.width) & (down > -0.12 * body.width), 1.2)


def _bare_arms(person: Person, fit: Fit) -> np.ndarray:
    """HxW: arm skin below the sleeve's end, which lies in front of the trunk."""
    body = person.body
    s = body.width
    near = np.zeros(person.alpha.shape, bool)
    y, x = np.mgrid[: person.alpha.shape[0], : person.alpha.shape[1]].astype(np.float32)
    for side, arm in body.arms.items():
        path = fit.arms.get(side)
        if path is None:
            points = [mix(arm.shoulder, arm.elbow, 0.4), arm.elbow, arm.wrist, arm.fingertip]
        else:
            start = min(path.covered - 0.02 * s, path.run[-1] - 1)
            points = [path.at(d) for d in np.linspace(start, path.run[-1], 12)]
        reach = np.zeros_like(near)
        for a, b in pairwise(points):
            reach |= limb(near.shape, a, b, 0.16 * s, 0.16 * s)
        if path is not None:  # nothing above the sleeve's end
            along = unit(points[1] - points[0])
            reach &= (x - points[0][0]) * along[0] + (y - points[0][1]) * along[1] > 0
        near |= reach
    beside_top = grow(person.labels == Part.TOP, 7)
    arms = ((person.labels == Part.SKIN) & near & ~beside_top).astype(np.uint8)
    arms = cv2.medianBlur(cv2.morphologyEx(arms, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), 7)
    return soft(arms > 0, 1.2)


def _hands(person: Person) -> np.ndarray:
    """HxW: hands, which lie in front of everything."""
    s = person.body.width
    near = np.zeros(person.alpha.shape, bool)
    for arm in person.body.arms.values():
        near |= limb(near.shape, arm.wrist, arm.fingertip, 0.11 * s, 0.11 * s)
    return soft(near & (person.labels == Part.SKIN), 1.0)
