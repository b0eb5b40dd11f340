"""Small plane geometry: unit vectors, paths by arc length, masks of polygons and limbs."""

from __future__ import annotations

import cv2
import numpy as np


def unit(vector: np.ndarray) -> np.ndarray:
    """The vector at length one."""
    return np.asarray(vector, float) / (float(np.linalg.norm(vector)) + 1e-9)


def mix(a: np.ndarray, b: np.ndarray, share: float) -> np.ndarray:
    """The point `share` of the way from `a` to `b`."""
    return np.asarray(a, float) * (1 - share) + np.asarray(b, float) * share


def lengths(path: np.ndarray) -> np.ndarray:
    """(n,) the arc length from the start of an (n, 2) path to each of its points."""
    return np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))]


def along(path: np.ndarray, shares: np.ndarray | list[float]) -> np.ndarray:
    """(k, 2) points at the given shares (0..1) of a path's length."""
    run = lengths(path)
    at = np.asarray(shares, float) * run[-1]
    return np.stack([np.interp(at, run, path[:, 0]), np.interp(at, run, path[:, 1])], 1)


def outline(mask: np.ndarray) -> np.ndarray:
    """(n, 2) float: the outer contour of the biggest piece of a mask, every pixel."""
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not found:
        return np.zeros((0, 2))
    return max(found, key=cv2.contourArea).reshape(-1, 2).astype(float)


def between(contour: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The shorter way round a closed contour from the point nearest `a` to the point nearest `b`."""
    i = int(((contour - a) ** 2).sum(1).argmin())
    j = int(((contour - b) ** 2).sum(1).argmin())
    onward = contour[i : j + 1] if i <= j else np.vstack([contour[i:], contour[: j + 1]])
    back = contour[j : i + 1] if j <= i else np.vstack([contour[j:], contour[: i + 1]])
    return onward if len(onward) < len(back) else back[::-1]


def route(contour: np.ndarray, a: np.ndarray, b: np.ndarray, avoid: np.ndarray) -> np.ndarray:
    """The way round a closed contour from near `a` to near `b` that stays further from `avoid`."""
    i = int(((contour - a) ** 2).sum(1).argmin())
    j = int(((contour - b) ** 2).sum(1).argmin())
    onward = contour[i : j + 1] if i <= j else np.vstack([contour[i:], contour[: j + 1]])
    back = contour[j : i + 1] if j <= i else np.vstack([contour[j:], contour[: i + 1]])
    ways = (onward, back[::-1])
    return max(ways, key=lambda way: float(((way - avoid) ** 2).sum(1).min()))


def polygon(shape: tuple[int, ...], corners: np.ndarray) -> np.ndarray:
    """HxW bool mask of a filled polygon."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], 1)
    return mask.astype(bool)


def limb(shape: tuple[int, ...], a: np.ndarray, b: np.ndarray, start: float, end: float) -> np.ndarray:
    """HxW bool mask of a limb from `a` to `b` whose radius goes from `start` to `end` pixels."""
    mask = np.zeros(shape[:2], np.uint8)
    steps = max(2, int(np.linalg.norm(np.asarray(b) - a) / 3) + 2)
    for share in np.linspace(0, 1, steps):
        x, y = mix(a, b, share)
        radius = max(1, round(start + (end - start) * share))
        cv2.circle(mask, (round(float(x)), round(float(y))), radius, 1, -1)
    return mask.astype(bool)


def sample(values: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Values of a picture at (n, 2) points, bilinear; zero outside."""
    x = points[:, 0].astype(np.float32)[None]
    y = points[:, 1].astype(np.float32)[None]
    return cv2.remap(values.astype(np.float32), x, y, cv2.INTER_LINEAR, borderValue=0)[0]


def ray(mask: np.ndarray, start: np.ndarray, direction: np.ndarray, low: float, high: float) -> float | None:
    """How far from `start` a mask (0..1) first falls under a half, between `low` and `high`; or None."""
    steps = np.arange(low, high, 1.0)
    gone = np.nonzero(sample(mask, np.asarray(start) + steps[:, None] * direction) < 0.5)[0]
    return float(steps[gone[0]]) if len(gone) else None


def soft(mask: np.ndarray, sigma: float) -> np.ndarray:
    """A bool mask with a blurred edge, float32."""
    return cv2.GaussianBlur(mask.astype(np.float32), (0, 0), sigma)


def grow(mask: np.ndarray, size: int) -> np.ndarray:
    """A bool mask dilated by a square of `size` pixels."""
    return cv2.dilate(mask.astype(np.uint8), np.ones((size, size), np.uint8)) > 0


def shrink(mask: np.ndarray, size: int) -> np.ndarray:
    """A bool mask eroded by a square of `size` pixels."""
    return cv2.erode(mask.astype(np.uint8), np.ones((size, size), np.uint8)) > 0


def fill_holes(mask: np.ndarray, largest: float) -> np.ndarray:
    """A bool mask with its enclosed holes filled, those smaller than `largest` of its area."""
    padded = np.pad(mask.astype(np.uint8), 1)
    cv2.floodFill(padded, None, (0, 0), 2)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((padded[1:-1, 1:-1] == 0).astype(np.uint8))
    small = stats[:, cv2.CC_STAT_AREA] < largest * max(1, int(mask.sum()))
    small[0] = False
    return mask | small[labels]


def biggest(mask: np.ndarray) -> np.ndarray:
    """The biggest connected piece of a bool mask."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 2:
        return mask.astype(bool)
    return labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
