"""Where each part may be: masks and distances drawn from the pose, before any colour is looked at."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.tryon.drape.body import Body
from doublet.engines.tryon.drape.geometry import limb, mix, polygon


@dataclass(frozen=True, eq=False)
class Regions:
    """Bool masks HxW of one body, at one size of the photo; `unit` is the body's measure in pixels."""

    unit: float
    face: np.ndarray
    chin: np.ndarray
    brow: np.ndarray
    head: np.ndarray
    neck: np.ndarray
    throat: np.ndarray
    core: np.ndarray
    trunk: np.ndarray
    upper_arms: np.ndarray
    forearms: np.ndarray
    hands: np.ndarray
    thighs: np.ndarray
    legs: np.ndarray
    shins: np.ndarray
    feet: np.ndarray

    def away(self, mask: np.ndarray) -> np.ndarray:
        """Distance of each pixel from a mask, in body units; 0 inside."""
        return cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5) / self.unit


def regions_of(shape: tuple[int, ...], body: Body, oval: np.ndarray) -> Regions:
    """The regions of a body whose points are given in pixels of a photo of this shape."""
    size = shape[:2]
    unit = max(body.width, 0.6 * body.trunk)
    left, right = body.arms["left"], body.arms["right"]
    legs = tuple(body.legs.values())
    drop = body.hips - body.shoulders
    nothing = np.zeros(size, bool)

    def union(masks: list[np.ndarray]) -> np.ndarray:
        out = nothing.copy()
        for mask in masks:
            out |= mask
        return out

    chest = [mix(left.shoulder, right.shoulder, share) + drop * 0.22 for share in (0.18, 0.82)]
    waist = [
        mix(body.legs["left"].hip, body.legs["right"].hip, share) - drop * 0.25 for share in (0.85, 0.15)
    ]
    chin, brow = oval[oval[:, 1].argmax()], oval[oval[:, 1].argmin()]
    tall = float(np.linalg.norm(chin - brow))
    arms = [left, right]
    return Regions(
        unit=unit,
        face=polygon(size, oval),
        chin=chin,
        brow=brow,
        head=limb(size, brow, chin, tall * 0.5, tall * 0.5),
        neck=limb(size, chin, body.shoulders, unit * 0.2, unit * 0.2),
        throat=limb(size, chin, body.shoulders, unit * 0.16, unit * 0.16),
        core=polygon(size, np.array([*chest, *waist])),
        trunk=polygon(
            size, np.array([left.shoulder, right.shoulder, body.legs["right"].hip, body.legs["left"].hip])
        ),
        upper_arms=union([limb(size, a.shoulder, a.elbow, unit * 0.16, unit * 0.13) for a in arms]),
        forearms=union([limb(size, a.elbow, a.wrist, unit * 0.13, unit * 0.10) for a in arms]),
        hands=union([limb(size, a.wrist, a.fingertip, unit * 0.13, unit * 0.11) for a in arms]),
        thighs=union(
            [
                limb(size, mix(g.hip, g.knee, 0.2), mix(g.hip, g.knee, 0.5), unit * 0.07, unit * 0.07)
                for g in legs
            ]
        ),
        legs=union(
            [
                limb(size, mix(g.hip, g.ankle, 0.25), mix(g.hip, g.ankle, 0.75), unit * 0.10, unit * 0.08)
                if np.linalg.norm(g.knee - mix(g.hip, g.ankle, 0.5)) < 0.2 * unit
                else limb(size, mix(g.hip, g.knee, 0.4), mix(g.knee, g.ankle, 0.5), unit * 0.10, unit * 0.08)
                for g in legs
            ]
        ),
        shins=union(
            [
                limb(size, mix(g.knee, g.ankle, 0.25), mix(g.knee, g.ankle, 0.8), unit * 0.05, unit * 0.05)
                for g in legs
            ]
        ),
        feet=union([limb(size, g.ankle, g.toe, unit * 0.12, unit * 0.12) for g in legs]),
    )
