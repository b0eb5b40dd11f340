"""Do sleeves and hem end where they should? The frame's cloth against what the engine meant to lay.

An engine that does not say is held to the garment photo's own proportions, which tell less.
"""

from __future__ import annotations

import numpy as np

from doublet.engines.pose import Joint, Pose
from doublet.engines.tryon.contract import Category
from doublet.engines.tryon.gates.evidence import Evidence
from doublet.engines.tryon.gates.limits import HEM, SLEEVE
from doublet.engines.tryon.gates.trunk import sleeve_reach, trunk_of
from doublet.engines.tryon.gates.verdict import Mark

_SAMPLES = 60
_FEWEST = 500
_ROW = 0.15
# fitted to accepted pictures, not theory: a flat garment's trunk against what is seen of it on a body
_WHOLE_ARM, _ARM_PER_REACH = 0.94, 0.70
_HEM: dict[Category, tuple[float, float]] = {
    "tops": (0.60, 0.60),
    "dresses": (0.60, 0.70),
    "bottoms": (1.90, 0.20),
    "skirts": (0.30, 1.00),
}


def same_lengths(evidence: Evidence) -> tuple[Mark, ...]:
    """The marks of sleeves (tops and dresses) and hem."""
    stance = evidence.frame_pose
    if evidence.cloth is None or stance is None or evidence.worn.sum() < _FEWEST:
        nothing = "No stance was found in the frame." if stance is None else "No garment was found."
        return SLEEVE.weigh(None, nothing), HEM.weigh(None, nothing)
    kind, mask = evidence.category, evidence.cloth.mask
    said = evidence.measures
    ends = hem_of(evidence.worn, stance, kind)
    off = None if ends is None else abs(ends / said.get("hem_drop", expected_hem(mask, kind)) - 1)
    hem = HEM.weigh(off, "The picture ends above the hem.")
    if kind not in ("tops", "dresses"):
        return (hem,)
    cover = said.get("sleeve_cover", expected_cover(mask, kind))
    return SLEEVE.weigh(abs(arm_cover(evidence.worn, stance) - cover)), hem


def arm_cover(worn: np.ndarray, pose: Pose) -> float:
    """Share of the arm, shoulder joint to wrist, that cloth covers: the longer sleeve's."""
    j = Joint
    arms = (
        (j.LEFT_SHOULDER, j.LEFT_ELBOW, j.LEFT_WRIST),
        (j.RIGHT_SHOULDER, j.RIGHT_ELBOW, j.RIGHT_WRIST),
    )
    return float(np.mean([_covered(worn, pose.points[list(arm)]) for arm in arms]))


def _covered(worn: np.ndarray, points: np.ndarray) -> float:
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    run = np.concatenate([[0], np.cumsum(steps)])
    at = np.linspace(0, run[-1], _SAMPLES)
    xs = np.clip(np.interp(at, run, points[:, 0]), 0, worn.shape[1] - 1).astype(int)
    ys = np.clip(np.interp(at, run, points[:, 1]), 0, worn.shape[0] - 1).astype(int)
    return float(worn[ys, xs].mean())


def expected_cover(mask: np.ndarray, category: Category) -> float:
    """The share of an arm that a garment's sleeves should cover, from its cut-out."""
    return min(_WHOLE_ARM, _ARM_PER_REACH * sleeve_reach(mask, trunk_of(mask, category)))


def hem_of(worn: np.ndarray, pose: Pose, category: Category) -> float | None:
    """How far below the shoulders (or hips) the garment ends, in shoulder widths; None if out of the picture."""
    points = pose.points
    top = [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]
    across = points[top, 0]
    if category in ("bottoms", "skirts"):
        top = [Joint.LEFT_HIP, Joint.RIGHT_HIP]
    middle = worn[:, max(0, int(across.min())) : int(across.max()) + 1]
    rows = np.nonzero(middle.mean(1) > _ROW)[0] if middle.size else np.zeros(0)
    if not len(rows) or rows.max() >= worn.shape[0] - 3:
        return None
    return float(rows.max() - points[top, 1].mean()) / max(float(np.ptp(across)), 1.0)


def expected_hem(mask: np.ndarray, category: Category) -> float:
    """The same from the garment's proportions: cloth hangs looser on the wide than on the narrow."""
    trunk = trunk_of(mask, category)
    base, gain = _HEM[category]
    return base + gain * trunk.height / trunk.width
