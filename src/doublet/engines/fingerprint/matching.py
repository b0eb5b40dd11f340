"""The fingerprint of a picture, and whether a copy is of a registered picture or of its sibling."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from doublet.engines.fingerprint import features, geometry, hashing, overlay, record, tones
from doublet.engines.fingerprint.features import LONG_SIDE, Points
from doublet.kernel.refusals import BadInput

Kind = Literal["exact", "copy", "edited", "sibling", "none"]

SMALLEST = 32
# Bits of 256. Unrelated pictures lie around 128.
EXACT_DISTANCE, COPY_DISTANCE = 8, 40
# With the blot to look at, a few points that agree are enough to lay the copy over the picture.
FEWEST_INLIERS, FEWEST_CELLS = 8, 4
LEAST_ALIKE, LEAST_SHARE = 6, 0.6
# A crisp copy may carry a sticker or words. Where points fit badly, it may as well be another person in the same
# garment, pose and light, whose points miss by more than a pixel: then colours must agree.
CRISP, MOST_RECOLOURED, MOST_RECOLOURED_BLURRED = 0.9, 0.22, 0.06
# Without it, in registers of the first version: at most 6 inliers between unrelated pictures; up to 23, but in
# no more than 7 cells, between portraits of different people in the same pose, frame and light.
LEAST_INLIERS, LEAST_CELLS = 15, 8
_LARGE = 2
# Points of a copy, and of them in 40 pixels. In the closer view more and farther apart: the picture may be a plain
# part of a busy collage.
_POINTS, _CLOSER_POINTS = (900, 24), (1500, 8)


@dataclass(frozen=True)
class Fingerprint:
    """What the register keeps of a picture to find its copies; the picture cannot be rebuilt from it.

    Attributes:
        pdq: 32 bytes, the perceptual hash.
        features: up to 300 local points and a blot of colours (about 32 x 24), as bytes.
    """

    pdq: bytes
    features: bytes


@dataclass(frozen=True)
class Query:
    """A picture to ask about, the way it stands or mirrored.

    Attributes:
        pdq: its perceptual hash.
        small: the picture at long side 512.
        views: its points at long side 512, and for larger pictures also at 1024 (places as at 512), where the
            registered one may be a part of it.
    """

    pdq: bytes
    small: np.ndarray
    views: tuple[Points, ...]
    mirrored: bool


@dataclass(frozen=True)
class Match:
    """How a query relates to a known picture.

    Attributes:
        distance: differing bits of the perceptual hash, best of the eight positions.
        inliers: local points that agree on one map.
        spread: number of 64-pixel cells of the known picture (at long side 512) where they lie.
        same: the pictures show the same, whole or in part.
        kind: how near, not whether it is intact (`changed` tells that): ``exact`` (the hashes agree),
            ``copy`` (nearly), ``edited`` (cropped, turned, mirrored, framed, in a collage), ``sibling``
            (the same photo underneath, but other garments: another frame of the shoot), ``none``.
        difference: 0 to 1, how unlike the known picture it is where the two overlap; ranks siblings.
        off: levels of 255 by which its colours are off there on average, under the copy's filter.
        onto: the 2x3 map from the query's pixels to the known picture's, both at long side 512.
        mirrored: the query that was asked is the mirror image.
    """

    distance: int
    inliers: int
    spread: int
    same: bool
    kind: Kind
    difference: float = 1.0
    off: float = 255.0
    onto: np.ndarray | None = None
    mirrored: bool = False

    @property
    def rank(self) -> tuple[bool, bool, float, int]:
        """Larger is nearer."""
        return self.same, self.kind == "sibling", -round(self.difference, 3), self.inliers


def make(pixels: np.ndarray) -> Fingerprint:
    """The fingerprint of a uint8 HxWx3 RGB picture, about 10 ms.

    Raises:
        BadInput: not RGB, or a side under 32 pixels.
    """
    _check(pixels)
    small = features.at_long_side(pixels)
    return Fingerprint(hashing.perceptual_hash(pixels), record.pack(record.of(small)))


def queries(pixels: np.ndarray) -> tuple[Query, Query]:
    """What to ask with: the picture and its mirror image, since points do not mirror. About 50 ms.

    Raises:
        BadInput: not RGB, or a side under 32 pixels.
    """
    _check(pixels)
    large = features.at_long_side(pixels, min(max(pixels.shape[:2]), _LARGE * LONG_SIDE))
    return _query(large, mirrored=False), _query(np.ascontiguousarray(large[:, ::-1]), mirrored=True)


def compare(query: Query, known: Fingerprint, view: int | None = None) -> Match:
    """How `query` relates to `known`, about 10 ms. Ask with both of `queries` and take the best `rank`.

    `view` names the one of its views to look at; all of them otherwise.
    """
    kept = record.unpack(known.features)
    views = query.views if view is None else query.views[view : view + 1]
    found = max((geometry.agree(each, kept.points) for each in views), key=lambda each: each.inliers)
    upright = hashing.upright_distance(query.pdq, known.pdq)
    match = Match(
        hashing.distance(query.pdq, known.pdq),
        found.inliers,
        found.cells,
        same=False,
        kind="none",
        mirrored=query.mirrored,
    )
    near: Kind = "exact" if upright <= EXACT_DISTANCE else "copy" if upright <= COPY_DISTANCE else "edited"
    if kept.blot is None:
        shown = found.inliers >= LEAST_INLIERS and found.cells >= LEAST_CELLS
        return replace(match, same=True, kind=near, difference=0.0, onto=found.onto()) if shown else match
    if found.inliers < FEWEST_INLIERS or found.cells < FEWEST_CELLS:
        return _flat(match, query, kept)
    onto = found.onto()
    looks = overlay.resemblance(query.small, onto, kept)
    if looks.alike < LEAST_ALIKE:
        return match
    allowed = MOST_RECOLOURED if found.misfit() <= CRISP else MOST_RECOLOURED_BLURRED
    same = looks.share >= LEAST_SHARE and looks.recoloured <= allowed
    difference = (looks.recoloured + 1 - looks.share) / 2
    kind: Kind = near if same else "sibling"
    return replace(match, same=same, kind=kind, difference=difference, off=looks.off, onto=onto)


def straightened(pixels: np.ndarray, match: Match, shape: tuple[int, int]) -> np.ndarray:
    """A copy laid over the registered picture it `match`es, at the long side of 512 where watermarks are read.

    Cut to the part that the copy shows. In the corners that a turn leaves empty its outermost pixels are repeated:
    nothing of the registered picture gets in.

    Args:
        pixels: the copy as it came, uint8 RGB.
        match: of one of its `queries`, with `onto`.
        shape: height and width of the registered picture.
    """
    if match.onto is None:
        raise ValueError("the pictures could not be laid over each other")
    turned = np.ascontiguousarray(pixels[:, ::-1]) if match.mirrored else pixels
    if max(turned.shape[:2]) > _LARGE * LONG_SIDE:
        turned = features.at_long_side(turned, _LARGE * LONG_SIDE)
    onto = match.onto.copy()
    onto[:, :2] *= LONG_SIDE / max(turned.shape[:2])
    size = tuple(round(side * LONG_SIDE / max(shape)) for side in shape[::-1])
    laid = cv2.warpAffine(turned, onto, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    across, down = _shown(turned.shape[1::-1], onto, size)
    return np.ascontiguousarray(laid[down, across])


def _shown(copy: tuple[int, int], onto: np.ndarray, size: tuple[int, ...]) -> tuple[slice, slice]:
    """Columns and rows between which the copy of a size (width, height) lies in a picture of another."""
    width, height = copy
    corners = np.array([(0, 0, 1), (width, 0, 1), (0, height, 1), (width, height, 1)]) @ onto.T
    low = np.clip(corners.min(axis=0).round(), 0, np.array(size) - 1).astype(int)
    high = np.clip(corners.max(axis=0).round(), low + 1, size).astype(int)
    return slice(int(low[0]), int(high[0])), slice(int(low[1]), int(high[1]))


def _flat(match: Match, query: Query, kept: record.Record) -> Match:
    """A picture without points is the same only if nothing at all differs."""
    assert kept.blot is not None
    blot = tones.blot(query.small)
    equal = match.distance == 0 and not len(kept.points.at) and np.array_equal(blot, kept.blot)
    return replace(match, same=True, kind="exact", difference=0.0, off=0.0) if equal else match


def _query(large: np.ndarray, *, mirrored: bool) -> Query:
    small = features.at_long_side(large)
    views = [features.find(small, *_POINTS)]
    if max(large.shape[:2]) > 1.3 * LONG_SIDE:
        closer = features.find(large, *_CLOSER_POINTS)
        views.append(replace(closer, at=closer.at * np.float32(LONG_SIDE / max(large.shape[:2]))))
    return Query(hashing.perceptual_hash(large), small, tuple(views), mirrored)


def _check(pixels: np.ndarray) -> None:
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise BadInput("not_an_rgb_picture", "A fingerprint needs an 8-bit RGB picture.")
    if min(pixels.shape[:2]) < SMALLEST:
        raise BadInput(
            "picture_too_small",
            f"The picture is {pixels.shape[1]} x {pixels.shape[0]} pixels; a fingerprint needs {SMALLEST}.",
        )
