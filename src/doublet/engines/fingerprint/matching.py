"""The fingerprint of a picture, and whether two fingerprints are of one picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from doublet.engines.fingerprint import features, geometry, hashing
from doublet.kernel.refusals import BadInput

Kind = Literal["exact", "copy", "edited", "none"]

SMALLEST = 32
# Bits of 256. Unrelated pictures lie around 128.
EXACT_DISTANCE, COPY_DISTANCE = 8, 40
# Measured: at most 6 inliers between unrelated pictures; up to 23, but in no more than 7 cells, between
# portraits of different people in the same pose, frame and light.
LEAST_INLIERS, LEAST_CELLS = 15, 8


@dataclass(frozen=True)
class Fingerprint:
    """What the register keeps of a picture to find its copies; the picture cannot be rebuilt from it.

    Attributes:
        pdq: 32 bytes, the perceptual hash.
        features: up to 300 local points, 36 bytes each.
    """

    pdq: bytes
    features: bytes


@dataclass(frozen=True)
class Match:
    """How a query relates to a known picture.

    Attributes:
        distance: differing bits of the perceptual hash, best of the eight positions.
        inliers: local points that agree on one map.
        spread: number of 64-pixel cells of the known picture (at long side 512) where they lie.
        same: the pictures show the same, whole or in part.
        kind: how near, not whether it is intact (`changed` tells that): ``exact`` (the hashes agree),
            ``copy`` (nearly), ``edited`` (cropped, turned, mirrored, framed, in a collage), ``none``.
    """

    distance: int
    inliers: int
    spread: int
    same: bool
    kind: Kind


def make(pixels: np.ndarray) -> Fingerprint:
    """The fingerprint of a uint8 HxWx3 RGB picture, about 30 ms.

    Raises:
        BadInput: not RGB, or a side under 32 pixels.
    """
    _check(pixels)
    return Fingerprint(hashing.perceptual_hash(pixels), features.pack(features.find(pixels)))


def queries(pixels: np.ndarray) -> tuple[Fingerprint, Fingerprint]:
    """The fingerprints to ask with: of the picture and of its mirror image, since points do not mirror."""
    return make(pixels), make(pixels[:, ::-1])


def compare(query: Fingerprint, known: Fingerprint) -> Match:
    """How `query` relates to `known`, about 4 ms. Ask with both of `queries` and take the best."""
    upright = hashing.upright_distance(query.pdq, known.pdq)
    distance = hashing.distance(query.pdq, known.pdq)
    found = geometry.agree(features.unpack(query.features), features.unpack(known.features))
    shown = found.inliers >= LEAST_INLIERS and found.cells >= LEAST_CELLS
    kind: Kind = "none"
    if shown:
        kind = "exact" if upright <= EXACT_DISTANCE else "copy" if upright <= COPY_DISTANCE else "edited"
    elif query.pdq == known.pdq and query.features == known.features:
        kind = "exact"
    return Match(distance, found.inliers, found.cells, kind != "none", kind)


def _check(pixels: np.ndarray) -> None:
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise BadInput("not_an_rgb_picture", "A fingerprint needs an 8-bit RGB picture.")
    if min(pixels.shape[:2]) < SMALLEST:
        raise BadInput(
            "picture_too_small",
            f"The picture is {pixels.shape[1]} x {pixels.shape[0]} pixels; a fingerprint needs {SMALLEST}.",
        )
