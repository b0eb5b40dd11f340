"""Measures of the person's trunk that a garment is laid on: shoulder tips and half widths by height."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from doublet.engines.tryon.drape.body import SIDES, Body, Side
from doublet.engines.tryon.drape.geometry import outline
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person

# heights on the trunk's middle line, 0 at the shoulders, 1 at the hips
_HEIGHTS = np.linspace(0.15, 1.25, 45)
_GAP = 6


@dataclass(frozen=True, eq=False)
class Torso:
    """Half widths of the trunk (pixels) at heights along its middle line, per side, and shoulder tips."""

    body: Body
    tips: dict[Side, np.ndarray]
    half_widths: dict[Side, np.ndarray]
    raw_half_widths: dict[Side, np.ndarray]

    def half_width(self, side: Side, height: float) -> float:
        """The half width at a height (0 shoulders, 1 hips)."""
        return float(np.interp(height, _HEIGHTS, self.half_widths[side]))

    def chest(self, *, raw: bool = False) -> float:
        """The whole width at the chest; `raw` is what was seen before implausible values were clipped."""
        halves = self.raw_half_widths if raw else self.half_widths
        return float(sum(np.interp(0.40, _HEIGHTS, halves[side]) for side, _ in SIDES))


def measure_torso(person: Person) -> Torso:
    """Measure a prepared person."""
    body = person.body
    raw = {side: _half_widths(person, sign) for side, sign in SIDES}
    return Torso(body, _tips(person), {k: _plausible(v, body) for k, v in raw.items()}, raw)


def _half_widths(person: Person, sign: int) -> np.ndarray:
    """How far cloth reaches sideways from the middle line at each height, arms not counted."""
    body = person.body
    cloth = np.isin(person.labels, (Part.TOP, Part.BOTTOM)) & (person.alpha > 0.5)
    steps = np.arange(int(0.95 * body.width))
    out = []
    for centre in body.centre(_HEIGHTS[:, None]):
        points = np.round(centre + sign * steps[:, None] * body.across).astype(int)
        inside = (
            (points[:, 0] >= 0)
            & (points[:, 0] < cloth.shape[1])
            & (points[:, 1] >= 0)
            & (points[:, 1] < cloth.shape[0])
        )
        seen = np.zeros(len(steps), bool)
        seen[inside] = cloth[points[inside, 1], points[inside, 0]]
        # the first break longer than a few pixels ends the trunk
        missing = np.convolve(~seen, np.ones(_GAP + 1, int))[: len(seen)] > _GAP
        end = np.nonzero(missing)[0]
        out.append(float(end[0] - _GAP) if len(end) else float(len(steps)))
    return np.array(out)


def _plausible(widths: np.ndarray, body: Body) -> np.ndarray:
    """Half widths held within what bodies have, relative to shoulders and hips, and smoothed."""
    s = body.width
    hips = float(np.linalg.norm(body.legs["right"].hip - body.legs["left"].hip))
    knots = [0.15, 0.45, 0.75, 1.0, 1.25]
    low = np.interp(
        _HEIGHTS, knots, [0.42 * s, 0.40 * s, 0.36 * s, max(0.36 * s, 0.62 * hips), max(0.38 * s, 0.7 * hips)]
    )
    high = np.interp(_HEIGHTS, knots, [0.74 * s, 0.74 * s, 0.76 * s, 0.84 * s, 0.90 * s])
    return gaussian_filter1d(np.clip(widths, low, high), 2.0)


def _tips(person: Person) -> dict[Side, np.ndarray]:
    """Where each shoulder's outline turns into the arm."""
    body = person.body
    s = body.width
    contour = outline((person.alpha > 0.5) & (person.labels != Part.HAIR))
    tips: dict[Side, np.ndarray] = {}
    found: dict[Side, bool] = {}
    for side, sign in SIDES:
        joint = body.arms[side].shoulder
        offset = (contour - joint) / s
        out, up = offset @ (sign * body.across), offset @ -body.down
        near = contour[(np.hypot(out, up) < 0.38) & (out > -0.12) & (up > -0.12)]
        tips[side] = joint + s * (sign * body.across * 0.10 - body.down * 0.09)
        found[side] = False
        if len(near) > 5:
            tip = near[np.argmax(near @ (sign * body.across * 0.60 - body.down * 0.80))]
            x, y = int(tip[0]), int(tip[1])
            patch = person.labels[max(0, y - 12) : y + 12, max(0, x - 12) : x + 12]
            reach = np.linalg.norm(tip - joint) / s
            if (patch == Part.HAIR).mean() < 0.12 and 0.05 < reach < 0.33:
                tips[side], found[side] = tip, True
    left, right = found["left"], found["right"]
    if left != right:  # hair over one shoulder: mirror the other
        good: Side = "left" if left else "right"
        bad: Side = "right" if left else "left"
        v = tips[good] - body.arms[good].shoulder
        tips[bad] = body.arms[bad].shoulder - (v @ body.across) * body.across + (v @ body.down) * body.down
    return tips
