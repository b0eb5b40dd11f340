"""The garment stage: one garment photo, prepared once for everybody who will wear it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.tryon.contract import Category, GarmentUnsuitable
from doublet.engines.tryon.drape.body import SIDES, Side
from doublet.engines.tryon.drape.garment_photo import GarmentPhoto, cut_garment
from doublet.engines.tryon.drape.geometry import along, outline, route
from doublet.engines.tryon.drape.lower_points import lower_axis, lower_points, skirt_points
from doublet.engines.tryon.drape.mirror import axis_of, symmetry
from doublet.engines.tryon.drape.neckline import Neckline, find_neckline, hang
from doublet.engines.tryon.drape.upper_points import FILLED, has_sleeves, upper_points
from doublet.kernel.refusals import BadInput

LANDMARKS = (
    *(f"{part}_{side}" for part in ("neck", "shoulder", "armpit", "hem") for side, _ in SIDES),
    *(f"{part}_{side}" for part in ("cuff_outer", "cuff_inner", "waist") for side, _ in SIDES),
    *(f"{part}_{side}" for part in ("hem_outer", "hem_inner") for side, _ in SIDES),
    "neckline",
    "crotch",
)


# a sleeve that reaches this many seam lengths is long; one that is slim as well, from fewer on; any other
# is about a quadrilateral
_LONG, _HANGING, _SLIM = 1.45, 0.9, 1.9
_UNDERSIDE = 1.28  # a quadrilateral this much bigger than the triangle to the armpit has an underside


@dataclass(frozen=True, eq=False)
class Sleeve:
    """One sleeve: its mask, its outer and inner edge from the seam to the cuff, and the cuff's corners."""

    mask: np.ndarray
    outer: np.ndarray
    inner: np.ndarray
    length: float


@dataclass(frozen=True, eq=False)
class Garment:
    """A prepared garment.

    Attributes:
        photo: the cut-out at working size; all points are in its pixels.
        points: landmark name to point.
        trunk: mask without sleeves. sleeves: none, or one a side.
        neckline: the front neckline of a top or dress, where one was found.
        symmetry: overlap with its mirror image, 0..1.
    """

    photo: GarmentPhoto
    category: Category
    points: dict[str, np.ndarray]
    contour: np.ndarray
    trunk: np.ndarray
    sleeves: dict[Side, Sleeve]
    neckline: Neckline | None
    symmetry: float

    @property
    def filled(self) -> bool:
        """Whether it seems photographed on a (removed) mannequin: long for its chest, because round."""
        chest = self.points["armpit_right"][0] - self.points["armpit_left"][0]
        return bool(self.sleeves) and float(np.ptp(self.contour[:, 1])) > FILLED * float(chest)

    @property
    def long_sleeved(self) -> bool:
        """Whether neck to cuff is at least as long as neck to hem, as it is in what ends at the wrist."""
        if not self.sleeves:
            return False
        spans = [
            np.linalg.norm(self.sleeves[side].outer[-1] - self.points[f"neck_{side}"]) for side, _ in SIDES
        ]
        neck = (self.points["neck_left"] + self.points["neck_right"]) / 2
        hem = (self.points["hem_left"] + self.points["hem_right"]) / 2
        return self.category == "tops" and float(np.mean(spans)) > float(np.linalg.norm(hem - neck))

    def shown_points(self) -> dict[str, tuple[float, float]]:
        """The landmarks in pixels of the original photo, for the page where the brand drags them."""
        shown = {name: self.photo.outward(point) for name, point in self.points.items()}
        if self.neckline is not None:
            shown["neckline"] = self.photo.outward(self.neckline.curve[20])
        return shown


def prepare_garment(
    pixels: np.ndarray, category: Category, marked: Mapping[str, tuple[float, float]] | None = None
) -> Garment:
    """Prepare one HxWx3 uint8 RGB garment photo; `marked` are landmarks that a person moved.

    Raises:
        BadInput: a mark of an unknown name, or outside of the photo.
        GarmentUnsuitable: no garment, or its parts are not found.
        Unavailable: a model file is missing.
    """
    return marked_garment(cut_garment(pixels), pixels, category, marked)


def marked_garment(
    photo: GarmentPhoto,
    pixels: np.ndarray,
    category: Category,
    marked: Mapping[str, tuple[float, float]] | None = None,
) -> Garment:
    """The garment of a photo that is cut out already, with the landmarks that a person moved on it.

    Raises:
        BadInput: a mark of an unknown name, or outside of the photo.
        GarmentUnsuitable: its parts are not found.
    """
    _valid_marks(pixels, marked or {})
    moved = {name: photo.inward(point) for name, point in (marked or {}).items()}
    return understand(photo, category, moved)


def understand(photo: GarmentPhoto, category: Category, moved: dict[str, np.ndarray]) -> Garment:
    """Landmarks and pieces of a garment that is cut out already; `moved` points are in its pixels.

    Raises:
        GarmentUnsuitable: its parts are not found.
    """
    if category in ("bottoms", "skirts"):
        return _lower(photo, category, moved)
    return _upper(photo, category, moved)


def _valid_marks(pixels: np.ndarray, marked: Mapping[str, tuple[float, float]]) -> None:
    height, width = pixels.shape[:2]
    for name, (x, y) in marked.items():
        if name not in LANDMARKS:
            raise BadInput(
                "unknown_landmark", f"There is no landmark {name!r}.", hint="One of: " + ", ".join(LANDMARKS)
            )
        if not (0 <= x < width and 0 <= y < height):
            raise BadInput(
                "landmark_outside",
                f"The landmark {name} lies outside of the photo.",
                hint="Put it onto the garment.",
            )


def _lower(photo: GarmentPhoto, category: Category, moved: dict[str, np.ndarray]) -> Garment:
    found = lower_points(photo.mask) if category == "bottoms" else skirt_points(photo.mask)
    points = found | {k: v for k, v in moved.items() if k != "neckline"}
    even = symmetry(photo.mask, lower_axis(photo.mask))
    return Garment(photo, category, points, outline(photo.mask), photo.mask, {}, None, even)


def _upper(photo: GarmentPhoto, category: Category, moved: dict[str, np.ndarray]) -> Garment:
    dress = category == "dresses"
    marks = {name: point for name, point in moved.items() if name != "neckline"}
    try:
        sleeved = has_sleeves(photo.mask)
        points = upper_points(photo.mask, dress=dress, sleeved=sleeved) | marks
        trunk, sleeves = photo.mask, dict[Side, Sleeve]()
        if sleeved or any(name.startswith("cuff") for name in marks):
            trunk, sleeves = _cut_sleeves(photo.mask, points)
        if sleeved and not sleeves:  # what looked like armpits was something else
            points = upper_points(photo.mask, dress=dress, sleeved=False) | marks
    except (ValueError, IndexError):  # an outline without a top or a side: not a garment seen from the front
        raise GarmentUnsuitable(
            "garment_parts_not_found",
            "Shoulders, armpits and hem were not found on the garment.",
            hint="Photograph it from the front, laid flat, sleeves away from the sides.",
        ) from None
    for side, sleeve in sleeves.items():
        points.setdefault(f"cuff_outer_{side}", sleeve.outer[-1])
        points.setdefault(f"cuff_inner_{side}", sleeve.inner[-1])
    return Garment(
        photo=photo,
        category=category,
        points=points,
        contour=outline(photo.mask),
        trunk=trunk,
        sleeves=sleeves,
        neckline=_neckline(photo, points, moved),
        symmetry=symmetry(photo.mask, axis_of(photo.mask)),
    )


def _neckline(
    photo: GarmentPhoto, points: dict[str, np.ndarray], moved: dict[str, np.ndarray]
) -> Neckline | None:
    left, right = points["neck_left"], points["neck_right"]
    if "neckline" in moved:
        return hang(left, right, moved["neckline"])
    hem = (points["hem_left"] + points["hem_right"]) / 2
    shoulders = float(np.linalg.norm(points["shoulder_right"] - points["shoulder_left"]))
    return find_neckline(photo.pixels, photo.mask, left, right, hem, shoulders)


def _cut_sleeves(mask: np.ndarray, points: dict[str, np.ndarray]) -> tuple[np.ndarray, dict[Side, Sleeve]]:
    """Part the mask along the lines from shoulder to armpit."""
    cut = mask.astype(np.uint8)
    for side, _ in SIDES:
        shoulder, pit = points[f"shoulder_{side}"], points[f"armpit_{side}"]
        (x0, y0), (x1, y1) = shoulder + (shoulder - pit) * 0.2, pit + (pit - shoulder) * 0.02
        cv2.line(cut, (int(x0), int(y0)), (int(x1), int(y1)), 0, 3)
    _, labels, stats, centres = cv2.connectedComponentsWithStats(cut, connectivity=4)
    middle = (points["armpit_left"] + points["armpit_right"]) / 2
    own = int(labels[min(int(middle[1]) + 10, mask.shape[0] - 1), int(middle[0])])
    trunk_label = own or 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    sleeves: dict[Side, Sleeve] = {}
    for side, sign in SIDES:
        pieces = [
            i
            for i in range(1, len(stats))
            if i != trunk_label
            and stats[i, cv2.CC_STAT_AREA] > 0.005 * mask.sum()
            and (centres[i][0] - middle[0]) * sign > 0
        ]
        if not pieces:
            return mask, {}
        piece = labels == max(pieces, key=lambda i: stats[i, cv2.CC_STAT_AREA])
        sleeves[side] = _sleeve(piece, side, sign, points)
    return labels == trunk_label, sleeves


def _sleeve(piece: np.ndarray, side: Side, sign: int, points: dict[str, np.ndarray]) -> Sleeve:
    contour = outline(piece)
    shoulder, pit = points[f"shoulder_{side}"], points[f"armpit_{side}"]
    seam = (shoulder + pit) / 2
    outer, inner = _corners(contour, shoulder, pit, seam, sign)
    outer, inner = points.get(f"cuff_outer_{side}", outer), points.get(f"cuff_inner_{side}", inner)
    return Sleeve(
        mask=piece,
        outer=route(contour, shoulder, outer, pit),
        inner=route(contour, pit, inner, shoulder),
        length=float(np.linalg.norm((outer + inner) / 2 - seam)),
    )


def _corners(
    contour: np.ndarray, shoulder: np.ndarray, pit: np.ndarray, seam: np.ndarray, sign: int
) -> tuple[np.ndarray, np.ndarray]:
    """The outer and inner corner of a sleeve's end."""
    far = np.linalg.norm(contour - seam, axis=1)
    reach = float(far.max() / np.linalg.norm(shoulder - pit))
    _, sides, _ = cv2.minAreaRect(contour.astype(np.float32))
    slim = max(sides) / max(min(sides), 1.0)
    if not (reach > _LONG or (reach > _HANGING and slim > _SLIM)):
        return _widest(contour, shoulder, pit, sign)
    tip = contour[far > 0.9 * far.max()].mean(0)
    axis = (tip - seam) / max(float(np.linalg.norm(tip - seam)), 1.0)
    normal = np.array([-axis[1], axis[0]])
    if normal @ np.array([sign, -0.6]) < 0:
        normal = -normal  # towards the sleeve's outer, upper edge
    end = contour[(contour - seam) @ axis > 0.6 * ((tip - seam) @ axis)]
    return end[np.argmax(end @ (axis + normal * 0.9))], end[np.argmax(end @ (axis - normal * 0.9))]


def _widest(
    contour: np.ndarray, shoulder: np.ndarray, pit: np.ndarray, sign: int
) -> tuple[np.ndarray, np.ndarray]:
    """The two corners that span the biggest quadrilateral with the seam: a short sleeve is about one."""
    hull = cv2.convexHull(contour.astype(np.int32)).reshape(-1, 2).astype(float)
    picked = along(np.vstack([hull, hull[:1]]), np.linspace(0, 1, 72, endpoint=False))
    a, b = picked[:, None], picked[None]

    def cross(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        return u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]

    # the shoelace formula of shoulder, outer, inner, armpit; that order runs clockwise on the right
    area = sign * (cross(shoulder, a) + cross(a, b) + cross(b, pit) + cross(pit, shoulder))
    i, j = np.unravel_index(int(area.argmax()), area.shape)
    triangle = sign * (cross(shoulder, picked) + cross(picked, pit) + cross(pit, shoulder))
    if area[i, j] < _UNDERSIDE * triangle.max():  # no underside to speak of: the end runs into the armpit
        return picked[int(triangle.argmax())], np.asarray(pit, float)
    return picked[i], picked[j]
