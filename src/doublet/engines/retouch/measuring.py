"""What a retouch did to her, in numbers, from pixels.

What the whole picture did (an exposure, a curve) is learned from everything that is not skin, and done to
the unretouched picture first: what then still differs is what was done to her alone.
"""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines import face
from doublet.engines.image.lab import ciede2000, lab
from doublet.kernel.refusals import Refused

_BINS = 32
_ROWS = 1024
_LUMA = np.array([0.2126, 0.7152, 0.0722])
_OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip


def measure(before: np.ndarray, after: np.ndarray, whole: np.ndarray) -> dict[str, float]:
    """The guard's numbers, by the names of `guard.LIMITS`.

    Args:
        before, after: HxWx3 uint8: unretouched, and retouched without what shifts pixels or hides them.
        whole: retouched with every step that touches colours.

    Raises:
        Refused: ``no_face_to_guard``: nobody can say that nothing changed, so nothing passes.
        Unavailable: a model file is missing.
    """
    scale = min(1.0, _ROWS / before.shape[0])
    before, after, whole = (
        cv2.resize(each, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        for each in (before, after, whole)
    )
    points = _face_points(before)
    oval = _face_oval(before, points)
    skin = _skin(before, points, oval)
    meant = _as_the_rest(before, after, skin)
    moved, eyes = _moved(meant, after), float(np.linalg.norm(points[33] - points[263]))
    in_face = cv2.dilate(oval.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    found = {
        **_skin_tone(meant[skin], after[skin]),
        "skin_total": _median_off(before[skin], whole[skin]),
        "skin_texture": _fine(after, oval) / _fine(meant, oval),
        "face_shape": max(_face_shape(meant, after, eyes), _furthest(moved, before, in_face) / eyes),
        "outline": 100 * _furthest(moved, before, np.ones_like(in_face)) / before.shape[0],
    }
    return {name: round(float(value), 4) for name, value in found.items()}


def _face_points(pixels: np.ndarray) -> np.ndarray:
    faces = face.find(pixels)
    if not faces:
        raise Refused(
            "no_face_to_guard",
            "No face was found in the picture, so nobody can say that the retouch leaves her as she is.",
            rule="HOUSE-NEVER",
            hint="Leave this picture as it is.",
        )
    return face.mesh(pixels, max(faces, key=lambda each: each.size).box_xyxy)


def _face_oval(pixels: np.ndarray, points: np.ndarray) -> np.ndarray:
    """HxW bool: the face within its rim."""
    oval = np.zeros(pixels.shape[:2], np.uint8)
    cv2.fillPoly(oval, [np.rint(points[list(_OVAL)]).astype(np.int32)], 1)
    size = max(3, int(0.04 * np.ptp(points[:, 1]))) | 1
    return cv2.erode(oval, np.ones((size, size), np.uint8)) > 0


def _skin(pixels: np.ndarray, points: np.ndarray, oval: np.ndarray) -> np.ndarray:
    """HxW bool: the face without eyes, brows and mouth, and what has its colour on neck and arms."""
    seen = lab(pixels)
    own = seen[oval]
    middle = np.median(own, axis=0)
    spread = np.maximum(np.median(np.abs(own - middle), axis=0) * 1.4826, (5, 2.5, 2.5))
    like = (np.abs(seen - middle) < 2.6 * spread).all(axis=2)
    wide = 2.2 * np.ptp(points[:, 0])
    x, y = points.mean(0)
    below = np.zeros_like(oval)
    below[max(0, int(y)) : int(y + 3.2 * wide), max(0, int(x - wide)) : int(x + wide)] = True
    grown = cv2.morphologyEx((like & below).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)) > 0
    # a wall or a dress of her colour is no skin: where so much looks like it, the face alone counts
    return (oval & like) | grown if grown[below].mean() < 0.35 else oval & like


def _as_the_rest(before: np.ndarray, after: np.ndarray, skin: np.ndarray) -> np.ndarray:
    """The unretouched picture, each channel bent as everything that is not skin was bent."""
    rest = ~cv2.dilate(skin.astype(np.uint8), np.ones((15, 15), np.uint8)).astype(bool)
    tables = [_table(before[..., c][rest], after[..., c][rest]) for c in range(3)]
    return np.dstack([cv2.LUT(before[..., c], table) for c, table in enumerate(tables)])


def _table(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """(256,) uint8: what this channel's values became, between and beyond the tones that were seen."""
    which = np.minimum(before.astype(int) * _BINS // 256, _BINS - 1)
    x, y = [], []
    for number in range(_BINS):
        own = which == number
        if own.sum() >= 60:
            x.append(float(before[own].mean()))
            y.append(float(after[own].mean()))
    if not x:
        return np.arange(256, dtype=np.uint8)
    ends = ([0.0], [255.0]) if x[0] > 1 and x[-1] < 254 else ([0.0] * (x[0] > 1), [255.0] * (x[-1] < 254))
    low, high = min(y[0], max(0.0, y[0] - x[0])), max(y[-1], min(255.0, y[-1] + 255 - x[-1]))
    known_x, known_y = [*ends[0], *x, *ends[1]], [*([low] * len(ends[0])), *y, *([high] * len(ends[1]))]
    return np.clip(np.rint(np.interp(np.arange(256), known_x, known_y)), 0, 255).astype(np.uint8)


def _skin_tone(meant: np.ndarray, after: np.ndarray) -> dict[str, float]:
    """Depth in stops (the same for every skin tone) and colour as CIEDE2000 at equal lightness."""
    light = [float(np.median((each.astype(float) / 255) ** 2.2 @ _LUMA)) + 1e-4 for each in (meant, after)]
    was, now = (np.median(lab(each), axis=0) for each in (meant, after))
    return {
        "skin_depth": abs(float(np.log2(light[1] / light[0]))),
        "skin_hue": float(ciede2000(np.array([60, was[1], was[2]]), np.array([60, now[1], now[2]]))),
    }


def _median_off(before: np.ndarray, after: np.ndarray) -> float:
    return float(ciede2000(np.median(lab(before), axis=0), np.median(lab(after), axis=0)))


def _fine(pixels: np.ndarray, inside: np.ndarray) -> float:
    """Energy of fine detail, relative to brightness."""
    grey = pixels.astype(np.float32) @ _LUMA.astype(np.float32)
    level = cv2.GaussianBlur(grey, (0, 0), 10) + 8
    band = cv2.GaussianBlur(grey, (0, 0), 0.5) - cv2.GaussianBlur(grey, (0, 0), 1.8)
    part = (band / level)[inside]
    low, high = np.percentile(part, (2, 98))  # a mole that is healed is no texture
    return float(np.sqrt(np.mean(np.clip(part, low, high) ** 2))) + 1e-4


def _face_shape(before: np.ndarray, after: np.ndarray, eyes: float) -> float:
    """Root mean square distance of the face's points, the best similarity taken off, in eye distances."""
    try:
        one, two = _face_points(before), _face_points(after)
    except Refused:
        return 1.0  # a face that is not one any more
    a, b = (each @ np.array([1, 1j]) for each in (one - one.mean(0), two - two.mean(0)))
    turned = a * (np.vdot(a, b) / np.vdot(a, a))
    return float(np.sqrt(np.mean(np.abs(turned - b) ** 2))) / max(eyes, 1.0)


def _moved(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """HxW: how far each place moved, in pixels (optical flow of even pictures)."""
    one, two = (_even(each) for each in (before, after))
    flow = cv2.calcOpticalFlowFarneback(one, two, None, 0.5, 3, 19, 3, 5, 1.1, 0)  # type: ignore[call-overload]
    return np.linalg.norm(flow, axis=2)


def _furthest(moved: np.ndarray, pixels: np.ndarray, inside: np.ndarray) -> float:
    """The 99th percentile of the way, over edges; plain places say nothing about where they went."""
    even = _even(pixels)
    edges = cv2.magnitude(cv2.Sobel(even, cv2.CV_32F, 1, 0), cv2.Sobel(even, cv2.CV_32F, 0, 1))
    strong = inside & (edges > np.percentile(edges, 92))
    return float(np.percentile(moved[strong], 99)) if strong.sum() > 50 else 0.0


def _even(pixels: np.ndarray) -> np.ndarray:
    """HxW uint8 in which brightness and contrast of a place no longer count."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean = cv2.GaussianBlur(grey, (0, 0), 20)
    spread = np.sqrt(cv2.GaussianBlur((grey - mean) ** 2, (0, 0), 20)) + 5
    return np.clip(128 + 42 * (grey - mean) / spread, 0, 255).astype(np.uint8)
