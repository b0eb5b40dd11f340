"""The colour of the nearest pixel of a set: how cut-outs guess what lies under a mixed edge."""

from __future__ import annotations

import cv2
import numpy as np


def spread(pixels: np.ndarray, known: np.ndarray, blur: float = 0.0) -> np.ndarray:
    """`pixels` as float32 where `known`, elsewhere the colour of the nearest known pixel.

    Args:
        pixels: HxWx3 or HxW.
        known: HxW bool; where none is known the picture comes back unchanged.
        blur: sigma of a smoothing of the spread colours, pixels.
    """
    source = pixels.astype(np.float32)
    if not known.any():
        return source
    _, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    ys, xs = np.nonzero(known)
    index = np.zeros(int(labels.max()) + 1, np.int64)
    index[labels[ys, xs]] = np.arange(len(ys))
    near = index[labels]
    if not blur:
        return source[ys[near], xs[near]]
    weight = known.astype(np.float32)
    whole = np.maximum(cv2.GaussianBlur(weight, (0, 0), blur), 1e-4)
    flat = source.ndim == 2
    mask, total = (known, whole) if flat else (known[..., None], whole[..., None])
    smooth = cv2.GaussianBlur(source * (weight if flat else weight[..., None]), (0, 0), blur) / total
    return np.where(mask, source, cv2.GaussianBlur(smooth[ys[near], xs[near]], (0, 0), blur))
