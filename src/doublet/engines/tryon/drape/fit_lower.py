"""The fit stage of trousers: each leg a piece, both meeting in the middle from waist to crotch."""

from __future__ import annotations

import numpy as np

from doublet.engines.tryon.contract import CaptureUnsuitable, GarmentUnsuitable
from doublet.engines.tryon.drape.body import SIDES, Side
from doublet.engines.tryon.drape.fit import Fit, Pairs, Piece
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.geometry import along, between, mix, ray, unit
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.drape.size import waist_scale

ACROSS, DOWN = np.array([1.0, 0.0]), np.array([0.0, 1.0])
OUTER_KNOTS, OUTER_HALF = (0.0, 0.3, 0.6, 1.0), (0.24, 0.20, 0.14, 0.10)
_INNER_KNOTS, _INNER_HALF = (0.0, 0.35, 0.6, 1.0), (0.22, 0.17, 0.12, 0.09)
FLAT_TO_WORN, GIRTH_TO_WORN = 0.92, 0.78
_ROWS = 12


class Legs:
    """Leg axes and the cloth's edges about them, by picture row."""

    def __init__(self, person: Person, waist: float) -> None:
        body = person.body
        self.s = body.width
        rows = np.arange(person.labels.shape[0])[:, None]
        skin_below = (person.labels == Part.SKIN) & (rows > body.hips[1])
        cloth = np.isin(person.labels, (Part.BOTTOM, Part.SHOE)) | skin_below
        self._mask = ((person.alpha > 0.5) & cloth).astype(np.float32)
        self._paths = {
            side: np.stack(
                [
                    leg.hip + DOWN * waist * body.trunk,
                    leg.hip,
                    leg.knee,
                    leg.ankle,
                    leg.ankle + unit(leg.ankle - leg.knee) * 0.25 * self.s,
                ]
            )
            for side, leg in body.legs.items()
        }

    def x(self, side: Side, y: float) -> float:
        """The x of a leg's axis at a row."""
        path = self._paths[side]
        return float(np.interp(y, path[:, 1], path[:, 0]))

    def gap(self, y: float) -> float:
        """Distance between the leg axes at a row."""
        return self.x("right", y) - self.x("left", y)

    def edge(self, point: np.ndarray, direction: np.ndarray, usual: float, widest: float) -> float:
        """How far the cloth reaches from a point; the usual width where that is not seen."""
        seen = ray(self._mask, point, direction, 1, 0.5 * self.s)
        return seen if seen is not None and 0.4 * usual < seen < widest * usual else usual


def fit_lower(person: Person, garment: Garment, true: float | None = None) -> Fit:
    """Lay trousers on a person; `true` is their scale where centimetres say it.

    Raises:
        GarmentUnsuitable: no leg split (a skirt, or folded trousers).
        CaptureUnsuitable: ankles or waist are not found, or the legs cross.
    """
    if "crotch" not in garment.points:
        raise GarmentUnsuitable(
            "no_leg_split",
            "No gap between two legs was found on the garment.",
            hint="Lay trousers flat with the legs apart; skirts cannot be worn by this engine yet.",
        )
    body = person.body
    height = person.labels.shape[0]
    if any(g.ankle_seen < 0.5 or g.ankle[1] > height + 5 for g in body.legs.values()):
        raise CaptureUnsuitable(
            "ankles_not_in_frame",
            "The ankles are not in the frame.",
            hint="Trousers need a full-length photo, feet included.",
        )
    waist = waist_of(person)
    legs = Legs(person, waist)
    centre = body.hips + DOWN * waist * body.trunk
    ankle_y = float((body.legs["left"].ankle + body.legs["right"].ankle)[1] / 2)
    inseam = ankle_y - float(centre[1])
    if legs.gap(float(centre[1]) + 0.9 * inseam) < 0.12 * body.width:
        raise CaptureUnsuitable(
            "legs_cross", "The legs cross or overlap.", hint="Stand with the feet a hand's width apart."
        )
    return _lay(person, garment, legs, centre, inseam, true)


def waist_of(person: Person) -> float:
    """The height of the base trousers' upper edge, in trunk lengths below the hips (negative: above)."""
    body, labels = person.body, person.labels
    for height in np.arange(-0.55, 0.25, 0.01):
        middle = body.hips + DOWN * height * body.trunk
        points = [middle + ACROSS * u * body.width * 0.25 for u in (-1, -0.5, 0, 0.5, 1)]
        inside = [
            labels[int(np.clip(p[1], 0, labels.shape[0] - 1)), int(np.clip(p[0], 0, labels.shape[1] - 1))]
            for p in points
        ]
        if sum(value == Part.BOTTOM for value in inside) >= 3:
            return float(height)
    raise CaptureUnsuitable(
        "waist_not_found",
        "The upper edge of the leggings was not found.",
        hint="Wear plain leggings of another colour than the top, and lift the top off the waist.",
    )


def waist_corners(person: Person, centre: np.ndarray) -> dict[Side, np.ndarray]:
    """Where a waistband ends at both sides of the body, its middle at `centre`."""
    s = person.body.width
    cloth = (np.isin(person.labels, (Part.TOP, Part.BOTTOM)) & (person.alpha > 0.5)).astype(np.float32)
    corners: dict[Side, np.ndarray] = {}
    for side, sign in SIDES:
        reach = ray(cloth, centre + DOWN * 0.03 * person.body.trunk, sign * ACROSS, 2, 0.7 * s)
        half = float(np.clip(reach or 0.34 * s, 0.28 * s, 0.52 * s)) + 2
        corners[side] = centre + sign * ACROSS * half
    return corners


def _lay(
    person: Person, garment: Garment, legs: Legs, centre: np.ndarray, inseam: float, true: float | None
) -> Fit:
    body, points = person.body, garment.points
    s = body.width
    corner = waist_corners(person, centre)
    waist_left, waist_right = points["waist_left"], points["waist_right"]
    scale = waist_scale(garment, corner["right"] - corner["left"], true)
    worn = scale * (FLAT_TO_WORN if true is None else GIRTH_TO_WORN)
    knees = (body.legs["left"].knee + body.legs["right"].knee) / 2
    crotch = body.hips + DOWN * 0.30 * float(np.linalg.norm(knees - body.hips))
    hem_flat = (points["hem_outer_left"] + points["hem_outer_right"]) / 2
    length = float((hem_flat - (waist_left + waist_right) / 2)[1]) * scale
    full = true is None and length > 0.80 * inseam  # the photo's perspective shortens long legs
    end = float(centre[1]) + (1.03 if full else min(length / inseam, 1.03)) * inseam
    band = between(garment.contour, waist_left, waist_right)
    middle_flat = along(band, [0.5])[0]
    sag = float((middle_flat - (waist_left + waist_right) / 2)[1]) * 0.5 + 0.012 * s
    middle = (corner["left"] + corner["right"]) / 2 + DOWN * sag
    pieces = []
    xs = np.arange(garment.photo.mask.shape[1])[None]
    for side, sign in SIDES:
        pairs = Pairs()
        pairs.add(points[f"waist_{side}"], corner[side])
        pairs.add(middle_flat, middle)
        pairs.add(points["crotch"], crotch)
        for at in (0.35, 0.7):
            pairs.add(mix(middle_flat, points["crotch"], at), mix(middle, crotch, at))
        quarter = along(band, [0.25 if side == "left" else 0.75])[0]
        lift = (quarter - (points[f"waist_{side}"] + (waist_left + waist_right) / 2) / 2)[1] * 0.2
        pairs.add(quarter, (corner[side] + middle) / 2 + DOWN * lift)
        _leg(pairs, garment, legs, side, sign, worn, centre, crotch, inseam, end)
        pieces.append(
            Piece(
                f"leg_{side}",
                garment.photo.mask & ((xs - points["crotch"][0]) * sign > -2),
                pairs.source,
                pairs.target,
            )
        )
    measures = {
        "scale": round(scale, 3),
        "length_to_inseam": round(length / inseam, 3),
        "hem_drop": round((end - float(body.hips[1])) / s, 3),
        "roll_degrees": round(body.roll, 1),
        "lean_degrees": round(body.lean, 1),
        "shoulders_to_trunk": round(body.width / body.trunk, 3),
    }
    return Fit(tuple(pieces), measures=measures)


def _leg(
    pairs: Pairs,
    garment: Garment,
    legs: Legs,
    side: Side,
    sign: int,
    worn: float,
    centre: np.ndarray,
    crotch: np.ndarray,
    inseam: float,
    end: float,
) -> None:
    """Both edges of one leg, row by row: as wide as `worn` times its flat width, no narrower than the leggings."""
    points, s = garment.points, legs.s
    waist, hem = points[f"waist_{side}"], points[f"hem_outer_{side}"]
    inner_hem, fork = points[f"hem_inner_{side}"], points["crotch"]
    outer = along(between(garment.contour, waist, hem), np.linspace(0, 1, _ROWS))
    inner = along(between(garment.contour, fork, inner_hem), np.linspace(0, 1, _ROWS))
    top = float(centre[1])
    last_outer = last_inner = crotch
    for i in range(1, _ROWS):
        y = top + (end - top) * (outer[i][1] - waist[1]) / (hem[1] - waist[1])
        axis = np.array([legs.x(side, y), y])
        usual = float(np.interp((y - top) / inseam, OUTER_KNOTS, OUTER_HALF)) * s
        edge = legs.edge(axis, sign * ACROSS, usual, 2.2)
        opposite = inner[np.argmin(np.abs(inner[:, 1] - outer[i][1]))]
        flat = abs(outer[i][0] - opposite[0]) * worn if outer[i][1] > fork[1] else 0.0
        last_outer = axis + sign * ACROSS * min(max(edge * 1.03 + 3, flat * 0.52), edge + 0.14 * s)
        pairs.add(outer[i], last_outer)

        y = float(crotch[1]) + (end - float(crotch[1])) * (inner[i][1] - fork[1]) / (inner_hem[1] - fork[1])
        axis = np.array([legs.x(side, y), y])
        usual = float(np.interp((y - top) / inseam, _INNER_KNOTS, _INNER_HALF)) * s
        edge = legs.edge(axis, -sign * ACROSS, usual, 1.8)
        opposite = outer[np.argmin(np.abs(outer[:, 1] - inner[i][1]))]
        flat = abs(opposite[0] - inner[i][0]) * worn
        room = max(abs(legs.gap(y)) / 2 - 0.5, 0.05 * s)
        last_inner = axis - sign * ACROSS * min(max(edge * 1.02 + 2, flat * 0.46), room)
        pairs.add(inner[i], last_inner)
    for at in (0.33, 0.66):
        pairs.add(mix(outer[-1], inner[-1], at), mix(last_outer, last_inner, at) + DOWN * 0.01 * s)
