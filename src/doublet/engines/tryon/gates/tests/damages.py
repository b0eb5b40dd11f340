"""Finished frames spoiled on purpose, each in one way that a gate must catch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from doublet.engines.face import find
from doublet.engines.pose import Joint
from doublet.engines.tryon.gates import Evidence
from doublet.engines.tryon.gates.artefacts import base_colours


@dataclass(frozen=True, eq=False)
class Sample:
    """A finished frame with its masks and what it was made from."""

    picture: np.ndarray
    worn: np.ndarray
    figure: np.ndarray
    person: np.ndarray
    garment: np.ndarray
    category: str
    measures: dict[str, float]

    @property
    def skin(self) -> tuple[int, int, int]:
        """Her skin's colour, from her face."""
        left, top, wide, tall = find(self.picture)[0].box
        rows = slice(int(top + 0.5 * tall), int(top + 0.7 * tall))
        cheeks = self.picture[rows, int(left + 0.25 * wide) : int(left + 0.75 * wide)]
        red, green, blue = np.median(cheeks, (0, 1))
        return int(red), int(green), int(blue)

    def evidence(self, *, masks: bool = True, compare_faces: bool = False) -> Evidence:
        """The sample for the gates, with or without the engine's masks."""
        given = {"garment": self.worn, "person": self.figure} if masks else {}
        return Evidence(
            self.picture,
            self.person,
            self.garment,
            self.category,  # type: ignore[arg-type]
            given,
            self.measures if masks else {},
            compare_faces,
        )


Damage = Callable[[Sample], Sample]


def _painted(sample: Sample, where: np.ndarray, colour: tuple[int, ...]) -> np.ndarray:
    share = cv2.GaussianBlur(where.astype(np.float32), (0, 0), 0.8)[..., None]
    return np.rint(sample.picture * (1 - share) + np.array(colour, np.float32) * share).astype(np.uint8)


def recoloured(sample: Sample) -> Sample:
    """The cloth's hue turned by a third."""
    hsv = cv2.cvtColor(sample.picture, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(int) + 60) % 180
    turned = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    return replace(sample, picture=np.where(sample.worn[..., None] > 127, turned, sample.picture))


def bleached(sample: Sample) -> Sample:
    """The cloth much paler than in its photo."""
    pale = np.rint(sample.picture * 0.5 + 120).astype(np.uint8)
    return replace(sample, picture=np.where(sample.worn[..., None] > 127, pale, sample.picture))


def mirrored(sample: Sample) -> Sample:
    """The garment laid on the wrong way round: seen as its photo being mirrored."""
    return replace(sample, garment=np.ascontiguousarray(sample.garment[:, ::-1]))


def unprinted(sample: Sample) -> Sample:
    """The print wiped away: the cloth in its own middle colour."""
    worn = sample.worn > 127
    return replace(
        sample, picture=_painted(sample, worn, tuple(int(v) for v in np.median(sample.picture[worn], axis=0)))
    )


def shortened_sleeves(sample: Sample) -> Sample:
    """Both sleeves cut off near the shoulder."""
    worn = sample.worn > 127
    stance = sample.evidence().frame_pose
    assert stance is not None
    across = np.sort(stance.points[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER], 0])
    cut = np.zeros(worn.shape, bool)
    cut[:, : int(across[0])] = True
    cut[:, int(across[1]) :] = True
    cut &= sample.worn > 60
    return replace(
        sample,
        picture=_painted(sample, cut, sample.skin),
        worn=np.where(cut, 0, sample.worn).astype(np.uint8),
    )


def shortened_hem(sample: Sample) -> Sample:
    """The lower two fifths of the garment gone."""
    rows = np.nonzero((sample.worn > 127).any(1))[0]
    cut = sample.worn > 60
    cut[: rows.min() + int(0.6 * len(rows))] = False
    return replace(
        sample,
        picture=_painted(sample, cut, sample.skin),
        worn=np.where(cut, 0, sample.worn).astype(np.uint8),
    )


def with_hole(sample: Sample) -> Sample:
    """A hole in the chest through which skin shows; the masks know nothing of it."""
    worn = (sample.worn > 127).astype(np.uint8)
    _, _, _, at = cv2.minMaxLoc(cv2.distanceTransform(worn, cv2.DIST_L2, 5))
    tall = int(worn.any(1).sum())
    hole = np.zeros(worn.shape, np.uint8)
    cv2.ellipse(hole, at, (int(0.045 * tall), int(0.07 * tall)), 20, 0, 360, 1, -1)
    return replace(sample, picture=_painted(sample, (hole > 0) & (sample.worn > 127), sample.skin))


def torn_seam(sample: Sample) -> Sample:
    """A gap along the side that the masks know of."""
    rows, columns = np.nonzero(sample.worn > 127)
    gap = np.zeros(sample.worn.shape, np.uint8)
    x = int(np.percentile(columns, 30))
    cv2.line(gap, (x, int(np.percentile(rows, 40))), (x + 8, int(np.percentile(rows, 75))), 1, 11)
    torn = (gap > 0) & (sample.worn > 60)
    return replace(
        sample,
        picture=_painted(sample, torn, sample.skin),
        worn=np.where(torn, 0, sample.worn).astype(np.uint8),
    )


def base_left(sample: Sample) -> Sample:
    """A strip of what she wore still beside the garment, at the armpits and the waist."""
    worn = (sample.worn > 127).astype(np.uint8)
    rows, columns = np.nonzero(worn)
    strip = np.zeros(worn.shape, np.uint8)
    x = int(np.percentile(columns, 18))
    cv2.rectangle(strip, (x, int(np.percentile(rows, 30))), (x + 26, int(np.percentile(rows, 70))), 1, -1)
    old = base_colours(sample.evidence())
    assert old is not None
    colour = cv2.cvtColor(old.colours[:1, None].astype(np.float32), cv2.COLOR_LAB2RGB)[0, 0] * 255
    where = strip > 0
    return replace(
        sample,
        picture=_painted(sample, where, tuple(int(v) for v in colour)),
        worn=np.where(where, 0, sample.worn).astype(np.uint8),
        figure=np.where(where, 255, sample.figure).astype(np.uint8),
    )


def with_halo(sample: Sample) -> Sample:
    """A dark line round the whole figure."""
    figure = (sample.figure > 127).astype(np.uint8)
    ring = cv2.dilate(figure, np.ones((5, 5))) - cv2.erode(figure, np.ones((3, 3)))
    return replace(sample, picture=_painted(sample, ring > 0, (25, 25, 25)))


def floating(sample: Sample) -> Sample:
    """A scrap of cloth beside her."""
    picture, figure = sample.picture.copy(), sample.figure.copy()
    colour = np.median(sample.picture[sample.worn > 127], axis=0)
    low, left = 30, 14
    picture[low : low + 60, left : left + 40] = colour
    figure[low : low + 60, left : left + 40] = 255
    return replace(sample, picture=picture, figure=figure)


def ragged(sample: Sample) -> Sample:
    """The garment's edge torn into teeth."""
    height, width = sample.worn.shape
    noise = np.random.default_rng(3).normal(size=(height // 7 + 1, width // 7 + 1)).astype(np.float32)
    shift = cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) * 6
    y, x = np.mgrid[:height, :width].astype(np.float32)
    torn = cv2.remap(sample.worn, x + shift, y - shift, cv2.INTER_LINEAR)
    lost = (sample.worn > 127) & (torn <= 127)
    return replace(sample, picture=_painted(sample, lost, (235, 235, 235)), worn=torn)


def with_face_of(other: np.ndarray) -> Damage:
    """Another person's face put over hers."""

    def swap(sample: Sample) -> Sample:
        here, there = find(sample.picture)[0], find(other)[0]
        matrix, _ = cv2.estimateAffinePartial2D(there.points, here.points, method=cv2.LMEDS)
        size = (sample.picture.shape[1], sample.picture.shape[0])
        moved = cv2.warpAffine(other, matrix, size, flags=cv2.INTER_AREA)
        mask = np.zeros(other.shape[:2], np.float32)
        left, top, wide, tall = there.box
        middle = (int(left + wide / 2), int(top + tall / 2))
        cv2.ellipse(mask, middle, (int(0.46 * wide), int(0.52 * tall)), 0, 0, 360, 1.0, -1)
        share = cv2.GaussianBlur(cv2.warpAffine(mask, matrix, size), (0, 0), 1.5)[..., None]
        return replace(sample, picture=np.rint(sample.picture * (1 - share) + moved * share).astype(np.uint8))

    return swap


CAUGHT_BY: dict[str, tuple[Damage, tuple[str, ...]]] = {
    "recoloured": (recoloured, ("garment_colour_changed",)),
    "bleached": (bleached, ("garment_colour_changed",)),
    "mirrored": (mirrored, ("garment_print_mirrored", "garment_print_changed")),
    "unprinted": (unprinted, ("garment_print_changed",)),
    "shortened sleeves": (shortened_sleeves, ("sleeve_length_changed",)),
    "shortened hem": (shortened_hem, ("hem_changed",)),
    "hole": (with_hole, ("garment_torn",)),
    "torn seam": (torn_seam, ("garment_torn",)),
    "base left": (base_left, ("base_layer_left", "garment_torn")),
    "halo": (with_halo, ("halo",)),
    "floating": (floating, ("floating_pieces",)),
    "ragged": (ragged, ("ragged_edge",)),
}
