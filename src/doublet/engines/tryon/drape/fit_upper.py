"""The fit stage of tops and dresses: the trunk piece; sleeves hang on its seams (`fit_sleeve`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from doublet.engines.tryon.drape.body import SIDES, Body, Side
from doublet.engines.tryon.drape.fit import ArmPath, Fit, Pairs, Piece
from doublet.engines.tryon.drape.fit_sleeve import fit_sleeve
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.geometry import along, between, mix, outline, ray, unit
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.drape.size import worn_scale
from doublet.engines.tryon.drape.torso import Torso, measure_torso

_SEAM = (0.17, 0.33, 0.5, 0.66, 0.83)
_FLAT_TO_WORN = 0.92  # a flat half garment is wider than what is seen of it round a body
_GIRTH_TO_WORN = 0.78  # by its centimetres: half of its girth, seen from the front
_LONGEST_TOP = 1.15
_LOOSEST, _LOOSEST_SIZED = 1.28, 1.7  # of the trunk's half width; a measured garment may be wide
_NECK_DROP = 0.72  # a flat neckline hangs deeper than a worn one, which lies on the chest


@dataclass(frozen=True, eq=False)
class Hang:
    """How a garment hangs on a person: its scale and its own axes tied to the shoulder line.

    `sized`: the scale comes from centimetres, so that length and width are the garment's own.
    """

    scale: float
    origin: np.ndarray
    tip_middle: np.ndarray
    axes: np.ndarray
    body: Body
    sized: bool

    @property
    def worn(self) -> float:
        """What is seen of the flat garment's width from the front."""
        return _GIRTH_TO_WORN if self.sized else _FLAT_TO_WORN

    def local(self, point: np.ndarray) -> np.ndarray:
        """A garment point as (across, down) from the middle of its shoulder line, person pixels."""
        return ((np.asarray(point) - self.origin) @ self.axes) * self.scale

    def place(self, across: float, down: float) -> np.ndarray:
        """A point of the person's photo, from the middle between the shoulder tips."""
        return self.tip_middle + self.body.across * across + self.body.down * down

    def height(self, down: float) -> float:
        """How high (0 shoulders, 1 hips) a point lies that is `down` pixels under the shoulder tips."""
        at = self.tip_middle + self.body.down * down
        return float((at - self.body.shoulders) @ self.body.down) / self.body.trunk


def fit_upper(person: Person, garment: Garment, true: float | None = None) -> Fit:
    """Lay a top or dress on a person; `true` is its scale where centimetres say it.

    Raises:
        CaptureUnsuitable: an arm that a sleeve needs is not seen.
    """
    torso = measure_torso(person)
    hang = _hang(torso, garment, true)
    pairs = Pairs()
    skin_outline = (person.alpha > 0.5) & (person.labels != Part.HAIR)
    ends = _shoulders(pairs, torso, hang, garment, skin_outline)
    pits = _seams(pairs, torso, hang, garment, ends)
    hem_height = _sides_and_hem(pairs, torso, hang, garment, pits)
    pieces = [Piece("trunk", garment.trunk, pairs.source, pairs.target)]
    arms: dict[Side, ArmPath] = {}
    contour = outline(skin_outline)
    for side, sign in SIDES:
        if side in garment.sleeves:
            piece, path = fit_sleeve(
                person, garment, side, sign, torso.tips[side], pits[side], hang.scale, contour
            )
            pieces.append(piece)
            arms[side] = path
    body = person.body
    measures = {
        "scale": round(hang.scale, 3),
        "chest_to_shoulders": round(torso.chest(raw=True) / body.width, 3),
        "shoulders_to_trunk": round(body.width / body.trunk, 3),
        "roll_degrees": round(body.roll, 1),
        "lean_degrees": round(body.lean, 1),
        "hem_height": round(hem_height, 3),
        "hem_drop": round(hem_height * body.trunk / body.width, 3),
        "sleeve_cover": round(float(np.mean([_covered(body, side, arms.get(side)) for side, _ in SIDES])), 3),
    }
    return Fit(tuple(pieces), torso.tips, pits, arms, measures)


def _covered(body: Body, side: Side, path: ArmPath | None) -> float:
    """The share of an arm, from shoulder joint to wrist, that a sleeve is meant to cover."""
    if path is None:
        return 0.0
    arm = body.arms[side]
    length = float(np.linalg.norm(arm.elbow - arm.shoulder) + np.linalg.norm(arm.wrist - arm.elbow))
    before = float(np.linalg.norm(path.points[0] - arm.shoulder))
    return float(np.clip((path.covered - before) / max(length, 1.0), 0, 1))


def _hang(torso: Torso, garment: Garment, true: float | None) -> Hang:
    points, body = garment.points, torso.body
    left, right = points["shoulder_left"], points["shoulder_right"]
    shoulders = float(np.linalg.norm(right - left))
    chest = float(np.linalg.norm(points["armpit_right"] - points["armpit_left"]))
    by_shoulder = float(np.linalg.norm(torso.tips["right"] - torso.tips["left"])) / shoulders
    by_chest = torso.chest() * _chest_to_flat(garment) / chest
    across = unit(right - left)
    # a sleeve's shoulder seam sits on the shoulder tip; a sleeveless one ends anywhere before it
    trust = 0.7 if garment.sleeves else 0.15
    return Hang(
        scale=worn_scale(by_shoulder**trust * by_chest ** (1 - trust), true),
        origin=(left + right) / 2,
        tip_middle=(torso.tips["left"] + torso.tips["right"]) / 2,
        axes=np.stack([across, np.array([-across[1], across[0]])], 1),
        body=body,
        sized=true is not None,
    )


def _chest_to_flat(garment: Garment) -> float:
    """A chest's width as seen to the garment's in its photo: half the girth for a flat garment."""
    if not garment.sleeves:
        return 1.10  # flat or filled cannot be told without sleeves
    return 1.02 if garment.filled else 1.18


def _shoulders(
    pairs: Pairs, torso: Torso, hang: Hang, garment: Garment, skin: np.ndarray
) -> dict[Side, np.ndarray]:
    """Neck points, the slope from neck to shoulder snapped onto the person's own, and the neckline.

    Answers where the garment's shoulders end on the person.
    """
    body, points = torso.body, garment.points
    s = body.width
    edge = skin.astype(np.float32)
    half_flat = float(np.linalg.norm(points["shoulder_right"] - points["shoulder_left"])) / 2 * hang.scale
    half_tip = {side: float(np.linalg.norm(torso.tips[side] - hang.tip_middle)) for side, _ in SIDES}
    half = half_tip if garment.sleeves else {side: min(w * 0.97, half_flat) for side, w in half_tip.items()}
    ends: dict[Side, np.ndarray] = {}
    neck_down: dict[Side, float] = {}

    def snapped(point: np.ndarray) -> np.ndarray:
        start = point + body.down * 0.12 * s
        reach = ray(edge, start, -body.down, 0, 0.26 * s)
        if reach is None:
            return point
        on_edge = start - body.down * (reach + 4)
        return on_edge if np.linalg.norm(on_edge - point) < 0.10 * s else point

    for side, sign in SIDES:
        shoulder, neck = points[f"shoulder_{side}"], points[f"neck_{side}"]
        rise = -0.40 * (half_tip[side] - half[side])
        on_tip = torso.tips[side] + (sign * body.across * 0.5 - body.down * 0.8) * 4
        ends[side] = on_tip if garment.sleeves else snapped(hang.place(sign * half[side], rise))
        pairs.add(shoulder, ends[side])
        across, down = hang.local(neck)
        share = abs(across) / half_flat
        neck_down[side] = min(down, rise - 0.40 * (1 - share) * half[side])
        pairs.add(neck, hang.place(sign * share * half[side], neck_down[side]))
        slope = between(garment.contour, neck, shoulder)
        for at in (0.33, 0.66):
            point = along(slope, [at])[0]
            x, y = hang.local(point)
            out = abs(x) / half_flat
            lift = (neck_down[side] - down) * np.clip((out - 1) / (share - 1 + 1e-6), 0, 1)
            pairs.add(point, snapped(hang.place(sign * out * half[side], y + lift)))
    if garment.neckline is None:
        return ends
    for i in (8, 14, 20, 26, 32):
        point = garment.neckline.curve[i]
        x, y = hang.local(point)
        side = "left" if x < 0 else "right"
        under = y - hang.local(points[f"neck_{side}"])[1]
        pairs.add(point, hang.place(x / half_flat * half[side], under * _NECK_DROP + neck_down[side]))
    return ends


def _seams(
    pairs: Pairs, torso: Torso, hang: Hang, garment: Garment, ends: dict[Side, np.ndarray]
) -> dict[Side, np.ndarray]:
    """Armpits, and the seams from them up to the shoulders' ends."""
    body, points = torso.body, garment.points
    pits: dict[Side, np.ndarray] = {}
    for side, sign in SIDES:
        x, y = hang.local(points[f"armpit_{side}"])
        height = hang.height(float(np.clip(y, 0.30 * body.width, 0.62 * body.width)))
        half = torso.half_width(side, height)
        wide = float(np.clip(max(half * 1.02, abs(x) * hang.worn), half, half * 1.22))
        pits[side] = body.centre(height) + sign * body.across * wide
        pairs.add(points[f"armpit_{side}"], pits[side])
        start = torso.tips[side] if garment.sleeves else ends[side]
        for at in _SEAM:
            flat = mix(points[f"shoulder_{side}"], points[f"armpit_{side}"], at)
            pairs.add(flat, mix(start, pits[side], at))
    return pits


def _sides_and_hem(
    pairs: Pairs, torso: Torso, hang: Hang, garment: Garment, pits: dict[Side, np.ndarray]
) -> float:
    """The sides from the armpits down, no narrower than the body, and a level hem; answers its height."""
    body, points = torso.body, garment.points
    dress = garment.category == "dresses"
    trunk = outline(garment.trunk)
    hem_down = float(hang.local((points["hem_left"] + points["hem_right"]) / 2)[1])
    longest = float((body.centre(_LONGEST_TOP) - hang.tip_middle) @ body.down)
    if not dress and not hang.sized and hem_down > longest:
        hem_down = longest + (hem_down - longest) * 0.5  # long tops blouse at the hips
    loosest = np.inf if dress else _LOOSEST_SIZED if hang.sized else _LOOSEST
    half_at_hem: dict[Side, float] = {}
    for side, sign in SIDES:
        edge = between(trunk, points[f"armpit_{side}"], points[f"hem_{side}"])
        picked = along(edge, np.linspace(0, 1, 9))[1:]
        local = np.array([hang.local(p) for p in picked])
        top_flat = hang.local(points[f"armpit_{side}"])[1]
        top_worn = float((pits[side] - hang.tip_middle) @ body.down)
        share = (local[:, 1] - top_flat) / (local[-1, 1] - top_flat + 1e-6)
        heights = [hang.height(float(d)) for d in top_worn + (hem_down - top_worn) * share]
        wide = []
        for height, flat in zip(heights, np.abs(local[:, 0]) * hang.worn, strict=True):
            half = torso.half_width(side, height)
            free = dress and height > 1.0  # a skirt hangs off the hips
            wide.append(
                max(half * 1.02, flat)
                if free
                else float(np.clip(max(half * 1.03, flat), half, half * loosest))
            )
        wide = gaussian_filter1d(np.array(wide), 0.8, mode="nearest")
        for point, height, w in zip(picked, heights, wide, strict=True):
            pairs.add(point, body.centre(height) + sign * body.across * w)
        half_at_hem[side] = float(wide[-1])
    height = hang.height(hem_down)
    left = body.centre(height) - body.across * half_at_hem["left"]
    right = body.centre(height) + body.across * half_at_hem["right"]
    flat_left, flat_right = hang.local(points["hem_left"]), hang.local(points["hem_right"])
    hem = between(trunk, points["hem_left"], points["hem_right"])
    for at in (0.2, 0.4, 0.6, 0.8):
        point = along(hem, [at])[0]
        x, y = hang.local(point)
        u = (x - flat_left[0]) / (flat_right[0] - flat_left[0] + 1e-6)
        sag = y - (flat_left[1] * (1 - u) + flat_right[1] * u)
        round_body = 0.02 * body.width * 4 * u * (1 - u)
        pairs.add(point, mix(left, right, u) + body.down * (sag + round_body))
    return height
