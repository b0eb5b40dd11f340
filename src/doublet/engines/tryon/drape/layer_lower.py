"""Layering trousers: legs, the top over the waistband, hands."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.drape.fit import Fit
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.geometry import grow, limb, soft
from doublet.engines.tryon.drape.layer import Canvas, Dressed, contact_shadow, face_share, lit
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.drape.warp import Cloth, bring


def layer_lower(person: Person, garment: Garment, fit: Fit, shade: np.ndarray) -> Dressed:
    """Lay fitted trousers onto a prepared person under its shading; the top hangs over the waistband."""
    s, labels = person.body.width, person.labels
    legs = [bring(piece, garment, person.alpha.shape, fit.measures["scale"]) for piece in fit.pieces]
    left, right = legs
    below = contact_shadow(right.alpha, 0.02 * s, 0)[..., None]
    share = right.alpha[..., None]
    colours = left.colours * (1 - 0.25 * below) * (1 - share) + right.colours * share
    top = cv2.morphologyEx((labels == Part.TOP).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    trousers = Cloth(
        colours,
        np.maximum(left.alpha, right.alpha) * (1 - soft(top > 0, 1.2)),
        max(left.folded, right.folded),
    )
    hands = _arms(person)

    old = labels == Part.BOTTOM
    rest = old & ~grow(trousers.alpha > 0.5, 3) & (hands < 0.3)
    alpha = person.alpha * (1 - soft(grow(rest, 5), 1.2))
    photo = person.colours
    canvas = Canvas(photo, alpha)
    canvas.darken(0.30 * contact_shadow(trousers.alpha, 0.02 * s, 0.02 * s))
    canvas.lay(lit(trousers, shade, 0.09 * s, 0.18), trousers.alpha)
    canvas.restore(photo, hands)
    canvas.alpha = np.maximum(canvas.alpha, hands * person.alpha)
    measures = {
        "residue": round(float(rest.sum()) / max(1, int(old.sum())), 4),
        "skin_fill": 0.0,
        "folded": round(trousers.folded, 4),
    }
    return Dressed(
        np.clip(canvas.pixels, 0, 255),
        np.clip(canvas.alpha, 0, 1),
        trousers.alpha,
        face_share(person),
        measures,
    )


def _arms(person: Person) -> np.ndarray:
    """HxW: forearms and hands, which hang in front of the trousers."""
    s = person.body.width
    near = np.zeros(person.alpha.shape, bool)
    for arm in person.body.arms.values():
        near |= limb(near.shape, arm.elbow, arm.wrist, 0.13 * s, 0.11 * s)
        near |= limb(near.shape, arm.wrist, arm.fingertip, 0.12 * s, 0.12 * s)
    skin = (near & (person.labels == Part.SKIN)).astype(np.uint8)
    return soft(cv2.medianBlur(skin, 7) > 0, 1.1)
