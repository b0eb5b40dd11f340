"""Derivatives: a crop, a smaller size, another format, made by the product and signed anew.

A copy that somebody makes elsewhere loses its credential. So whatever a delivery needs is made here, from the signed
file, which stays in the new file's credential as its parent.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from doublet.engines import metadata
from doublet.engines.image import decode, shrink
from doublet.engines.metadata import Format
from doublet.engines.signer.claims import CredentialClaims, Edit
from doublet.engines.signer.formats import media_type
from doublet.engines.signer.identity import Identity
from doublet.engines.signer.writing import sign
from doublet.kernel.refusals import BadInput

LEAST_SIDE = 64


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a derivative is to be.

    Attributes:
        crop: left, top, right, bottom in pixels of the parent; right and bottom are left out.
        long_side: the longer side after the crop, at most; a derivative is never enlarged.
        format: what it is written as.
        quality: of the lossy formats, 1-100.
    """

    crop: tuple[int, int, int, int] | None = None
    long_side: int | None = None
    format: Format = "jpeg"
    quality: int = 94


@dataclass(frozen=True)
class Derived:
    """A signed derivative: the file, what it is, and its pixels (uint8 HxWx3 sRGB) before they were encoded."""

    data: bytes
    media_type: str
    pixels: np.ndarray


def derive(
    parent: bytes,
    shape: Shape,
    *,
    credential: CredentialClaims,
    fields: metadata.Fields,
    identity: Identity,
    label: Callable[[np.ndarray], np.ndarray] | None = None,
) -> Derived:
    """A new file from a signed one: cropped, made smaller, labelled, written with `fields`, signed with its parent.

    The order is that of the file recipe: pixels, visible label, metadata, signature. The invisible watermark is
    in the parent's pixels already and is not written twice.

    Args:
        credential: what is said of the derivative; its edits are filled in from what was really done.
        label: draws the visible label on the finished size, so that no crop can cut it off.

    Raises:
        BadInput: the parent is not intact, or the shape does not fit it.
        Unavailable: the signing key cannot be reached.
    """
    pixels, edits = shaped(decode(parent).pixels, shape)
    if label is not None:
        pixels = label(pixels)
        edits.append(Edit.LABELLED)
    kind = f"image/{shape.format}"
    edits.append(Edit.TRANSCODED if kind == media_type(parent) else Edit.CONVERTED)
    file = metadata.encode(pixels, fields, shape.format, quality=shape.quality)
    told = dataclasses.replace(credential, edits=tuple(edits), retouching=None)
    return Derived(sign(file, told, identity, parent=parent), kind, pixels)


def shaped(pixels: np.ndarray, shape: Shape) -> tuple[np.ndarray, list[Edit]]:
    """Uint8 RGB pixels cropped and made smaller as a shape says, and what was done to them.

    Raises:
        BadInput: the shape does not fit them.
    """
    edits: list[Edit] = []
    if shape.crop is not None:
        pixels = _cropped(pixels, shape.crop)
        edits.append(Edit.CROPPED)
    if shape.long_side is not None and shape.long_side < max(pixels.shape[:2]):
        pixels = shrink(pixels, max(shape.long_side, LEAST_SIDE))
        edits.append(Edit.RESIZED)
    return pixels, edits


def _cropped(pixels: np.ndarray, box: tuple[int, int, int, int]) -> np.ndarray:
    left, top, right, bottom = box
    height, width = pixels.shape[:2]
    if not (0 <= left < right <= width and 0 <= top < bottom <= height):
        raise BadInput(
            "crop_outside",
            f"The crop {left}, {top}, {right}, {bottom} does not lie in a picture of {width} x {height}.",
            hint="Give left, top, right, bottom in pixels of the picture that is cropped.",
        )
    if min(right - left, bottom - top) < LEAST_SIDE:
        raise BadInput(
            "crop_too_small",
            f"A crop of {right - left} x {bottom - top} pixels is too small to carry its marks.",
            hint=f"Leave at least {LEAST_SIDE} pixels on each side.",
        )
    return np.ascontiguousarray(pixels[top:bottom, left:right])
