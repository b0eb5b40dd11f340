"""Layering trousers and skirts: legs, the top over the waistband, hands."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.drape.fit import Fit
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.geometry import grow, limb, soft
from doublet.engines.tryon.drape.layer import Canvas, Dressed, contact_shadow, face_share, lit
from doublet.engines.tryon.drape.mend import mend
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.drape.warp import Cloth, bring


def layer_lower(person: Person, garment: Garment, fit: Fit, shade: np.ndarray) -> Dressed:
    """Lay fitted trousers or a skirt onto a prepared person; the top hangs over the waistband."""
    s, labels = person.body.width, person.labels
    pieces = [bring(piece, garment, person.alpha.shape, fit.measures["scale"]) for piece in fit.pieces]
    cloth = pieces[0] if len(pieces) == 1 else _joined(pieces[0], pieces[1], s)
    top = cv2.morphologyEx((labels == Part.TOP).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    top[_under_waist(person, fit) :] = 0  # a dress as base layer goes on under a skirt
    cloth = Cloth(cloth.colours, cloth.alpha * (1 - soft(top > 0, 1.2)), cloth.folded)
    hands, face = _arms(person), face_share(person)
    rows = np.arange(labels.shape[0])[:, None]
    hem = int(np.nonzero((cloth.alpha > 0.5).any(1))[0].max(initial=0))
    leggings = labels == Part.BOTTOM
    old = (leggings | ((labels == Part.TOP) & (top == 0))) & (rows < hem)
    kept = np.maximum(hands, soft(top > 0, 1.2)) > 0.1
    worn, cover = mend(lit(cloth, shade, 0.09 * s, 0.18), cloth.alpha, old, kept, s)

    rest = old & ~grow(cover > 0.5, 3) & (hands < 0.3)
    photo = person.colours
    canvas = Canvas(photo, person.alpha * (1 - soft(grow(rest, 5), 1.2)))
    canvas.darken(0.30 * contact_shadow(cover, 0.02 * s, 0.02 * s))
    canvas.lay(worn, cover)
    canvas.restore(photo, hands)
    canvas.alpha = np.maximum(canvas.alpha, hands * person.alpha)
    measures = {
        "residue": round(float(rest.sum()) / max(1, int(old.sum())), 4),
        "skin_fill": 0.0,
        "folded": round(cloth.folded, 4),
        "leggings": round(float((leggings & (rows >= hem)).sum()) / max(1, int(leggings.sum())), 3),
    }
    return Dressed(np.clip(canvas.pixels, 0, 255), np.clip(canvas.alpha, 0, 1), cover, face, measures)


def _joined(left: Cloth, right: Cloth, s: float) -> Cloth:
    """Two trouser legs as one cloth, the right one in front with a faint shadow on the left."""
    below = contact_shadow(right.alpha, 0.02 * s, 0)[..., None]
    share = right.alpha[..., None]
    colours = left.colours * (1 - 0.25 * below) * (1 - share) + right.colours * share
    return Cloth(colours, np.maximum(left.alpha, right.alpha), max(left.folded, right.folded))


def _under_waist(person: Person, fit: Fit) -> int:
    """The row from which on the base top is hidden: under a skirt's waistband; never under trousers."""
    if fit.pieces[0].name != "skirt":
        return person.labels.shape[0]
    return int(fit.pieces[0].target[:, 1].min())


def _arms(person: Person) -> np.ndarray:
    """HxW: forearms and hands, which hang in front of the trousers."""
    s = person.body.width
    near = np.zeros(person.alpha.shape, bool)
    for arm in person.body.arms.values():
        near |= limb(near.shape, arm.elbow, arm.wrist, 0.13 * s, 0.11 * s)
        near |= limb(near.shape, arm.wrist, arm.fingertip, 0.12 * s, 0.12 * s)
    skin = (near & (person.labels == Part.SKIN)).astype(np.uint8)
    return soft(cv2.medianBlur(skin, 7) > 0, 1.1)
