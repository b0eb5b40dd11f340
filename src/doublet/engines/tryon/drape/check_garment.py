"""What speaks against a garment photo, told before anybody is dressed."""

from __future__ import annotations

import numpy as np

from doublet.engines.tryon.contract import Finding, Severity
from doublet.engines.tryon.drape.body import SIDES
from doublet.engines.tryon.drape.garment import Garment

SYMMETRY = 0.85
FLARE = 1.35
EVEN_BACKDROP = 12.0
BUSY_BACKDROP = 50.0
# in shoulder widths: how long tops and dresses are, and how wide the neck of one without sleeves is
TOP_LENGTH = (0.8, 2.6)
DRESS_LENGTH = (1.6, 6.0)
NECK = 0.12
SQUARE, COLLARED = 1.45, 0.45
BULK = 1.33
ALIKE = 0.72
_LEG_ROWS = (0.75, 0.82, 0.89)


def finding(
    code: str, reason: str, hint: str, value: float, limit: str, severity: Severity = "blocks"
) -> Finding:
    """A finding with its measured value, rounded for people."""
    return Finding(code, severity, reason, hint, round(float(value), 3), limit)


def garment_findings(garment: Garment) -> list[Finding]:
    """How clean the garment's photo is and whether its parts make a garment."""
    found = []
    if garment.symmetry < SYMMETRY:
        found.append(
            finding(
                "garment_not_symmetric",
                "The garment's two sides differ: it is folded, turned, or not cut out cleanly from its backdrop.",
                "Lay it flat and straight on a plain backdrop of a clearly different colour.",
                garment.symmetry,
                f"at least {SYMMETRY}",
            )
        )
    if garment.category in ("tops", "dresses"):
        found += _parts(garment)
    if garment.category == "bottoms" and "crotch" not in garment.points:
        found.append(
            Finding(
                "no_leg_split",
                "blocks",
                "No gap was found between two trouser legs.",
                "Lay trousers flat with the legs apart; file a skirt as a skirt.",
            )
        )
    spread = garment.photo.backdrop_spread
    if spread > EVEN_BACKDROP:
        busy = spread > BUSY_BACKDROP
        found.append(
            finding(
                "garment_backdrop_not_plain",
                "The backdrop of the garment photo is patterned or unevenly lit.",
                "Photograph the garment on a plain backdrop of a clearly different colour.",
                spread,
                f"at most {BUSY_BACKDROP if busy else EVEN_BACKDROP}",
                "blocks" if busy else "warns",
            )
        )
    return found


def _parts(garment: Garment) -> list[Finding]:
    """Whether shoulders, neck and sleeves of a top or dress were told apart."""
    points = garment.points
    shoulders = float(np.linalg.norm(points["shoulder_right"] - points["shoulder_left"]))
    neck = float(np.linalg.norm(points["neck_right"] - points["neck_left"])) / shoulders
    length = float(np.ptp(garment.contour[:, 1])) / shoulders
    low, high = DRESS_LENGTH if garment.category == "dresses" else TOP_LENGTH
    if not low <= length <= high or neck < NECK:
        return [
            finding(
                "garment_parts_not_found",
                "Shoulders, neck and hem were not found on the garment.",
                "Photograph it from the front without a hanger, hood down, or move its points by hand.",
                length,
                f"{low} to {high} shoulder widths long",
            )
        ]
    if _two_legs(garment):
        return [
            Finding(
                "not_a_top",
                "blocks",
                "The garment ends in two legs, so it is no top and no dress.",
                "File trousers as trousers.",
            )
        ]
    if garment.sleeves:
        return _sleeves(garment)
    if garment.category == "dresses":
        return []
    flare, bulk = _flare(garment), _bulk(garment, shoulders)
    if flare <= FLARE and bulk <= BULK and not (length < SQUARE and neck < COLLARED):
        return []
    return [
        finding(
            "sleeves_touch_sides",
            "The sleeves cannot be told from the trunk.",
            "Lay the sleeves clear of the sides, with backdrop visible between.",
            max(flare, bulk),
            f"at most {FLARE}",
        )
    ]


def _sleeves(garment: Garment) -> list[Finding]:
    """Whether both sleeves are found alike: one that is cut short was taken for something else."""
    left, right = (garment.sleeves[side].length for side, _ in SIDES)
    share = min(left, right) / max(left, right, 1.0)
    if share >= ALIKE:
        return []
    return [
        finding(
            "sleeves_differ",
            "The two sleeves were found with different lengths.",
            "Lay both sleeves straight and clear of the sides, or move the points at the cuffs by hand.",
            share,
            f"at least {ALIKE}",
        )
    ]


def _two_legs(garment: Garment) -> bool:
    """Whether the backdrop shows in the middle of the garment's lower end, as between trouser legs."""
    mask = garment.photo.mask
    rows = np.nonzero(mask.any(1))[0]
    split = 0
    for share in _LEG_ROWS:
        xs = np.nonzero(mask[int(rows[0] + share * (rows[-1] - rows[0]))])[0]
        middle = xs[(xs > xs[0] + 0.3 * np.ptp(xs)) & (xs < xs[0] + 0.7 * np.ptp(xs))]
        split += bool(len(middle) < 0.93 * 0.4 * np.ptp(xs))
    return split == len(_LEG_ROWS)


def _flare(garment: Garment) -> float:
    """How much wider a sleeveless top is below its armholes than at them."""
    left, right = garment.points["armpit_left"], garment.points["armpit_right"]
    below = garment.contour[garment.contour[:, 1] > max(left[1], right[1])]
    return float(np.ptp(below[:, 0])) / max(float(right[0] - left[0]), 1.0) if len(below) else 1.0


def _bulk(garment: Garment, shoulders: float) -> float:
    """How much wider a sleeveless top is than its shoulders, down to one shoulder width below them."""
    top = garment.points["shoulder_left"][1]
    upper = garment.contour[(garment.contour[:, 1] > top) & (garment.contour[:, 1] < top + shoulders)]
    return float(np.ptp(upper[:, 0])) / shoulders if len(upper) else 1.0
