"""What a composite may leave behind: old clothes, holes, floating pieces, halos, ragged edges."""

from __future__ import annotations

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter1d

from doublet.engines.image.lab import ciede2000, lab
from doublet.engines.pose import Joint, Pose
from doublet.engines.tryon.gates.cloth import Palette, palette_of
from doublet.engines.tryon.gates.evidence import Evidence
from doublet.engines.tryon.gates.limits import BASE_LEFT, FLOATING, HALO, HOLES, ROUGH
from doublet.engines.tryon.gates.verdict import Mark

_ALIKE, _STRANGE, _NEARER = 9.0, 11.0, 4.0  # CIEDE2000 (2:1:1)
_RINGS = ((-12, -6), (-1, 3), (7, 13))
_STEP, _SEEN = 8.0, 0.04
_FEWEST = 500
_SKIN, _MOSTLY = 10.0, 0.4


def unspoiled(evidence: Evidence) -> tuple[Mark, ...]:
    """The marks of everything that is no fault of likeness or fidelity."""
    return (
        BASE_LEFT.weigh(*_base_left(evidence)),
        HOLES.weigh(holes(evidence)),
        FLOATING.weigh(floating(evidence.figure, evidence.unit)),
        HALO.weigh(halo(evidence)),
        ROUGH.weigh(roughness(evidence.worn, evidence.figure, evidence.unit)),
    )


def _base_left(evidence: Evidence) -> tuple[float | None, str]:
    """Pixels of the old garment's colour beside the new one, as a share of the new one."""
    base = base_colours(evidence)
    pose = evidence.frame_pose
    if base is None or pose is None or evidence.cloth is None:
        return None, "What she wore was not found in the capture photo."
    zone = evidence.figure & ~_grown(evidence.worn, 3) & _worn_place(evidence, pose)
    colours = _neutral_lab(evidence)[zone]
    if not len(colours):
        return 0.0, ""
    like = base.apart(colours) < _ALIKE
    like &= base.apart(colours) < _skin(evidence, colours)
    left = np.zeros(zone.shape, np.uint8)
    left[zone] = like
    left = cv2.morphologyEx(left, cv2.MORPH_OPEN, np.ones((3, 3)))
    return float(left.sum()) / max(1, int(evidence.worn.sum())), ""


def base_colours(evidence: Evidence) -> Palette | None:
    """The colours of what the new garment replaces: the chest in the capture photo, or the thighs."""
    pose = evidence.photo_pose
    if pose is None:
        return None
    mask = np.zeros(evidence.photo.shape[:2], np.uint8)
    points = pose.points
    if evidence.category in ("tops", "dresses"):
        shoulders, hips = points[[11, 12]], points[[23, 24]]
        corners = np.vstack([shoulders, hips[::-1]])
        corners[[0, 1]] += (hips - shoulders) * 0.25
        corners[[2, 3]] -= (hips - shoulders)[::-1] * 0.50  # a cropped top ends at the ribs
        middle = corners.mean(0)
        cv2.fillConvexPoly(mask, np.round(middle + (corners - middle) * 0.75).astype(np.int32), 1)
    else:
        for hip, knee in ((Joint.LEFT_HIP, Joint.LEFT_KNEE), (Joint.RIGHT_HIP, Joint.RIGHT_KNEE)):
            a, b = points[hip] * 0.7 + points[knee] * 0.3, points[hip] * 0.3 + points[knee] * 0.7
            thick = max(3, int(0.10 * np.linalg.norm(points[11] - points[12])))
            cv2.line(mask, np.round(a).astype(int).tolist(), np.round(b).astype(int).tolist(), 1, thick)
    colours = lab(cv2.GaussianBlur(evidence.photo, (0, 0), 1.5)[mask > 0])
    cloth = colours[_skin(evidence, colours) > _SKIN]  # under a cropped top the middle of the trunk is skin
    if len(cloth) > _MOSTLY * len(colours):
        colours = cloth
    elif evidence.category not in ("tops", "dresses"):
        return None  # bare legs: there were no old clothes where a skirt hangs
    return palette_of(colours) if len(colours) > 300 else None


def _worn_place(evidence: Evidence, pose: Pose) -> np.ndarray:
    """HxW bool: the trunk for tops and dresses, below the waist for the rest; legs are not searched for tops."""
    rows = np.arange(evidence.frame.shape[0])[:, None]
    shoulders, hips = pose.points[[11, 12], 1].mean(), pose.points[[23, 24], 1].mean()
    trunk = hips - shoulders
    if evidence.category in ("tops", "dresses"):
        inside = (rows > shoulders - 0.12 * trunk) & (rows < hips - 0.05 * trunk)
    else:
        inside = rows > hips
    return np.broadcast_to(inside, evidence.frame.shape[:2])


def _neutral_lab(evidence: Evidence) -> np.ndarray:
    smooth = cv2.GaussianBlur(evidence.frame, (0, 0), 1.2).astype(np.float32)
    return lab(np.clip(smooth / evidence.light, 0, 255))


def _skin(evidence: Evidence, colours: np.ndarray) -> np.ndarray:
    if evidence.pair is None:
        return np.full(len(colours), 99.0)
    skin = lab(np.median(evidence.pair.photo[evidence.pair.oval], axis=0))
    return ciede2000(colours, skin, lightness=2.0)


def holes(evidence: Evidence) -> float:
    """The share of the garment through which skin, old clothes or nothing is seen."""
    if evidence.cloth is None or not evidence.worn.any():
        return 1.0
    worn = evidence.worn
    inner = cv2.erode(worn.astype(np.uint8), _disc(round(5 * evidence.unit))) > 0
    colours = _neutral_lab(evidence)[inner]
    photo = lab(evidence.cloth.pixels[evidence.cloth.inside(evidence.category)])
    own = (palette_of(photo) if len(photo) > _FEWEST else evidence.cloth.palette).apart(colours)
    other = _skin(evidence, colours)
    base = base_colours(evidence)
    if base is not None:
        other = np.minimum(other, base.apart(colours))
    torn = _enclosed(worn) & evidence.figure
    torn[inner] = (own > _STRANGE) & (other < _ALIKE) & (other < own - _NEARER)
    opened = cv2.morphologyEx(torn.astype(np.uint8), cv2.MORPH_OPEN, _disc(max(1, round(2 * evidence.unit))))
    return float(opened.sum()) / float(worn.sum())


def _enclosed(worn: np.ndarray) -> np.ndarray:
    """HxW bool: what lies within the garment's outline and is not garment."""
    outlines, _ = cv2.findContours(worn.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros(worn.shape, np.uint8)
    cv2.drawContours(filled, outlines, -1, 1, -1)
    return (filled > 0) & ~worn


def floating(figure: np.ndarray, unit: float) -> float:
    """The share of the figure that hangs together with nothing."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(figure.astype(np.uint8), connectivity=8)
    if count < 3:
        return 0.0
    areas = np.sort(stats[1:, cv2.CC_STAT_AREA])[:-1]
    return float(areas[areas > 12 * unit * unit].sum()) / float(figure.sum())


def halo(evidence: Evidence) -> float:
    """The share of the outline, below the chin, along which a line is brighter or darker than both its sides."""
    figure = evidence.figure.astype(np.uint8)
    pose = evidence.frame_pose
    from_ = pose.points[[11, 12], 1].mean() if pose is not None else 0.25 * figure.shape[0]
    signed = cv2.distanceTransform(1 - figure, cv2.DIST_L2, 5) - cv2.distanceTransform(figure, cv2.DIST_L2, 5)
    light = cv2.cvtColor(evidence.frame, cv2.COLOR_RGB2LAB)[..., 0].astype(np.float32) * (100 / 255)
    signed = signed / max(evidence.unit, 0.2)
    edge = (np.abs(signed) < 1.2) & (np.arange(figure.shape[0])[:, None] > from_)
    edge[-3:], edge[:, :3], edge[:, -3:] = False, False, False
    levels, there = [], edge
    for low, high in _RINGS:
        ring = ((signed >= low) & (signed <= high)).astype(np.float32)
        reach = 2 * round(9 * evidence.unit) + 1
        total = cv2.blur(ring, (reach, reach))
        levels.append(cv2.blur(light * ring, (reach, reach)) / np.maximum(total, 1e-4))
        there = there & (total > _SEEN)  # a narrow gap between arm and body has no outside
    inside, line, outside = (level[there] for level in levels)
    if not len(line):
        return 0.0
    above = line - np.maximum(inside, outside)
    below = np.minimum(inside, outside) - line
    return float((np.maximum(above, below) > _STEP).mean())


def roughness(worn: np.ndarray, figure: np.ndarray, unit: float) -> float:
    """How much longer the garment's edge is than the same edge smoothed, less one."""
    worn8 = cv2.medianBlur(worn.astype(np.uint8), 3)
    outlines, _ = cv2.findContours(worn8, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return 0.0
    edge = max(outlines, key=len)[:, 0].astype(np.float32)
    if len(edge) < 100:
        return 0.0
    fine, smooth = (gaussian_filter1d(edge, width * unit, axis=0, mode="wrap") for width in (1.5, 9))
    length = [
        float(np.linalg.norm(np.diff(line, axis=0, append=line[:1]), axis=1).sum()) for line in (fine, smooth)
    ]
    return length[0] / max(length[1], 1.0) - 1


def _disc(radius: int) -> np.ndarray:
    size = 2 * max(1, radius) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))


def _grown(mask: np.ndarray, pixels: int) -> np.ndarray:
    return cv2.dilate(mask.astype(np.uint8), _disc(pixels)) > 0
