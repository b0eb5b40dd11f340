"""The fit stage of skirts: one piece from the waist over the hips, hanging free below them."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from doublet.engines.tryon.contract import CaptureUnsuitable
from doublet.engines.tryon.drape.body import SIDES, Side
from doublet.engines.tryon.drape.fit import Fit, Pairs, Piece
from doublet.engines.tryon.drape.fit_lower import (
    ACROSS,
    DOWN,
    FLAT_TO_WORN,
    GIRTH_TO_WORN,
    OUTER_HALF,
    OUTER_KNOTS,
    Legs,
    waist_corners,
    waist_of,
)
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.geometry import along, between, mix
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.drape.size import waist_scale

_NATURAL_WAIST = -0.30  # trunk lengths below the hips
_HIPS = 0.24  # of the inseam: below it a skirt is free of the body
_ROWS = 10


def fit_skirt(person: Person, garment: Garment, true: float | None = None) -> Fit:
    """Lay a skirt on a person; `true` is its scale where centimetres say it.

    Raises:
        CaptureUnsuitable: the legs are not in the frame.
    """
    body, points = person.body, garment.points
    if any(leg.ankle_seen < 0.5 for leg in body.legs.values()):
        raise CaptureUnsuitable(
            "ankles_not_in_frame",
            "The ankles are not in the frame.",
            hint="Skirts need a full-length photo, feet included.",
        )
    waist = _waist(person)
    legs = Legs(person, waist)
    centre = body.hips + DOWN * waist * body.trunk
    ankles = (body.legs["left"].ankle + body.legs["right"].ankle)[1] / 2
    inseam = float(ankles - centre[1])
    corner = waist_corners(person, centre)
    scale = waist_scale(garment, corner["right"] - corner["left"], true)
    flat_waist = (points["waist_left"] + points["waist_right"]) / 2
    length = float(((points["hem_left"] + points["hem_right"]) / 2 - flat_waist)[1]) * scale
    pairs = Pairs()
    band = between(garment.contour, points["waist_left"], points["waist_right"])
    middle = (corner["left"] + corner["right"]) / 2
    for at in (0.0, 0.25, 0.5, 0.75, 1.0):
        flat = along(band, [at])[0]
        sag = float((flat - mix(points["waist_left"], points["waist_right"], at))[1]) * 0.5
        round_body = 0.02 * body.width * 4 * at * (1 - at)
        pairs.add(flat, mix(corner["left"], corner["right"], at) + DOWN * (sag + round_body))
    ends: dict[Side, np.ndarray] = {}
    for side, sign in SIDES:
        edge = between(garment.contour, points[f"waist_{side}"], points[f"hem_{side}"])
        picked = along(edge, np.linspace(0, 1, _ROWS))
        rows = centre[1] + length * np.clip((picked[:, 1] - picked[0, 1]) / np.ptp(picked[:, 1]), 0, 1)
        flat_half = (
            np.abs(picked[:, 0] - flat_waist[0]) * scale * (FLAT_TO_WORN if true is None else GIRTH_TO_WORN)
        )
        body_half = np.array([_half(legs, side, sign, middle[0], float(y), centre[1], inseam) for y in rows])
        hips = rows < centre[1] + _HIPS * inseam
        wide = np.maximum(flat_half, np.where(hips, body_half * 1.03 + 2, 0.0))
        wide = np.maximum(wide, _hanging(rows, wide, hips))
        wide[0] = abs(corner[side][0] - middle[0])
        wide = gaussian_filter1d(wide, 0.7, mode="nearest")
        for flat, y, w in zip(picked[1:], rows[1:], wide[1:], strict=True):
            pairs.add(flat, np.array([middle[0], y]) + sign * ACROSS * w)
        ends[side] = np.array([middle[0], rows[-1]]) + sign * ACROSS * wide[-1]
    hem = between(garment.contour, points["hem_left"], points["hem_right"])
    for at in (0.2, 0.4, 0.6, 0.8):
        flat = along(hem, [at])[0]
        sag = float((flat - mix(points["hem_left"], points["hem_right"], at))[1]) * scale
        pairs.add(flat, mix(ends["left"], ends["right"], at) + DOWN * (sag + 0.02 * body.width))
    measures = {
        "scale": round(scale, 3),
        "length_to_inseam": round(length / inseam, 3),
        "hem_drop": round((float(centre[1]) + length - float(body.hips[1])) / body.width, 3),
        "roll_degrees": round(body.roll, 1),
        "lean_degrees": round(body.lean, 1),
        "shoulders_to_trunk": round(body.width / body.trunk, 3),
    }
    return Fit((Piece("skirt", garment.photo.mask, pairs.source, pairs.target),), measures=measures)


def _waist(person: Person) -> float:
    """The base layer's waistband, but no lower than a waist usually is: a slip shows none, shorts sit low."""
    try:
        return min(waist_of(person), _NATURAL_WAIST)
    except CaptureUnsuitable:
        return _NATURAL_WAIST


def _half(legs: Legs, side: Side, sign: int, middle: float, y: float, top: float, inseam: float) -> float:
    """The body's half width from the middle line at a row."""
    x = legs.x(side, y)
    usual = float(np.interp((y - top) / inseam, OUTER_KNOTS, OUTER_HALF)) * legs.s
    return abs(x - middle) + legs.edge(np.array([x, y]), sign * ACROSS, usual, 2.0)


def _hanging(rows: np.ndarray, wide: np.ndarray, hips: np.ndarray) -> np.ndarray:
    """Below the hips cloth hangs straight down from the widest place, never inwards of a tenth of it."""
    widest = wide[hips].max() if hips.any() else wide[0]
    fall = np.clip((rows - rows[hips][-1]) / max(float(np.ptp(rows)), 1.0), 0, 1) if hips.any() else 0 * rows
    return np.where(hips, 0.0, widest * (1 - 0.25 * fall))
