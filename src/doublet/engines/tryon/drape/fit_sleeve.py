"""The fit stage of one sleeve: laid round the arm's middle line, sharing the trunk's seam points."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d, median_filter

from doublet.engines.tryon.contract import CaptureUnsuitable
from doublet.engines.tryon.drape.body import Side
from doublet.engines.tryon.drape.fit import ArmPath, Pairs, Piece
from doublet.engines.tryon.drape.garment import Garment, Sleeve
from doublet.engines.tryon.drape.geometry import along, between, lengths, mix, ray, unit
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person

_SEAM = (0.17, 0.33, 0.5, 0.66, 0.83)
# an arm's half width from shoulder to wrist, as a share of the shoulder width
_ARM_KNOTS = (0.0, 0.25, 0.5, 0.75, 1.0)
_ARM_HALF = (0.15, 0.145, 0.115, 0.10, 0.075)
_LONG = 0.80
_STATIONS = 36


class _ArmEdges:
    """Where an arm's two edges are at each distance down its path: measured, then evened out.

    Single measures jump where a hand, hair or the trunk touches the arm; a sleeve's edge must not.
    """

    def __init__(self, person: Person, path: ArmPath, side_out: np.ndarray, arm_length: float) -> None:
        arm = np.isin(person.labels, (Part.SKIN, Part.TOP, Part.FACE))
        self._mask = (arm & (person.alpha > 0.5)).astype(np.float32)
        self._path, self._out = path, side_out
        self._length, self._s = arm_length, person.body.width
        self._at = np.linspace(0, 1.1 * arm_length, _STATIONS)
        measured = np.array([self._measured(distance) for distance in self._at])
        even = median_filter(measured, size=(5, 1), mode="nearest")
        self._shift, self._outer, self._inner = gaussian_filter1d(even, 1.6, axis=0, mode="nearest").T

    def at(self, distance: float) -> tuple[np.ndarray, np.ndarray, float, float]:
        """(middle, outward normal, outer half width, inner half width) at a distance from the shoulder."""
        normal = self._normal(distance)
        shift, outer, inner = (
            float(np.interp(distance, self._at, each)) for each in (self._shift, self._outer, self._inner)
        )
        return self._path.at(distance) + normal * shift, normal, outer, inner

    def _normal(self, distance: float) -> np.ndarray:
        axis = unit(self._path.at(distance + 4) - self._path.at(distance))
        normal = np.array([-axis[1], axis[0]])
        return normal if normal @ self._out > 0 else -normal

    def _measured(self, distance: float) -> tuple[float, float, float]:
        """How far the middle lies outwards of the bone, and the outer and inner half width there."""
        middle, normal = self._path.at(distance), self._normal(distance)
        usual = float(np.interp(min(1.0, distance / self._length), _ARM_KNOTS, _ARM_HALF)) * self._s
        outer = ray(self._mask, middle, normal, 1, 0.26 * self._s)
        inner = ray(self._mask, middle, -normal, 1, 0.26 * self._s)
        if outer is not None and inner is not None and 1.1 * usual < outer + inner < 2.8 * usual:
            half = (outer + inner) / 2  # the pose's elbow often lies near one edge: re-centre
            return (outer - inner) / 2, half, half
        shift = 0.0
        if outer is not None and outer <= 0.5 * usual:
            shift, outer = outer - usual, usual
        if outer is None or not 0.5 * usual < outer < 1.6 * usual:
            outer = usual
        if inner is None or not 0.5 * usual < inner < 1.5 * usual:
            inner = usual
        return shift, outer, inner


def fit_sleeve(
    person: Person,
    garment: Garment,
    side: Side,
    sign: int,
    tip: np.ndarray,
    pit: np.ndarray,
    scale: float,
    contour: np.ndarray,
) -> tuple[Piece, ArmPath]:
    """Lay one sleeve on one arm; `contour` is the person's outline.

    Raises:
        CaptureUnsuitable: the elbow, or for a long sleeve the wrist, is not seen.
    """
    body, sleeve = person.body, garment.sleeves[side]
    s, out = body.width, sign * body.across
    arm = body.arms[side]
    bones = np.stack([mix(tip, arm.shoulder, 0.45), arm.elbow, arm.wrist])
    arm_length = float(lengths(bones)[-1])
    flat_length = max(each.length for each in garment.sleeves.values())  # both end alike
    reach = flat_length * scale + float(np.linalg.norm((tip + pit) / 2 - bones[0])) * 0.6
    long = reach > _LONG * arm_length or garment.long_sleeved
    _seen(arm.elbow_seen, arm.wrist_seen if long else 1.0)
    path = _path(bones, s)
    edges = _ArmEdges(person, path, out, arm_length)

    pit_at = float(path.run[np.linalg.norm(path.points - pit, axis=1).argmin()])
    underside = sleeve.inner
    if long:  # a long sleeve ends at the wrist, whatever the flat photo's angle made of it
        outer_length = float(np.clip(reach, 0.93 * arm_length, 1.03 * arm_length))
        inner_length = max(outer_length - pit_at, 10.0)
    else:
        outer_length = max(min(_run(sleeve.outer) * scale * 0.97, reach * 1.12), 0.35 * s)
        # the end lies across the arm: its underside ends where its outer edge does
        room = max(outer_length - pit_at, 0.0)
        inner_length = min(_run(sleeve.inner) * scale, room + 0.04 * s)
        if inner_length < 0.6 * (room - 0.06 * s):
            underside = _wrapped(sleeve, room - 0.06 * s, scale)
            inner_length = room - 0.06 * s

    pairs = Pairs()
    shoulder_flat, pit_flat = garment.points[f"shoulder_{side}"], garment.points[f"armpit_{side}"]
    pairs.add(shoulder_flat, tip)
    pairs.add(pit_flat, pit)
    for at in _SEAM:
        pairs.add(mix(shoulder_flat, pit_flat, at), mix(tip, pit, at))

    count = 9 if long else 7
    outer_flat, inner_flat = (
        along(sleeve.outer, np.linspace(0, 1, count)),
        along(underside, np.linspace(0, 1, count)),
    )
    flat_width = np.linalg.norm(outer_flat - inner_flat, axis=1) * scale * 0.90
    outer_end, inner_end = tip, None
    for i in range(1, count):
        t = i / (count - 1)
        middle, normal, wide_out, _ = edges.at(outer_length * t)
        outer_end = middle + normal * (wide_out * (1.03 + 0.08 * t) + 4)
        pairs.add(outer_flat[i], outer_end)
        if i == 1:
            _round_shoulder(
                pairs, contour, sleeve.outer, count, tip, middle + normal * wide_out, out, body.down
            )
        if inner_length > 0.08 * s:
            middle, normal, wide_out, wide_in = edges.at(pit_at + inner_length * t)
            loose = 1.3 if long else 1.15 + 0.3 * t
            half = float(np.clip(flat_width[i] - wide_out * 1.1, wide_in * 1.04, wide_in * loose))
            inner_end = middle - normal * half
            if t < 0.4:
                inner_end = mix(pit, inner_end, min(1.0, t * 2.5))
            if not long:  # a short sleeve must not reach into the trunk
                inner_end = inner_end + out * max(0.0, -float((inner_end - pit) @ out) - 0.09 * s)
            pairs.add(inner_flat[i], inner_end)
    inner_corner = inner_flat[-1]
    if inner_end is None:  # a cap sleeve ends in the armpit
        inner_corner, inner_end = pit_flat, pit
    for at in (0.3, 0.5, 0.75):  # the sleeve's end is bent a little round the arm
        bow = body.down * 0.02 * s * 4 * at * (1 - at)
        pairs.add(mix(inner_corner, outer_flat[-1], at), mix(inner_end, outer_end, at) + bow)
    covered = max(outer_length, pit_at + inner_length)
    piece = Piece(f"sleeve_{side}", sleeve.mask, pairs.source, pairs.target)
    return piece, ArmPath(path.points, path.run, covered)


def _wrapped(sleeve: Sleeve, needed: float, scale: float) -> np.ndarray:
    """The underside of a sleeve photographed with the arm down, which hides it: part of the end instead.

    Worn, the end goes round the whole arm; `needed` is how long the underside then is, person pixels.
    """
    corner, outer = sleeve.inner[-1], sleeve.outer[-1]
    missing = needed - _run(sleeve.inner) * scale
    end = float(np.linalg.norm(outer - corner)) * scale
    return np.vstack([sleeve.inner, mix(corner, outer, min(0.35, missing / (end + missing)))])


def _run(edge: np.ndarray) -> float:
    """An edge's length without the steps of its pixels."""
    return float(lengths(along(edge, np.linspace(0, 1, 12)))[-1])


def _seen(elbow: float, wrist: float) -> None:
    for name, seen, least in (("elbow", elbow, 0.4), ("wrist", wrist, 0.3)):
        if seen < least:
            raise CaptureUnsuitable(
                f"{name}_hidden",
                f"One {name} is not visible.",
                hint="Photograph with both arms in the frame, hanging about 20 degrees away from the body.",
            )


def _path(bones: np.ndarray, s: float) -> ArmPath:
    """The arm's middle line, rounded at the elbow and drawn on past the wrist."""
    beyond = np.vstack([bones, bones[2] + unit(bones[2] - bones[1]) * 0.3 * s])
    fine = along(beyond, np.linspace(0, 1, 200))
    fine = np.stack([gaussian_filter1d(fine[:, i], 7, mode="nearest") for i in (0, 1)], 1)
    return ArmPath(fine, lengths(fine), 0.0)


def _round_shoulder(
    pairs: Pairs,
    contour: np.ndarray,
    outer: np.ndarray,
    count: int,
    tip: np.ndarray,
    arm_edge: np.ndarray,
    out: np.ndarray,
    down: np.ndarray,
) -> None:
    """Two points on the person's own round shoulder, so that the sleeve does not cut the corner."""
    own = between(contour, tip, arm_edge)
    if len(own) <= 4 or lengths(own)[-1] >= 2.2 * np.linalg.norm(arm_edge - tip) + 10:
        return
    for at in (0.3, 0.6):
        pairs.add(along(outer, [at / (count - 1)])[0], along(own, [at])[0] + unit(out * 0.8 - down * 0.6) * 4)
