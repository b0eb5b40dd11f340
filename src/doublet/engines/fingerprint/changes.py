"""Was a copy changed? The copy is laid over the original, and what recompression cannot explain is shown."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.fingerprint import features, geometry
from doublet.engines.fingerprint.matching import LEAST_CELLS, LEAST_INLIERS

_POINTS = 900
_SMOOTH = 2.0
# Levels of 255 after smoothing: below, JPEG 40 and resizing to a third explain the difference.
_LEAST_DIFFERENCE = 16.0
# With fewer pixels than this for each one compared, resampling alone differs more.
_PLENTY = 0.6
_LEAST_AREA_SHARE = 0.0008
_RECOLOURED = 12.0
_EDGE = 5
_FURTHEST_REFINEMENT = 6.0

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class ChangeReport:
    """What differs between a copy and its original beyond recompression, resizing and cropping.

    Attributes:
        aligned: the two could be laid over each other; if not, nothing else here means anything.
        changed: some region differs, or the colours as a whole.
        share: changed part of what both show, 0 to 1.
        boxes: left, top, right, bottom of the changed regions, in pixels of the copy, largest first.
        coverage: part of the original that the copy still shows, 0 to 1.
        recoloured: the copy's colours or brightness were shifted as a whole.
        mirrored: the copy is mirrored.
    """

    aligned: bool
    changed: bool = False
    share: float = 0.0
    boxes: tuple[Box, ...] = ()
    coverage: float = 0.0
    recoloured: bool = False
    mirrored: bool = False


def changed(query_pixels: np.ndarray, reference_pixels: np.ndarray) -> ChangeReport:
    """Whether and where the query differs from the reference (both uint8 HxWx3 RGB), about 0.3 s.

    Works at long side 512: what is smaller than about 1/35 of the picture each way can stay unseen.
    """
    reference = features.at_long_side(reference_pixels)
    known = features.find(reference, _POINTS)
    tries = []
    for mirrored in (False, True):
        turned = np.ascontiguousarray(query_pixels[:, ::-1]) if mirrored else query_pixels
        query = features.at_long_side(turned)
        tries.append((geometry.agree(features.find(query, _POINTS), known), query, mirrored))
    found, query, mirrored = max(tries, key=lambda each: each[0].inliers)
    if found.inliers < LEAST_INLIERS or found.cells < LEAST_CELLS:
        return ChangeReport(aligned=False)
    onto = _refined(found.onto(), query, reference)
    return _report(query, reference, onto, query_pixels.shape, mirrored=mirrored)


def _refined(onto: np.ndarray, query: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """The map moved by fractions of a pixel to where the pictures correlate best; points alone are coarse."""
    grey, other = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (reference, query))
    back = cv2.invertAffineTransform(onto).astype(np.float32)
    everywhere = np.full(grey.shape, 255, np.uint8)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)
    try:
        _, better = cv2.findTransformECC(grey, other, back.copy(), cv2.MOTION_AFFINE, stop, everywhere, 5)
    except cv2.error:
        return onto
    corners = np.array([(x, y, 1) for x in (0, grey.shape[1]) for y in (0, grey.shape[0])])
    moved = np.abs(corners @ (better - back).T).max()
    return cv2.invertAffineTransform(better).astype(np.float64) if moved < _FURTHEST_REFINEMENT else onto


def _detail(onto: np.ndarray, small: tuple[int, ...], full: tuple[int, ...]) -> float:
    """Pixels that the copy had for each pixel of the reference at long side 512, along a side."""
    return max(full[:2]) / max(small[:2]) / float(np.sqrt(abs(np.linalg.det(onto[:, :2]))))


def _softened(reference: np.ndarray, detail: float) -> np.ndarray:
    """The reference with no more detail than the copy can have, which may have been made tiny."""
    if detail >= 1:
        return reference
    height, width = reference.shape[:2]
    size = max(8, round(width * detail)), max(8, round(height * detail))
    tiny = cv2.resize(reference, size, interpolation=cv2.INTER_AREA)
    return cv2.resize(tiny, (width, height), interpolation=cv2.INTER_CUBIC)


def _report(
    query: np.ndarray,
    reference: np.ndarray,
    onto: np.ndarray,
    shape: tuple[int, ...],
    *,
    mirrored: bool,
) -> ChangeReport:
    height, width = reference.shape[:2]
    laid = cv2.warpAffine(query, onto, (width, height), borderMode=cv2.BORDER_REPLICATE)
    covered = cv2.warpAffine(np.full(query.shape[:2], 255, np.uint8), onto, (width, height)) == 255
    inset = np.ones((2 * _EDGE + 1, 2 * _EDGE + 1), np.uint8)
    shown = cv2.erode(covered.astype(np.uint8), inset, borderValue=0) > 0
    if not shown.any():
        return ChangeReport(aligned=False)
    detail = _detail(onto, query.shape, shape)
    soft = _softened(reference, detail)
    before, after = (cv2.GaussianBlur(p, (0, 0), _SMOOTH).astype(np.float32) for p in (soft, laid))
    adjusted, shift = _same_tone(before, after, shown)
    least = _LEAST_DIFFERENCE * max(1.0, _PLENTY / detail)
    regions = _regions(_beyond(adjusted, after) > least, shown)
    mask = np.isin(regions[0], regions[1]) if regions[1] else np.zeros_like(shown)
    boxes = tuple(_box(regions[0] == label, onto, query.shape, shape, mirrored) for label in regions[1])
    recoloured = shift > _RECOLOURED
    return ChangeReport(
        aligned=True,
        changed=bool(boxes) or recoloured,
        share=round(float(mask.sum() / shown.sum()), 4),
        boxes=boxes,
        coverage=round(float(covered.mean()), 3),
        recoloured=recoloured,
        mirrored=mirrored,
    )


def _same_tone(before: np.ndarray, after: np.ndarray, shown: np.ndarray) -> tuple[np.ndarray, float]:
    """`before` with the copy's gain and offset per channel, and how far that moved it (mean, of 255).

    Fitted to the half of the pixels that agree best, so a painted region does not pull it.
    """
    adjusted = before.copy()
    for channel in range(3):
        x, y = before[..., channel][shown], after[..., channel][shown]
        gain, offset = 1.0, float(np.median(y - x))
        for _ in range(3):
            error = np.abs(gain * x + offset - y)
            close = error <= np.median(error)
            spread = float(x[close].var())
            if spread > 1:
                gain = float(((x[close] - x[close].mean()) * (y[close] - y[close].mean())).mean()) / spread
            offset = float(y[close].mean() - gain * x[close].mean())
        adjusted[..., channel] = gain * before[..., channel] + offset
    return adjusted, float(np.abs(adjusted - before)[shown].mean())


def _beyond(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """How far each pixel lies outside what its neighbours one pixel away had: HxW, levels of 255."""
    near = np.ones((3, 3), np.uint8)
    outside = np.maximum(after - cv2.dilate(before, near), cv2.erode(before, near) - after)
    return np.asarray(outside.max(axis=2))


def _regions(differs: np.ndarray, shown: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Connected regions that differ, as a label image and the labels kept, largest first."""
    joined = cv2.morphologyEx((differs & shown).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    least = _LEAST_AREA_SHARE * shown.size
    areas = {label: int(stats[label, cv2.CC_STAT_AREA]) for label in range(1, count)}
    kept = [label for label, area in areas.items() if area >= least]
    return labels, sorted(kept, key=lambda label: -areas[label])


def _box(
    region: np.ndarray, onto: np.ndarray, small: tuple[int, ...], full: tuple[int, ...], mirrored: bool
) -> Box:
    """The region's box, brought back from the reference into pixels of the copy as it was given."""
    down, across = np.nonzero(region)
    corners = np.array([(x, y, 1) for x in (across.min(), across.max()) for y in (down.min(), down.max())])
    back = cv2.invertAffineTransform(onto)
    placed = corners @ back.T * (full[1] / small[1], full[0] / small[0])
    left, top = np.clip(placed.min(axis=0), 0, (full[1], full[0]))
    right, bottom = np.clip(placed.max(axis=0), 0, (full[1], full[0]))
    if mirrored:
        left, right = full[1] - right, full[1] - left
    return round(left), round(top), round(right), round(bottom)
