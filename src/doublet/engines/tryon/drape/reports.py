"""What a photo can wear and whether a garment photo can be used: told before anything is ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from doublet.engines.pose import Joint
from doublet.engines.tryon.contract import Category, Finding, TryOnRefused
from doublet.engines.tryon.drape.check import (
    bare_arms,
    base_layer_findings,
    colour_spread,
    stance_findings,
)
from doublet.engines.tryon.drape.check_garment import garment_findings
from doublet.engines.tryon.drape.garment import prepare_garment
from doublet.engines.tryon.drape.person import Person, prepare
from doublet.engines.tryon.drape.torso import measure_torso

Framing = Literal["none", "face", "half", "three_quarter", "full"]


_SHORT = Finding(
    "not_full_length",
    "notes",
    "The photo ends above the feet.",
    "For trousers, skirts and dresses, add photos from head to feet.",
)
_BARE = Finding(
    "bare_legs", "notes", "The legs are bare.", "For trousers, add a full-length photo in plain leggings."
)
_LEGGINGS = Finding(
    "leggings",
    "notes",
    "The legs are in leggings.",
    "For skirts and dresses, add a full-length photo with bare legs, in short shorts.",
)


@dataclass(frozen=True)
class PersonReport:
    """What one capture photo can wear, why not more, how much it shows, and the numbers behind."""

    wearable: tuple[Category, ...]
    findings: tuple[Finding, ...]
    framing: Framing
    measures: dict[str, float]


@dataclass(frozen=True)
class GarmentReport:
    """Whether a garment photo can be used, its landmarks in pixels of that photo, and its symmetry."""

    ok: bool
    findings: tuple[Finding, ...]
    landmarks: dict[str, tuple[float, float]]
    symmetry: float


def person_report(pixels: np.ndarray) -> PersonReport:
    """What an HxWx3 uint8 RGB photo can wear.

    Raises:
        Unavailable: a model file is missing.
    """
    try:
        person = prepare(pixels)
    except TryOnRefused as refusal:
        found = Finding(refusal.code, "blocks", refusal.reason, refusal.hint)
        return PersonReport((), (found,), "none", {})
    return report_of(person)


def report_of(person: Person) -> PersonReport:
    """The report on a photo that is prepared already."""
    framing = framing_of(person)
    if framing in ("face", "half"):
        found = Finding(
            "too_close",
            "blocks",
            "The photo does not show the body down to the thighs.",
            "Step back until at least head to mid-thigh is in the frame.",
        )
        return PersonReport((), (found,), framing, {})
    stance, base = stance_findings(person), base_layer_findings(person)
    fine = not any(f.severity == "blocks" for f in stance)
    top_fine = fine and not any(f.severity == "blocks" for f in base)
    wearable: list[Category] = ["tops"] if top_fine else []
    if framing == "full":
        wearable += ["skirts" if person.parse.bare_legs else "bottoms"] if fine else []
        wearable += ["dresses"] if top_fine and person.parse.bare_legs else []
        base.append(_BARE if person.parse.bare_legs else _LEGGINGS)
    else:
        base.append(_SHORT)
    body = person.body
    measures = {
        "shoulders_to_trunk": round(body.width / max(body.trunk, 1.0), 3),
        "roll_degrees": round(body.roll, 1),
        "lean_degrees": round(body.lean, 1),
        "bare_arms": round(bare_arms(person), 2),
        "chest_to_shoulders": round(measure_torso(person).chest(raw=True) / body.width, 3),
        "colour_spread": round(colour_spread(person), 1),
        "hair_below_chin": round(person.parse.hair_below_chin, 2),
    }
    return PersonReport(tuple(wearable), tuple(stance + base), framing, measures)


def framing_of(person: Person) -> Framing:
    """How much of the body the photo shows."""
    height = person.pixels.shape[0]
    seen = person.pose.visibility
    body = person.body
    ankles = min(float(seen[Joint.LEFT_ANKLE]), float(seen[Joint.RIGHT_ANKLE]))
    lowest = max(float(leg.ankle[1]) for leg in body.legs.values())
    if ankles > 0.5 and lowest < height:
        return "full"
    thigh = float(body.hips[1]) + 0.25 * body.trunk
    if thigh < height:
        return "three_quarter"
    return "half" if float(body.shoulders[1]) + 0.5 * body.trunk < height else "face"


def garment_report(pixels: np.ndarray, category: Category) -> GarmentReport:
    """Whether an HxWx3 uint8 RGB garment photo can be used as this category.

    Raises:
        Unavailable: a model file is missing.
    """
    try:
        garment = prepare_garment(pixels, category)
    except TryOnRefused as refusal:
        found = Finding(refusal.code, "blocks", refusal.reason, refusal.hint)
        return GarmentReport(False, (found,), {}, 0.0)
    findings = garment_findings(garment)
    ok = not any(f.severity == "blocks" for f in findings)
    return GarmentReport(ok, tuple(findings), garment.shown_points(), round(garment.symmetry, 3))
