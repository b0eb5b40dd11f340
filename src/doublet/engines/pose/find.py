"""From a photo to 33 body points: detect, look closer, look closer once more.

The networks are BlazePose (MediaPipe, Apache-2.0): V. Bazarevsky et al., "BlazePose: On-device
Real-time Body Pose tracking", 2020. The second look uses the alignment points of the first, which
steadies the joints of people who fill little of the photo.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from doublet.engines.pose.detect import detect
from doublet.engines.pose.interpreter import network
from doublet.engines.pose.region import Region, upright

SIZE = 256
BODY_POINTS = 33
_CENTRE, _REACH = 33, 34
_PRESENT = 0.5


@dataclass(frozen=True, eq=False)
class Pose:
    """A body found in a photo.

    Attributes:
        points: (33, 2) float32, pixels of the photo (they may lie outside of it).
        depth: (33,) float32, pixels towards (negative) or away from the camera, relative to the hips.
        visibility: (33,) float32, 0..1, how surely the point is in the frame and not hidden.
        mask: HxW float32, 0..1, a rough person mask, soft at about 1/256 of the body.
        score: 0..1, how sure the network is that this is a person.
    """

    points: np.ndarray
    depth: np.ndarray
    visibility: np.ndarray
    mask: np.ndarray
    score: float


def find(pixels: np.ndarray) -> Pose | None:
    """The pose of the surest person in an HxWx3 uint8 RGB photo, or None where nobody is found.

    Raises:
        Unavailable: a model file is missing.
    """
    region = detect(pixels)
    if region is None:
        return None
    first = _look(pixels, region)
    if first is None:
        return None
    _, raw = first
    closer = upright(raw[_CENTRE, :2], raw[_REACH, :2])
    second = _look(pixels, closer)
    region, found = (closer, second) if second is not None else (region, first)
    out, points = found
    mask = region.back(_sigmoid(out["Identity_2"][..., 0]), pixels.shape[1], pixels.shape[0])
    return Pose(
        points=points[:BODY_POINTS, :2].astype(np.float32),
        depth=points[:BODY_POINTS, 2].astype(np.float32),
        visibility=_sigmoid(points[:BODY_POINTS, 3]).astype(np.float32),
        mask=np.clip(mask, 0, 1).astype(np.float32),
        score=float(out["Identity_1"][0]),
    )


def _look(pixels: np.ndarray, region: Region) -> tuple[dict[str, np.ndarray], np.ndarray] | None:
    """The network's outputs on a region and its (39, 5) points brought back to photo pixels."""
    if not np.isfinite(region.side) or region.side < 8:
        return None
    out = network("pose_landmark_full.tflite").run(region.cut(pixels, SIZE) / np.float32(255))
    if out["Identity_1"][0] < _PRESENT:
        return None
    points = _refined(out["Identity"].reshape(39, 5).astype(np.float64), out["Identity_3"])
    matrix = region.to_photo(SIZE)
    points[:, :2] = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    points[:, 2] *= region.side / SIZE
    return out, points


def _refined(points: np.ndarray, heat: np.ndarray) -> np.ndarray:
    """Points moved to the centre of mass of their heatmap within 7x7 cells, where that is sure."""
    cells = heat.shape[0]
    scale = cells / SIZE
    for i, (x, y) in enumerate(points[:, :2]):
        column, row = int(x * scale), int(y * scale)
        if not (0 <= column < cells and 0 <= row < cells):
            continue
        rows = slice(max(0, row - 3), min(cells, row + 4))
        columns = slice(max(0, column - 3), min(cells, column + 4))
        window = _sigmoid(heat[rows, columns, i])
        if window.max() < 0.5:
            continue
        yy, xx = np.mgrid[rows, columns]
        points[i, :2] = np.array([(window * xx).sum(), (window * yy).sum()]) / window.sum() / scale
    return points


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -80, 80)))
