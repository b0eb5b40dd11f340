"""Which part of the person each pixel is: hair, face, skin, top, bottom, shoe.

No human-parsing weights with a free licence exist, so each part learns its colours from where the
pose says it must be (cheeks, middle of the trunk, thighs), pays for being far from where it may be,
and the cheapest part wins after the costs were smoothed along the photo's edges.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.matte.guided import Guide
from doublet.engines.tryon.drape.body import Body
from doublet.engines.tryon.drape.colour import ColourModel, lab_of, learn
from doublet.engines.tryon.drape.geometry import grow, limb, shrink
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.regions import Regions, regions_of

_LONG_SIDE = 512
_DEAR = 60.0
_UNKNOWN = 12.0
_NEVER = 99.0


@dataclass(frozen=True, eq=False)
class Parse:
    """A part map and what was seen on the way.

    Attributes:
        labels: HxW uint8 of `Part`.
        bare_legs: the legs show skin, not cloth.
        hair_below_chin: share of the hair that lies below the chin (long hair).
    """

    labels: np.ndarray
    bare_legs: bool
    hair_below_chin: float


def parse(pixels: np.ndarray, alpha: np.ndarray, body: Body, oval: np.ndarray) -> Parse:
    """The parts of the person in an RGB photo with its cut-out, body and face outline."""
    height, width = alpha.shape
    scale = min(1.0, _LONG_SIDE / max(height, width))
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    inside = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 0.5
    shrunk = body.times(scale)
    where = regions_of(inside.shape, shrunk, oval * scale)
    colours = _learn_all(lab_of(small), inside, shrunk, where)
    costs = _costs(lab_of(small), inside, shrunk, where, colours)
    guide = Guide(small, 4, 0.04)
    smooth = np.stack([guide.smooth(cost) for cost in np.minimum(costs, _DEAR)])
    labels, below = _connected(smooth, inside, where)
    return Parse(enlarged(labels, pixels), colours.bare_legs, below)


@dataclass(frozen=True, eq=False)
class _Colours:
    skin: ColourModel | None
    hair: ColourModel | None
    top: ColourModel | None
    bottom: ColourModel | None
    leg_skin: ColourModel | None
    skin_usual: float
    bare_legs: bool
    midriff: bool
    waistband: bool


def _learn_all(lab: np.ndarray, inside: np.ndarray, body: Body, where: Regions) -> _Colours:
    cheeks = lab[shrink(where.face, 5) & inside]
    if len(cheeks) > 30:
        low, high = np.percentile(cheeks[:, 0], [35, 95])  # leaves out eyes, brows, beard and shine
        cheeks = cheeks[(cheeks[:, 0] > low) & (cheeks[:, 0] < high)]
    skin = learn(np.vstack([cheeks, _arm_skin(lab, inside, body, where, cheeks)]), 4)
    usual = float(skin.misfit(cheeks).mean()) if skin else _UNKNOWN
    limbs = ~where.forearms & ~where.hands & inside
    ring = _hair_ring(inside, body, where)
    hair_seen = lab[ring]
    if skin and len(hair_seen):
        unlike = skin.misfit(hair_seen) > usual + 3
        hair_seen = hair_seen[unlike] if unlike.sum() > 60 else hair_seen
    leg_skin = None
    bottom_seen = lab[where.legs & limbs]
    if skin and len(bottom_seen) > 100:
        shins = lab[where.shins & inside]
        seen = (
            shins if len(shins) > 60 and min(g.ankle_seen for g in body.legs.values()) > 0.4 else bottom_seen
        )
        if _is_skin(seen, cheeks, skin, usual):
            leg_skin = learn(seen, 3)
            bottom_seen = lab[where.thighs & inside]
    bottom = learn(bottom_seen, 3 if leg_skin else 4)
    core = where.core & limbs
    midriff = _not_top(lab, core, body, skin)
    waistband = _not_top(lab, core, body, bottom)
    return _Colours(
        skin=skin,
        hair=learn(hair_seen, 3),
        top=learn(lab[core & ~midriff & ~waistband], 4),
        bottom=bottom,
        leg_skin=leg_skin,
        skin_usual=usual,
        bare_legs=leg_skin is not None,
        midriff=bool(midriff.any()),
        waistband=bool(waistband.any()),
    )


def _not_top(lab: np.ndarray, core: np.ndarray, body: Body, other: ColourModel | None) -> np.ndarray:
    """Where the lower trunk shows something else than the chest: skin under a cropped top, a waistband."""
    rows = np.arange(core.shape[0])[:, None]
    upper = core & (rows < body.centre(0.5)[1])
    lower = core & ~upper
    chest = learn(lab[upper], 3)
    if other is None or chest is None or not lower.any():
        return np.zeros_like(core)
    like_other = other.misfit(lab) < np.minimum(_UNKNOWN, chest.misfit(lab) - 3)
    found = lower & like_other
    # a top of that very colour is no gap
    if found.sum() < 0.06 * lower.sum() or (upper & like_other).sum() > 0.2 * upper.sum():
        return np.zeros_like(core)
    return found


def _arm_skin(
    lab: np.ndarray, inside: np.ndarray, body: Body, where: Regions, cheeks: np.ndarray
) -> np.ndarray:
    """Colours along the arm bones that have the cheeks' hue: skin in shade, darker than any cheek.

    Without them a dark-skinned neck in shade is nearer to black hair than to the lit face.
    """
    if not len(cheeks):
        return cheeks
    bones = np.zeros(inside.shape, bool)
    for arm in body.arms.values():
        for a, b in ((arm.shoulder, arm.elbow), (arm.elbow, arm.wrist)):
            bones |= limb(inside.shape, a * 0.8 + b * 0.2, b, where.unit * 0.04, where.unit * 0.03)
    seen = lab[bones & inside]
    apart = seen - np.median(cheeks, 0)
    kin = (np.hypot(apart[:, 1], apart[:, 2]) < 12) & (np.abs(apart[:, 0]) < 70)
    return seen[kin][:: max(1, int(kin.sum() // max(1, len(cheeks))))]


def _is_skin(seen: np.ndarray, cheeks: np.ndarray, skin: ColourModel, usual: float) -> bool:
    middle, cheek = np.median(seen, 0), np.median(cheeks, 0)
    apart = middle - cheek
    like = float((skin.misfit(seen) < usual + 5).mean()) > 0.6
    same_hue = np.hypot(apart[1], apart[2]) < 9 and abs(apart[0]) < 60 and middle[1] > 131
    return bool(like or same_hue)


def _hair_ring(inside: np.ndarray, body: Body, where: Regions) -> np.ndarray:
    """Where hair is seen for sure: round and above the upper half of the face."""
    tall = float(np.linalg.norm(where.chin - where.brow))
    crown = limb(inside.shape, where.brow, (where.brow + where.chin) / 2, tall * 0.62, tall * 0.62)
    rows = np.arange(inside.shape[0])[:, None]
    return crown & inside & ~grow(where.face, 7) & (rows < (where.brow + where.chin)[1] / 2)


def _costs(lab: np.ndarray, inside: np.ndarray, body: Body, where: Regions, seen: _Colours) -> np.ndarray:
    """(7, H, W) how dear each part is at each pixel."""

    def fit(model: ColourModel | None) -> np.ndarray:
        return model.misfit(lab) if model else np.full(inside.shape, _UNKNOWN, np.float32)

    skin, hair, top, bottom = fit(seen.skin), fit(seen.hair), fit(seen.top), fit(seen.bottom)
    away = where.away
    arms = where.upper_arms | where.forearms | where.hands
    to_arms, to_legs = away(arms), away(where.legs)
    rows = np.arange(inside.shape[0], dtype=np.float32)[:, None]
    below_hips = np.clip((rows - body.hips[1]) / where.unit, -3, 6)
    face = where.face.astype(np.float32)
    costs = np.full((len(Part), *inside.shape), _DEAR, np.float32)
    costs[Part.FACE] = skin * 0.5 + away(where.face) * 60
    reach = np.minimum.reduce([to_arms, away(where.neck), to_legs + 0.02])
    if seen.midriff:
        waist = limb(inside.shape, body.centre(0.5), body.centre(0.95), where.unit * 0.4, where.unit * 0.4)
        reach = np.minimum(reach, away(waist))
    costs[Part.SKIN] = skin + np.clip(reach, 0, 2) * 10 + face * 8
    if seen.leg_skin:
        legs = seen.leg_skin.misfit(lab) - 2 + np.clip(to_legs, 0, 2) * 6 + np.clip(-below_hips, 0, 3) * 20
        costs[Part.SKIN] = np.minimum(costs[Part.SKIN], legs)
    # a shaded neck has the colour of dark hair: beside the throat hair must be clearly the better fit,
    # and the throat itself is never hair on a frontal photo
    neck = (where.neck & ~where.face) * 6.0 + (where.throat & ~where.face) * 25.0
    on_arms = arms & (away(where.head) > 0.45)  # dark arms neither
    costs[Part.HAIR] = (
        hair
        + np.clip(away(where.head), 0, 3) * 5
        + face * 12
        + np.clip(below_hips, 0, 9) * 30
        + neck
        + on_arms * 12.0
    )
    costs[Part.TOP] = (
        top
        + np.clip(away(where.trunk | where.upper_arms), 0, 3) * 12
        + np.clip(below_hips + 0.15, 0, 6) * 14
        + face * 30
    )
    hip_line = limb(
        inside.shape, body.legs["left"].hip, body.legs["right"].hip, where.unit * 0.1, where.unit * 0.1
    )
    costs[Part.BOTTOM] = (
        bottom
        + np.clip(-below_hips - 0.2, 0, 0.6) * 8  # high waists
        + np.clip(-below_hips - 0.8, 0, 6) * 40
        + np.clip(away(where.legs | hip_line), 0, 3) * 4
        + face * 30
    )
    costs[Part.SHOE] = np.where(where.feet, 4.0, _DEAR)
    core = shrink(where.core & inside & ~where.forearms & ~where.hands, 3)
    if seen.top and core.any() and not (seen.midriff or seen.waistband):
        costs[Part.TOP][core & (top < float(top[core].mean()) + 6)] -= 8
    costs[Part.FACE][shrink(where.face, 5)] -= 10
    costs[1:] += np.where(inside, 0, 80)
    costs[Part.BACKGROUND] = np.where(inside, 80, -80)
    return costs


def _connected(costs: np.ndarray, inside: np.ndarray, where: Regions) -> tuple[np.ndarray, float]:
    """The cheapest part of each pixel, islands of top and hair away from trunk and head given up."""
    labels = costs.argmin(0)
    for part, root in ((Part.TOP, where.core), (Part.HAIR, where.head)):
        own = labels == part
        _, pieces = cv2.connectedComponents(own.astype(np.uint8), connectivity=8)
        rooted = np.isin(pieces, np.setdiff1d(np.unique(pieces[root & own]), [0]))
        labels = _given_up(labels, own & ~rooted, costs, part)
    hair = labels == Part.HAIR
    rows = np.arange(inside.shape[0])[:, None]
    low = hair & (rows > where.chin[1] - 0.03 * where.unit)
    share = float(low.sum()) / max(1, int(hair.sum()))
    if share < 0.35:
        # short hair: what is dark below the chin is the neck's shadow, and would be drawn over a collar
        labels = _given_up(labels, low, costs, Part.HAIR)
        share = 0.0
    return cv2.medianBlur(labels.astype(np.uint8), 5), share


def _given_up(labels: np.ndarray, lost: np.ndarray, costs: np.ndarray, part: Part) -> np.ndarray:
    if not lost.any():
        return labels
    rest = costs.copy()
    rest[part] = _NEVER
    return np.where(lost, rest.argmin(0), labels)


def enlarged(labels: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """A part map at the size of a photo, its borders laid along the photo's edges."""
    size = (pixels.shape[1], pixels.shape[0])
    guide = Guide(pixels, 4, 0.05)
    best = np.full(pixels.shape[:2], -1.0, np.float32)
    out = np.zeros(pixels.shape[:2], np.uint8)
    for part in Part:
        share = (labels == part).astype(np.float32)
        if not share.any():
            continue
        vote = guide.smooth(cv2.resize(share, size, interpolation=cv2.INTER_LINEAR))
        out = np.where(vote > best, np.uint8(part), out)
        best = np.maximum(vote, best)
    return out
