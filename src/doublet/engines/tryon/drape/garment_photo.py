"""A garment photo cut out: cropped to the garment, its mask, its soft edge and its clean colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.matte import cut_out, saliency
from doublet.engines.matte.backdrop import Backdrop, fit_backdrop
from doublet.engines.matte.nearest import spread
from doublet.engines.tryon.contract import GarmentUnsuitable
from doublet.engines.tryon.drape.geometry import biggest, fill_holes, grow, shrink

LONG_SIDE = 1024
_SMALLEST = 200
_MARGIN = 0.06
_PLAIN_RIM = 4.0


@dataclass(frozen=True, eq=False)
class GarmentPhoto:
    """A garment at working size.

    Attributes:
        pixels: HxWx3 uint8, cropped and scaled to 1024 on its long side, with a margin.
        mask: HxW bool. alpha: HxW float32, a soft edge just inside the mask.
        clean: HxWx3 uint8, the garment's colours bled outwards over the backdrop.
        scale, origin: a point of the photo is at ``(point - origin) * scale`` here.
        backdrop_spread: how far the backdrop's colours spread at the photo's rim, Lab units; 0 is even.
    """

    pixels: np.ndarray
    mask: np.ndarray
    alpha: np.ndarray
    clean: np.ndarray
    scale: float
    origin: np.ndarray
    backdrop_spread: float

    def inward(self, point: tuple[float, float]) -> np.ndarray:
        """A point of the original photo in pixels of this one."""
        return (np.asarray(point, float) - self.origin) * self.scale

    def outward(self, point: np.ndarray) -> tuple[float, float]:
        """A point here in pixels of the original photo."""
        x, y = point / self.scale + self.origin
        return float(x), float(y)


def cut_garment(pixels: np.ndarray) -> GarmentPhoto:
    """Cut the garment out of an HxWx3 uint8 RGB photo.

    Raises:
        GarmentUnsuitable: too small, or nothing stands out from the backdrop.
        Unavailable: the model file is missing.
    """
    height, width = pixels.shape[:2]
    if min(height, width) < _SMALLEST:
        raise GarmentUnsuitable(
            "garment_photo_too_small",
            f"The garment photo is {width} x {height} pixels.",
            hint="Use a photo at least 800 pixels high.",
        )
    first = min(1.0, 640 / max(height, width))
    small = cv2.resize(pixels, None, fx=first, fy=first, interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(_mask(small, saliency(small)))
    reach = max(np.ptp(xs), np.ptp(ys)) if len(xs) else 0
    if len(xs) < 0.01 * small.shape[0] * small.shape[1] or reach < 0.2 * max(small.shape[:2]):
        raise GarmentUnsuitable(
            "no_garment",
            "No garment stands out from the backdrop of the photo.",
            hint="Lay it flat on a plain backdrop of another colour.",
        )
    margin = _MARGIN * max(np.ptp(xs), np.ptp(ys)) / first
    corner = np.array([xs.min() / first - margin, ys.min() / first - margin])
    far = np.array([xs.max() / first + margin, ys.max() / first + margin])
    scale = float(LONG_SIDE / (far - corner).max())
    size = np.maximum(1, np.round((far - corner) * scale)).astype(int)
    matrix = np.array([[scale, 0, -corner[0] * scale], [0, scale, -corner[1] * scale]])
    near = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 0.7 else None
    if near is not None:  # a plain warp would skip pixels of a big photo
        matrix = np.array([[1, 0, -corner[0] * scale], [0, 1, -corner[1] * scale]])
    work = cv2.warpAffine(
        pixels if near is None else near,
        matrix,
        (int(size[0]), int(size[1])),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    belief = cut_out(work)
    mask = _mask(work, belief)
    return GarmentPhoto(
        pixels=work,
        mask=mask,
        alpha=_soft_edge(mask, belief),
        clean=_clean(work, mask),
        scale=scale,
        origin=corner,
        backdrop_spread=fit_backdrop(small, _rim(small.shape)).spread,
    )


def _mask(pixels: np.ndarray, belief: np.ndarray) -> np.ndarray:
    """The garment's hard mask: by colour on a plain backdrop, by the cut-out network elsewhere."""
    sure = biggest(_opened(fill_holes(belief > 0.5, 0.02)))
    wall = fit_backdrop(pixels, _rim(sure.shape))
    if wall.spread < _PLAIN_RIM:
        by_colour = _by_colour(wall, sure)
        if by_colour.any():
            return by_colour
    outside = ~grow(belief > 0.2, 15)
    if outside.sum() < 500 or not sure.any():
        return sure
    wall = fit_backdrop(pixels, outside)
    return _without_gaps(biggest(_opened(_crisp(sure, wall))), wall) if wall.plain else sure


def _rim(shape: tuple[int, ...]) -> np.ndarray:
    """The outermost pixels of a photo, where nothing but backdrop should be."""
    rim = np.ones(shape[:2], bool)
    edge = max(3, round(0.02 * max(shape[:2])))
    rim[edge:-edge, edge:-edge] = False
    return rim


def _by_colour(wall: Backdrop, sure: np.ndarray) -> np.ndarray:
    """Everything that differs from a plain backdrop and belongs to what the network saw.

    The network often sees only the print of a printed tee; on a plain backdrop colour sees it all.
    """
    differs = cv2.GaussianBlur(wall.distance, (0, 0), 0.8) > max(2.6, 2.2 * wall.spread)
    pieces = _opened(differs)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(pieces.astype(np.uint8))
    held = np.bincount(labels[sure], minlength=len(stats))
    kept = held > 0.2 * stats[:, cv2.CC_STAT_AREA]
    kept |= stats[:, cv2.CC_STAT_AREA] > 0.5 * max(1, int(sure.sum()))
    kept[0] = False
    whole = biggest(_opened(_crisp(fill_holes(kept[labels] | shrink(sure, 5), 0.004), wall)))
    if not 0.9 * sure.sum() < whole.sum() < 0.9 * sure.size:
        return np.zeros_like(sure)
    return _without_gaps(cv2.morphologyEx(whole.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5))) > 0, wall)


def _crisp(mask: np.ndarray, wall: Backdrop) -> np.ndarray:
    """The mask without a rim that is nearer to the backdrop than to the cloth: blur, halo, shadow."""
    for depth, doubtful in ((15, np.ones_like(mask)), (45, wall.shaded)):
        core = shrink(mask, depth)
        if core.any():
            own = spread(wall.distance, core, 3.0)
            mask = fill_holes(mask & ~(doubtful & ~core & (wall.distance < 0.5 * own)), 0.002)
    return mask


def _without_gaps(mask: np.ndarray, wall: Backdrop) -> np.ndarray:
    """The mask without the strips of backdrop between sleeves and trunk."""
    like_wall = _opened(mask & (wall.distance < max(3.5, 1.2 * wall.spread)))
    _, labels, stats, centres = cv2.connectedComponentsWithStats(like_wall.astype(np.uint8))
    xs = np.nonzero(mask.any(0))[0]
    wide, middle = float(np.ptp(xs)), float(xs.mean())
    upright = stats[:, cv2.CC_STAT_HEIGHT] > 1.5 * stats[:, cv2.CC_STAT_WIDTH]
    gap = (
        upright
        & (stats[:, cv2.CC_STAT_AREA] > 0.0015 * mask.sum())
        & (stats[:, cv2.CC_STAT_WIDTH] < 0.2 * wide)
        & (np.abs(centres[:, 0] - middle) > 0.18 * wide)
    )
    gap[0] = False
    return biggest(mask & ~grow(gap[labels], 3))


def _opened(mask: np.ndarray) -> np.ndarray:
    return cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)) > 0


def _soft_edge(mask: np.ndarray, belief: np.ndarray) -> np.ndarray:
    """Alpha that ends inside the mask, so that no backdrop colour comes along."""
    alpha = cv2.GaussianBlur(shrink(mask, 3).astype(np.float32), (0, 0), 1.0)
    band = grow(mask, 7) & ~shrink(mask, 7)
    return np.where(band, np.minimum(alpha, np.clip((belief - 0.2) / 0.6, 0, 1)), alpha).astype(np.float32)


def _clean(pixels: np.ndarray, mask: np.ndarray) -> np.ndarray:
    return np.clip(spread(pixels, shrink(mask, 7), 1.5), 0, 255).astype(np.uint8)
