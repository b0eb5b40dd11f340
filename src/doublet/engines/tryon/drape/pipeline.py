"""One picture from prepared parts: fit, shade, layer, check, scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter

import cv2
import numpy as np

from doublet.engines.tryon.contract import (
    CaptureUnsuitable,
    Category,
    Finding,
    GarmentUnsuitable,
    Output,
    Scene,
)
from doublet.engines.tryon.drape.check import refuse, refuse_dressed, stance_findings
from doublet.engines.tryon.drape.check_garment import garment_findings
from doublet.engines.tryon.drape.finer import finer
from doublet.engines.tryon.drape.fit import Fit
from doublet.engines.tryon.drape.fit_lower import fit_lower
from doublet.engines.tryon.drape.fit_skirt import fit_skirt
from doublet.engines.tryon.drape.fit_upper import fit_upper
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.layer import Dressed
from doublet.engines.tryon.drape.layer_lower import layer_lower
from doublet.engines.tryon.drape.layer_upper import layer_upper
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.drape.shade import shading
from doublet.engines.tryon.drape.size import true_scale
from doublet.engines.tryon.drape.stage import Staged, place, stage

_ENLARGED = 1.15  # times the prepared size, from which on the photo's own detail is worth its time
_FITS: dict[Category, Callable[[Person, Garment, float | None], Fit]] = {
    "tops": fit_upper,
    "dresses": fit_upper,
    "bottoms": fit_lower,
    "skirts": fit_skirt,
}


@dataclass(frozen=True, eq=False)
class Look:
    """A dressed and checked person, ready for any scene."""

    person: Person
    fit: Fit
    shade: np.ndarray
    dressed: Dressed
    findings: tuple[Finding, ...]
    timings: dict[str, float] = field(default_factory=dict)


def dress(
    person: Person,
    garment: Garment,
    *,
    height_cm: float | None = None,
    size_cm: Mapping[str, float] | None = None,
) -> Look:
    """Dress a prepared person in a prepared garment and check the outcome.

    Args:
        height_cm, size_cm: her stature and the garment's measures; both together decide length and ease.

    Raises:
        CaptureUnsuitable: the photo cannot wear this garment.
        GarmentUnsuitable: the garment photo cannot be used, or the size does not fit her.
    """
    stance, cut = stance_findings(person), garment_findings(garment)
    refuse(stance, CaptureUnsuitable)
    refuse(cut, GarmentUnsuitable)
    lower = garment.category in ("bottoms", "skirts")
    start = perf_counter()
    fit = _FITS[garment.category](person, garment, true_scale(person, garment, height_cm, size_cm))
    fitted = perf_counter()
    hanging = garment.category in ("skirts", "dresses")
    shade = shading(person, Part.BOTTOM if lower else Part.TOP, hanging=hanging)
    shaded = perf_counter()
    dressed = _layered(person, garment, fit, shade)
    layered = perf_counter()
    findings = stance + cut + refuse_dressed(person, garment, fit, dressed)
    timings = {
        "fit": fitted - start,
        "shade": shaded - fitted,
        "layer": layered - shaded,
        "check": perf_counter() - layered,
    }
    return Look(person, fit, shade, dressed, tuple(findings), timings)


def sharpened(look: Look, garment: Garment, scene: Scene, output: Output) -> Look:
    """The look laid once more at the photo's own detail, where the picture shows it bigger than prepared."""
    enlargement = place(look.person, look.dressed.alpha, scene, output).scale
    if look.person.fine is None or enlargement < _ENLARGED:
        return look
    person, scale = finer(look.person)
    shade = cv2.resize(look.shade, person.alpha.shape[::-1], interpolation=cv2.INTER_LINEAR)
    fit = look.fit.times(scale)
    return replace(look, person=person, fit=fit, shade=shade, dressed=_layered(person, garment, fit, shade))


def _layered(person: Person, garment: Garment, fit: Fit, shade: np.ndarray) -> Dressed:
    layer = layer_lower if garment.category in ("bottoms", "skirts") else layer_upper
    return layer(person, garment, fit, shade)


def picture(look: Look, scene: Scene, output: Output, seed: int) -> np.ndarray:
    """The look in a scene, HxWx3 uint8 RGB; the same for the same seed."""
    return staged(look, scene, output, seed).picture


def staged(look: Look, scene: Scene, output: Output, seed: int) -> Staged:
    """The look in a scene, with what the picture can be measured by."""
    return stage(look.person, look.dressed, scene, output, seed)
