"""What the new garment leaves of the base layer: painted as skin on the body, cut away beside it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.matte.nearest import spread
from doublet.engines.tryon.drape.fit import Fit
from doublet.engines.tryon.drape.geometry import grow, limb, polygon, shrink, soft
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person


@dataclass(frozen=True, eq=False)
class Bare:
    """The person with the uncovered rest of the base layer gone, and how much that was."""

    pixels: np.ndarray
    alpha: np.ndarray
    measures: dict[str, float]


def undress(person: Person, fit: Fit, cover: np.ndarray, shade: np.ndarray, old: np.ndarray) -> Bare:
    """Take away what sticks out from under the new garment.

    Args:
        cover: HxW, where the new garment lies.
        old: HxW bool, the base layer that must not be seen any more.
    """
    # its blurred rim as well, where skin lies beside it
    rim = grow(old, 9) & (person.labels == Part.SKIN)
    rest = (old | rim) & ~grow(cover > 0.5, 3)
    on_body = rest & _body_shape(person, fit)
    # and what of its rim the cut-out let stand outside of the body
    fringe = grow(old, 9) & (person.labels == Part.BACKGROUND) & ~grow(cover > 0.5, 3)
    beside = (rest & ~on_body) | fringe
    total = max(1, int(old.sum()))
    measures = {
        "residue": round(float((rest & old).sum()) / total, 4),
        "skin_fill": round(float((on_body & old).sum()) / total, 4),
    }
    pixels = person.colours
    if on_body.any():
        pixels = _as_skin(person, pixels, on_body, rest, shade)
    alpha = person.alpha * (1 - soft(grow(beside, 5), 1.2)) if beside.any() else person.alpha
    return Bare(pixels, alpha, measures)


def _body_shape(person: Person, fit: Fit) -> np.ndarray:
    """Where the body is under the base layer: arms, chest, neck, trunk."""
    body, shape = person.body, person.alpha.shape
    s = body.width
    inside = limb(shape, body.shoulders, body.shoulders - body.down * 0.35 * s, 0.2 * s, 0.2 * s)
    for arm in body.arms.values():
        inside |= limb(shape, arm.shoulder, arm.elbow, 0.125 * s, 0.105 * s)
        inside |= limb(shape, arm.elbow, arm.wrist, 0.105 * s, 0.07 * s)
    inside |= polygon(
        shape, np.array([fit.tips["left"], fit.tips["right"], fit.pits["right"], fit.pits["left"]])
    )
    neck = body.shoulders - body.down * 0.30 * s
    slope = [fit.tips["left"], neck - body.across * 0.2 * s, neck + body.across * 0.2 * s, fit.tips["right"]]
    inside |= polygon(shape, np.array(slope))
    left, right = body.arms["left"].shoulder, body.arms["right"].shoulder
    return inside | polygon(shape, np.array([left, right, body.legs["right"].hip, body.legs["left"].hip]))


def _as_skin(
    person: Person, pixels: np.ndarray, where: np.ndarray, rest: np.ndarray, shade: np.ndarray
) -> np.ndarray:
    """Paint the nearest skin colour, with the base layer's broad light and a little grain."""
    rows = np.arange(pixels.shape[0])[:, None]
    lower_face = (person.labels == Part.FACE) & (rows > person.body.nose[1])
    skin = shrink(((person.labels == Part.SKIN) | lower_face) & ~rest, 11)
    if skin.sum() < 200:
        return pixels
    colours = cv2.GaussianBlur(spread(cv2.GaussianBlur(pixels, (0, 0), 2), skin), (0, 0), 7)
    grain = np.random.default_rng(0).normal(0, 1.6, (*where.shape, 1))
    painted = colours * np.clip(shade, 0.75, 1.15)[..., None] + grain
    share = soft(grow(where, 3), 1.2)[..., None]
    return (pixels * (1 - share) + painted * share).astype(np.float32)
