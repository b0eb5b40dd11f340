"""A garment photo cut out: cropped to the garment, its mask, its soft edge and its clean colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.matte import cut_out, saliency
from doublet.engines.matte.backdrop import Backdrop, fit_backdrop
from doublet.engines.matte.nearest import spread
from doublet.engines.tryon.contract import GarmentUnsuitable
from doublet.engines.tryon.drape.geometry import biggest, fill_holes, grow, shrink, soft
from doublet.engines.tryon.drape.mirror import axis_of, mirror_of, symmetry

LONG_SIDE = 1024
_SMALLEST = 200
_FINEST, _WORTH = 2.0, 1.25  # times the working size: most detail that is kept, least that is worth it
_MARGIN = 0.06
_PLAIN_RIM = 4.0
_EVEN_RIM = 0.3
_STRIPE, _NIBBLE = 27, 15
_EVENED = 4.0
_WHITE = 0.3
_SPECK = 150


@dataclass(frozen=True, eq=False)
class GarmentPhoto:
    """A garment at working size.

    Attributes:
        pixels: HxWx3 uint8, cropped and scaled to 1024 on its long side, with a margin.
        mask: HxW bool. alpha: HxW float32, a soft edge just inside the mask.
        clean: HxWx3 uint8, the garment's colours bled outwards over the backdrop.
        fine: as `clean`, with up to twice the detail where the photo has it.
        scale, origin: a point of the photo is at ``(point - origin) * scale`` here.
        backdrop_spread: how far the backdrop's colours spread at the photo's rim, Lab units; 0 is even.
        far: the corner opposite to `origin`, in pixels of the photo.
    """

    pixels: np.ndarray
    mask: np.ndarray
    alpha: np.ndarray
    clean: np.ndarray
    fine: np.ndarray
    scale: float
    origin: np.ndarray
    backdrop_spread: float
    far: np.ndarray

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
    work = _window(pixels, corner, far, scale)
    mask = _evened(_mask(work, cut_out(work)))
    return cut_by(pixels, corner, far, scale, mask, fit_backdrop(small, _rim(small.shape)).spread)


def cut_by(
    pixels: np.ndarray,
    corner: np.ndarray,
    far: np.ndarray,
    scale: float,
    mask: np.ndarray,
    backdrop_spread: float,
) -> GarmentPhoto:
    """The garment of a photo whose place and mask are known."""
    work = _window(pixels, corner, far, scale)
    clean = _clean(work, mask)
    return GarmentPhoto(
        pixels=work,
        mask=mask,
        alpha=cv2.GaussianBlur(shrink(mask, 5).astype(np.float32), (0, 0), 1.2),
        clean=clean,
        fine=_fine(pixels, corner, far, scale, clean, mask),
        scale=scale,
        origin=corner,
        backdrop_spread=backdrop_spread,
        far=far,
    )


def _window(pixels: np.ndarray, corner: np.ndarray, far: np.ndarray, scale: float) -> np.ndarray:
    """The rectangle from `corner` to `far` of a photo, `scale` times as big; beyond the photo its rim."""
    near = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 0.7 else None
    source, zoom = (pixels, scale) if near is None else (near, 1.0)  # a warp would skip pixels of a big photo
    matrix = np.array([[zoom, 0, -corner[0] * scale], [0, zoom, -corner[1] * scale]])
    width, height = np.maximum(1, np.round((far - corner) * scale)).astype(int)
    size = (int(width), int(height))
    return cv2.warpAffine(source, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _clean(pixels: np.ndarray, mask: np.ndarray) -> np.ndarray:
    return np.clip(spread(pixels, shrink(mask, 9), 1.5), 0, 255).astype(np.uint8)


def _fine(
    pixels: np.ndarray,
    corner: np.ndarray,
    far: np.ndarray,
    scale: float,
    clean: np.ndarray,
    mask: np.ndarray,
) -> np.ndarray:
    """The clean colours with the photo's own detail inside the mask."""
    finest = min(_FINEST, 1 / scale)
    if finest < _WORTH:
        return clean
    detailed = _window(pixels, corner, far, scale * finest)
    size = (detailed.shape[1], detailed.shape[0])
    inside = cv2.resize(soft(shrink(mask, 11), 1.5), size, interpolation=cv2.INTER_LINEAR)[..., None]
    broad = cv2.resize(clean, size, interpolation=cv2.INTER_CUBIC)
    return np.clip(detailed * inside + broad * (1 - inside), 0, 255).astype(np.uint8)


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


def garment_mask(pixels: np.ndarray) -> np.ndarray:
    """HxW bool: the garment in an HxWx3 uint8 RGB photo of about 1000 pixels; empty where none stands out.

    Raises:
        Unavailable: the model file is missing.
    """
    found = _mask(pixels, saliency(pixels))
    return _evened(found) if found.any() else found


def _evened(mask: np.ndarray) -> np.ndarray:
    """The mask without the steps and frays of its edge, which would be enlarged on the body.

    White stripes that melt into a white wall leave nibbles in the sides: low, and not deep. They are closed
    from above and below; the notch under a sleeve is deeper and stays.
    """
    upright = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_STRIPE, 3), np.uint8)) > 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats((upright & ~mask).astype(np.uint8))
    nibble = stats[:, cv2.CC_STAT_WIDTH] < _NIBBLE
    nibble[0] = False
    return biggest(cv2.GaussianBlur((mask | nibble[labels]).astype(np.float32), (0, 0), _EVENED) > 0.5)


def _rim(shape: tuple[int, ...]) -> np.ndarray:
    """The outermost pixels of a photo, where nothing but backdrop should be."""
    rim = np.ones(shape[:2], bool)
    edge = max(3, round(0.02 * max(shape[:2])))
    rim[edge:-edge, edge:-edge] = False
    return rim


def _by_colour(wall: Backdrop, sure: np.ndarray) -> np.ndarray:
    """Everything that a plain backdrop does not reach from the photo's rim; nothing where that leaks.

    The network often sees only the print of a printed tee, and the backdrop between two trouser legs as
    cloth. A white tee on a nearly white wall differs from it in its outline only, which has breaks: they
    are closed by the smallest brush that holds the flood out.
    """
    whole = _held(wall, sure, 2.6)
    if wall.spread < _EVEN_RIM:  # an even wall shows the faintest cloth, and the faintest halo
        faintest = _held(wall, sure, 0.7)
        leaked = faintest.sum() > 1.12 * whole.sum() or _evenness(faintest) > _evenness(whole) + 0.04
        whole = _mirrored(faintest) if leaked else whole
    whole = biggest(_opened(_crisp(whole, wall)))
    seen = float((whole & sure).sum()) / max(1, int(sure.sum()))
    if seen < 0.7 or whole.sum() > 0.9 * sure.size or _boxy(whole):
        return np.zeros_like(sure)
    return _without_gaps(cv2.morphologyEx(whole.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5))) > 0, wall)


def _boxy(mask: np.ndarray) -> bool:
    """Whether a mask fills its own rectangle: a photo within a frame, and no garment."""
    ys, xs = np.nonzero(mask)
    return len(xs) > 0 and bool(len(xs) > 0.96 * (np.ptp(xs) + 1) * (np.ptp(ys) + 1))


def _mirrored(mask: np.ndarray) -> np.ndarray:
    """The mask with what only its mirror image has: where white cloth melts into the wall, one side helps.

    Only a nearly symmetric mask is completed, so that what is really one-sided stays so.
    """
    return mask | mirror_of(mask, axis_of(mask)) if _evenness(mask) > 0.85 else mask


def _evenness(mask: np.ndarray) -> float:
    return symmetry(mask, axis_of(mask)) if mask.any() else 0.0


def _held(wall: Backdrop, sure: np.ndarray, least: float) -> np.ndarray:
    """What holds the flood out where cloth differs from the wall by `least` Lab units or more."""
    differs = cv2.GaussianBlur(wall.distance, (0, 0), 1.0) > max(least, 2.2 * wall.spread)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(differs.astype(np.uint8), connectivity=8)
    line = stats[:, cv2.CC_STAT_AREA] > _SPECK  # a thin outline is kept, noise of the wall is not
    differs &= line[labels] | grow(sure, 9)
    whole = biggest(_opened(_unreached(differs, 21)))
    for brush in (13, 7, 3):
        finer = biggest(_opened(_unreached(differs, brush)))
        if finer.sum() < 0.8 * whole.sum():
            break
        whole = finer
    return whole


def _unreached(differs: np.ndarray, brush: int) -> np.ndarray:
    """What a flood from the rim does not reach, its barrier closed by a round brush of so many pixels."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (brush, brush))
    barrier = cv2.morphologyEx(np.pad(differs.astype(np.uint8), brush), cv2.MORPH_CLOSE, kernel)
    cv2.floodFill(barrier, None, (0, 0), 2)
    return barrier[brush:-brush, brush:-brush] != 2


def _crisp(mask: np.ndarray, wall: Backdrop) -> np.ndarray:
    """The mask without a rim that is nearer to the backdrop than to the cloth: blur, halo, shadow."""
    for depth, doubtful in ((15, np.ones_like(mask)), (45, wall.shaded)):
        core = shrink(mask, depth)
        if core.any():
            own = spread(wall.distance, core, 3.0)
            mask = fill_holes(mask & ~(doubtful & ~core & (wall.distance < 0.5 * own)), 0.002)
    return mask


def _without_gaps(mask: np.ndarray, wall: Backdrop) -> np.ndarray:
    """The mask without enclosed strips of backdrop: between sleeves and trunk, or between legs."""
    like_wall = _opened(mask & (cv2.GaussianBlur(wall.distance, (0, 0), 1.5) < max(1.0, 1.2 * wall.spread)))
    if like_wall.sum() > _WHITE * mask.sum():  # the garment itself is as white as the wall
        return mask
    _, labels, stats, centres = cv2.connectedComponentsWithStats(like_wall.astype(np.uint8))
    xs, ys = np.nonzero(mask.any(0))[0], np.nonzero(mask.any(1))[0]
    wide, middle = float(np.ptp(xs)), float(xs.mean())
    upright = stats[:, cv2.CC_STAT_HEIGHT] > 1.5 * stats[:, cv2.CC_STAT_WIDTH]
    beside = np.abs(centres[:, 0] - middle) > 0.18 * wide
    below = centres[:, 1] > ys[0] + 0.55 * np.ptp(ys)
    gap = (
        upright
        & (stats[:, cv2.CC_STAT_AREA] > 0.0015 * mask.sum())
        & (stats[:, cv2.CC_STAT_WIDTH] < 0.2 * wide)
        & (beside | below)
    )
    gap[0] = False
    for i in np.nonzero(gap)[0]:  # a white garment has places like the wall, but not as even as it
        gap[i] = np.percentile(wall.distance[labels == i], 90) < max(0.8, 1.5 * wall.spread)
    return biggest(mask & ~grow(gap[labels], 3))


def _opened(mask: np.ndarray) -> np.ndarray:
    return cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)) > 0
