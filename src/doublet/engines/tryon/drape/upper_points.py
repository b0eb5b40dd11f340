"""The landmarks of a top or a dress, found on its outline."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.tryon.drape.body import SIDES
from doublet.engines.tryon.drape.geometry import outline
from doublet.engines.tryon.drape.mirror import axis_of

# a set-in sleeve's shoulder lies about above its armpit when laid flat, further out on a mannequin;
# still further out it is the sleeve's own edge
_SHOULDER_REACH = 1.06
_SHOULDER_REACH_FILLED = 1.22
FILLED = 1.65


def support(points: np.ndarray, degrees: float, sign: int) -> np.ndarray:
    """The point furthest in a direction, `degrees` from straight up towards the side of `sign`."""
    angle = np.deg2rad(degrees)
    return points[np.argmax(points @ np.array([sign * np.sin(angle), -np.cos(angle)]))]


def upper_points(mask: np.ndarray, *, dress: bool, sleeved: bool) -> dict[str, np.ndarray]:
    """Neck, shoulder, armpit and hem points of a top or dress; `sleeved` as `has_sleeves` saw it."""
    contour = outline(mask)
    axis = axis_of(mask)
    low, high = contour.min(0), contour.max(0)
    wide, tall = high - low
    pits = {side: _armpit(mask, contour, axis, sign) if sleeved else None for side, sign in SIDES}
    left, right = pits["left"], pits["right"]
    filled = left is not None and right is not None and tall > FILLED * (right[0] - left[0])
    points: dict[str, np.ndarray] = {}
    for side, sign in SIDES:
        half = contour[(contour[:, 0] - axis) * sign > 0]
        top = half[half[:, 1] < low[1] + 0.35 * tall]
        points[f"neck_{side}"] = support(top[np.abs(top[:, 0] - axis) < 0.33 * wide], 10, sign)
        shoulder = support(top, 38, sign)
        pit = pits[side]
        if pit is not None:
            reach = (_SHOULDER_REACH_FILLED if filled else _SHOULDER_REACH) * abs(pit[0] - axis)
            if abs(shoulder[0] - axis) > reach:
                inner = top[np.abs(top[:, 0] - axis) <= reach]
                inner = inner[inner[:, 1] < pit[1] - 0.05 * tall]
                shoulder = inner[np.argmax(np.abs(inner[:, 0] - axis))] if len(inner) else shoulder
        points[f"shoulder_{side}"] = shoulder
        if pit is not None:
            points[f"armpit_{side}"] = np.asarray(pit, float)
        # of the trunk only: a long sleeve may hang lower than the hem
        edge = 1.15 * abs(pit[0] - axis) if pit is not None and not dress else np.inf
        within = np.abs(half[:, 0] - axis) < edge
        bottom = half[(half[:, 1] > low[1] + 0.5 * tall) & within]
        bottom = bottom if len(bottom) else half[half[:, 1] > low[1] + 0.5 * tall]
        points[f"hem_{side}"] = bottom[np.argmax(bottom @ np.array([sign * 0.9, 1.0]))]
    if not sleeved:
        points |= _armholes(contour, axis, points)
    return points


def _armholes(contour: np.ndarray, axis: float, points: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The lowest points of a sleeveless garment's armholes: where its side turns out again."""
    shoulders = float(np.linalg.norm(points["shoulder_right"] - points["shoulder_left"]))
    found = {}
    for side, sign in SIDES:
        shoulder = points[f"shoulder_{side}"]
        under, over = shoulder[1] + 0.30 * shoulders, shoulder[1] + 0.85 * shoulders
        half = contour[(contour[:, 0] - axis) * sign > 0]
        band = half[(half[:, 1] > under) & (half[:, 1] < over)]
        # straight out, but less and less the further down, so that a wide skirt does not win
        found[f"armpit_{side}"] = (
            band[np.argmax(band @ np.array([sign, -0.35]))]
            if len(band)
            else shoulder + np.array([0, 0.5 * shoulders])
        )
    left, right = found["armpit_left"], found["armpit_right"]
    if abs(left[1] - right[1]) > 0.15 * shoulders:  # one slipped down to the waist: mirror the higher one
        good, bad = ("left", "right") if left[1] < right[1] else ("right", "left")
        x, y = found[f"armpit_{good}"]
        found[f"armpit_{bad}"] = contour[((contour - [2 * axis - x, y]) ** 2).sum(1).argmin()]
    return found


def has_sleeves(mask: np.ndarray) -> bool:
    """Whether both sides show an armpit: a notch between a sleeve and the trunk."""
    contour, axis = outline(mask), axis_of(mask)
    return all(_armpit(mask, contour, axis, sign) is not None for _, sign in SIDES)


def _armpit(mask: np.ndarray, contour: np.ndarray, axis: float, sign: int) -> np.ndarray | None:
    """The armpit of one side, or None where no sleeve hangs there."""
    low, high = contour.min(0), contour.max(0)
    wide, tall = high - low
    half = contour[(contour[:, 0] - axis) * sign > 0]
    notch, under = _notch(contour, axis, sign), _under_sleeve(half, axis, sign)
    # over a flared skirt the outline's deepest dent is the waist, not the armpit
    dents = [under, notch] if notch is None or notch[1] > under[1] + 0.06 * tall else [notch]
    for pit in (_enclosed_gap(mask, contour, axis, sign), *dents):
        if pit is None:
            continue
        above = half[half[:, 1] < pit[1] + 0.12 * tall]
        top = above[above[:, 1] < low[1] + 0.35 * tall]
        if not len(top):
            continue
        overhang = ((above[:, 0] - pit[0]) * sign).max()
        beyond = ((above[:, 0] - support(top, 38, sign)[0]) * sign).max()  # a wide shoulder is no sleeve
        if overhang > 0.14 * wide or (overhang > 0.07 * wide and beyond > 0.04 * wide):
            return pit
    return None


def _notch(contour: np.ndarray, axis: float, sign: int) -> np.ndarray | None:
    """The deepest dent of the outline that opens downwards and outwards."""
    low, high = contour.min(0), contour.max(0)
    wide, tall = high - low
    simple = cv2.approxPolyDP(contour[:, None].astype(np.int32), 1.5, True)
    hull = cv2.convexHull(simple, returnPoints=False)
    try:
        dents = cv2.convexityDefects(simple, np.sort(hull, axis=0)[::-1])
    except cv2.error:
        return None
    corners = simple.reshape(-1, 2).astype(float)
    best, found = 0.02 * max(wide, tall), None
    for start, end, deepest, depth in np.asarray(dents if dents is not None else []).reshape(-1, 4):
        point, a, b = corners[deepest], corners[start], corners[end]
        out = (point[0] - axis) * sign
        high_enough = low[1] + 0.08 * tall < point[1] < low[1] + 0.75 * tall
        opens_down = max(a[1], b[1]) > point[1] + 0.1 * tall
        ends_inside = min((a[0] - point[0]) * sign, (b[0] - point[0]) * sign) < 0.16 * wide
        if out > 0.08 * wide and high_enough and opens_down and ends_inside and depth / 256 > best:
            best, found = depth / 256, point
    return found


def _under_sleeve(half: np.ndarray, axis: float, sign: int) -> np.ndarray:
    """Where the outline turns from a short sleeve's end down the side: inwards of its tip, not far below."""
    low, high = half.min(0), half.max(0)
    wide, tall = 2 * (high[0] - low[0]), high[1] - low[1]
    out = (half[:, 0] - axis) * sign
    top = half[:, 1] < low[1] + 0.45 * min(tall, 1.3 * wide)
    tip = half[top][np.argmax(out[top])]
    near = half[(half[:, 1] >= tip[1] - 0.01 * wide) & (half[:, 1] < tip[1] + 0.35 * wide)]
    return near[np.argmax(near @ np.array([-sign, -0.9]))]


def _enclosed_gap(mask: np.ndarray, contour: np.ndarray, axis: float, sign: int) -> np.ndarray | None:
    """The top of the open space between a hanging sleeve and the trunk, seen row by row."""
    low, high = contour.min(0), contour.max(0)
    wide, tall = high - low
    hull = np.zeros(mask.shape, np.uint8)
    cv2.fillPoly(hull, [cv2.convexHull(contour.astype(np.int32))], 1)
    outward = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] if sign > 0 else np.cumsum(mask, axis=1)
    inward = np.cumsum(mask, axis=1) if sign > 0 else np.cumsum(mask[:, ::-1], axis=1)[:, ::-1]
    gap = (hull > 0) & ~mask & (outward > 3) & (inward > 3)
    xs = np.arange(mask.shape[1])[None]
    ys = np.arange(mask.shape[0])[:, None]
    gap &= ((xs - axis) * sign > 0.08 * wide) & (ys > low[1] + 0.15 * tall)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(gap.astype(np.uint8), connectivity=8)
    if count < 2:
        return None
    i = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    if stats[i, cv2.CC_STAT_HEIGHT] < 0.04 * tall or stats[i, cv2.CC_STAT_AREA] < 0.0006 * wide * tall:
        return None
    gy, gx = np.nonzero(labels == i)
    top = gy.min()
    if top > low[1] + 0.6 * tall:  # a slit at the hem
        return None
    return np.array([gx[gy <= top + 2].mean(), top - 1.0])
