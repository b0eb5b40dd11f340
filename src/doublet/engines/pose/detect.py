"""Finding a person in a whole photo: single-shot detector on a 224-pixel letterbox."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from doublet.engines.pose.interpreter import network
from doublet.engines.pose.region import Region, upright

SIZE = 224
SURE = 0.5
_STRIDES = ((8, 2), (16, 2), (32, 6))


@cache
def _anchors() -> np.ndarray:
    """Anchor centres (2254, 2) in 0..1: two a cell at strides 8 and 16, six at stride 32."""
    rows = []
    for stride, per_cell in _STRIDES:
        cells = SIZE // stride
        y, x = np.mgrid[:cells, :cells]
        centres = np.stack([x.ravel() + 0.5, y.ravel() + 0.5], 1) / cells
        rows.append(np.repeat(centres, per_cell, axis=0))
    return np.concatenate(rows).astype(np.float32)


def detect(pixels: np.ndarray) -> Region | None:
    """The region round the surest person of an HxWx3 photo, or None where nobody is found."""
    height, width = pixels.shape[:2]
    long_side = max(height, width)
    scale = SIZE / long_side
    small = cv2.resize(
        pixels,
        (max(1, round(width * scale)), max(1, round(height * scale))),
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR,
    )
    left, top = (SIZE - small.shape[1]) // 2, (SIZE - small.shape[0]) // 2
    box = np.zeros((SIZE, SIZE, 3), np.float32)
    box[top : top + small.shape[0], left : left + small.shape[1]] = small
    out = network("pose_detection.tflite").run(box / 127.5 - 1)

    scores = 1 / (1 + np.exp(-np.clip(out["Identity_1"][:, 0], -80, 80)))
    best = int(scores.argmax())
    if scores[best] < SURE:
        return None
    # neighbouring anchors see the same person: their mean, weighted by score, is steadier than one
    raw, anchors = out["Identity"], _anchors() * SIZE
    boxes = raw[:, :4] + np.pad(anchors, ((0, 0), (0, 2)))
    near = (scores > SURE) & (_overlap(boxes, boxes[best]) > 0.3)
    weight = scores[near][:, None, None]
    points = raw[near, 4:12].reshape(-1, 4, 2) + anchors[near][:, None]
    centre, reach = ((points * weight).sum(0) / weight.sum())[:2]
    offset = np.array([left, top])
    return upright((centre - offset) / scale, (reach - offset) / scale)


def _overlap(boxes: np.ndarray, one: np.ndarray) -> np.ndarray:
    """Intersection over union of (n, 4) boxes as x, y, width, height (centred) with one box."""
    low = np.maximum(boxes[:, :2] - boxes[:, 2:] / 2, one[:2] - one[2:] / 2)
    high = np.minimum(boxes[:, :2] + boxes[:, 2:] / 2, one[:2] + one[2:] / 2)
    both = np.prod(np.clip(high - low, 0, None), axis=1)
    return both / (np.prod(boxes[:, 2:], axis=1) + np.prod(one[2:]) - both + 1e-6)
