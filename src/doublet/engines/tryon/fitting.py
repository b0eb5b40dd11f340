"""The fitting figure: a garment tried on by nobody, so that a brand sees what its points and centimetres do.

The figure is rendered and lies in the package; no function here takes a person, so that no model's photo
can ever be dressed this way. Its picture ends at the chin and says on itself what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from doublet.engines.image import decode
from doublet.engines.label import draw
from doublet.engines.tryon.contract import (
    Category,
    Finding,
    GarmentAsset,
    GarmentUnsuitable,
    Output,
    Scene,
    TryOnRefused,
)
from doublet.engines.tryon.drape.artefact import pack_garment, unpack_garment, unpack_person
from doublet.engines.tryon.drape.check_garment import garment_findings
from doublet.engines.tryon.drape.garment import Garment, prepare_garment
from doublet.engines.tryon.drape.person import Person, prepare
from doublet.engines.tryon.drape.pipeline import dress, staged
from doublet.engines.tryon.drape.reports import GarmentReport
from doublet.engines.tryon.drape.size import true_scale

HEIGHT_CM = 176.0
STAMP = "Fitting figure, fictional. Not a licensed picture."
FIGURE = Path(__file__).parent / "figure"
_UNDER_CHIN = 3  # pixels


@dataclass(frozen=True, eq=False)
class Examined:
    """What the engine says of a garment photo with its points and centimetres.

    Attributes:
        preparation: what was found in the photo, packed for the next time; None where nothing was.
    """

    report: GarmentReport
    preparation: bytes | None


@dataclass(frozen=True, eq=False)
class Fitted:
    """A garment on the fitting figure.

    Attributes:
        picture: HxWx3 uint8 RGB from the chin down, stamped; None where a finding blocks.
    """

    picture: np.ndarray | None
    examined: Examined
    findings: tuple[Finding, ...]


def examine(asset: GarmentAsset) -> Examined:
    """Whether a garment can be used as it is marked and measured, without dressing anybody.

    Raises:
        BadInput: a mark of an unknown name, or outside of the photo.
        Unavailable: a model file is missing.
    """
    try:
        garment = _prepared(asset)
    except TryOnRefused as refusal:
        return Examined(GarmentReport(False, (_blocking(refusal),), {}, 0.0), None)
    return _examined(garment, asset)


def fit(asset: GarmentAsset) -> Fitted:
    """The garment on the fitting figure.

    Raises:
        BadInput: a mark of an unknown name, or outside of the photo.
        Unavailable: a model file is missing.
    """
    try:
        garment = _prepared(asset)
    except TryOnRefused as refusal:
        found = (_blocking(refusal),)
        return Fitted(None, Examined(GarmentReport(False, found, {}, 0.0), None), found)
    examined = _examined(garment, asset)
    person = figure(_legs(asset.category))
    try:
        look = dress(person, garment, height_cm=HEIGHT_CM, size_cm=asset.size_cm)
    except TryOnRefused as refusal:
        return Fitted(None, examined, (_blocking(refusal),))
    scene, canvas = _shown(asset.category)
    made = staged(look, scene, canvas, 0)
    chin = person.oval[person.oval[:, 1].argmax()] * made.placement.scale + made.placement.shift
    below = made.picture[round(float(chin[1])) + _UNDER_CHIN :]
    return Fitted(draw(below, STAMP, size_share=0.032, icon="none"), examined, look.findings)


@cache
def figure(legs: str) -> Person:
    """The prepared figure, in "leggings" or in "shorts"; prepared anew where its artefact is of an older form.

    Raises:
        Unavailable: a model file is missing, and the artefact is old.
    """
    pixels = decode((FIGURE / f"{legs}.jpg").read_bytes()).pixels
    return unpack_person((FIGURE / f"{legs}.npz").read_bytes(), pixels) or prepare(pixels)


def _shown(category: Category) -> tuple[Scene, Output]:
    """Tops are seen to the thighs, everything longer to the feet."""
    if category == "tops":
        return Scene(crop="three_quarter"), Output(600, 800)
    return Scene(crop="full"), Output(440, 800)


def _legs(category: Category) -> str:
    return "shorts" if category in ("skirts", "dresses") else "leggings"


def _prepared(asset: GarmentAsset) -> Garment:
    kept = None
    if asset.preparation is not None:
        kept = unpack_garment(asset.preparation, asset.pixels, asset.category, asset.landmarks)
    return kept or prepare_garment(asset.pixels, asset.category, asset.landmarks)


def _examined(garment: Garment, asset: GarmentAsset) -> Examined:
    findings = [*garment_findings(garment), *_size_findings(garment, asset)]
    ok = not any(found.severity == "blocks" for found in findings)
    report = GarmentReport(ok, tuple(findings), garment.shown_points(), round(garment.symmetry, 3))
    return Examined(report, pack_garment(garment, asset.landmarks))


def _size_findings(garment: Garment, asset: GarmentAsset) -> list[Finding]:
    """Whether the centimetres agree with each other and the photo, whoever will wear it."""
    try:
        true_scale(figure("leggings"), garment, HEIGHT_CM, asset.size_cm)
    except GarmentUnsuitable as refusal:
        return [_blocking(refusal)]
    return []


def _blocking(refusal: TryOnRefused) -> Finding:
    return Finding(refusal.code, "blocks", refusal.reason, refusal.hint)
