"""Centimetres: how big a garment is on this person, from its measures and her height.

Without them a garment is laid so that its shoulders and chest, or its waist, fit her as worn usually.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from doublet.engines.pose import Joint
from doublet.engines.tryon.contract import GarmentUnsuitable
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.measures import pairs_of, spans

# from shoulder joints to hip joints, as a share of the stature (Drillis and Contini, "Body Segment
# Parameters", 1966: shoulders at 0.818, hips at 0.530 of it)
_TRUNK = 0.288
_AGREE = 1.25  # how far two measures of one garment may be apart
# true to usual scale, which takes the seen width of a body for half of its girth: smaller tears, bigger is a tent
_SIZES = (0.85, 1.9)


def true_scale(
    person: Person, garment: Garment, height_cm: float | None, size_cm: Mapping[str, float] | None
) -> float | None:
    """Person pixels per garment pixel as the centimetres say, or None where they do not say.

    Args:
        height_cm: her stature.
        size_cm: measures of the garment laid flat: across "chest" and "waist", "length" from the highest
            point of the shoulder (or the waist) to the hem, "inseam"; other names are not used here.

    Raises:
        GarmentUnsuitable: the measures contradict each other or the photo.
    """
    found = {name: _flat(garment, name) / cm for name, cm in (size_cm or {}).items() if _flat(garment, name)}
    if height_cm is None or not found:
        return None
    if max(found.values()) > _AGREE * min(found.values()):
        names = " and ".join(sorted(found))
        raise GarmentUnsuitable(
            "sizes_disagree",
            f"The centimetres of {names} do not fit the garment in the photo.",
            hint="Measure it laid flat: chest and waist across, length from the top of the shoulder to the hem.",
        )
    pixels_per_cm = float(np.exp(np.mean(np.log(list(found.values())))))
    return _person_pixels_per_cm(person, height_cm) / pixels_per_cm


def worn_scale(usual: float, true: float | None) -> float:
    """The scale to lay a garment with.

    Raises:
        GarmentUnsuitable: by its centimetres she could not wear it, or would drown in it.
    """
    if true is None:
        return usual
    if not _SIZES[0] <= true / usual <= _SIZES[1]:
        small = true < usual
        raise GarmentUnsuitable(
            "garment_too_small" if small else "garment_too_big",
            f"By its centimetres the garment is {'too small' if small else 'far too big'} for her.",
            hint="Check the centimetres and her height, or choose another size.",
        )
    return true


def waist_scale(garment: Garment, across: np.ndarray, true: float | None) -> float:
    """The scale of trousers and skirts: by centimetres, or so that the waistband meets her waist.

    Args:
        across: from the left to the right end of the waistband on her, pixels.
    """
    flat = garment.points["waist_right"] - garment.points["waist_left"]
    return worn_scale(float(np.linalg.norm(across) / np.linalg.norm(flat)) * 0.95, true)


def _flat(garment: Garment, name: str) -> float:
    """A measure on the garment photo, pixels; 0 where it has none of that name."""
    points = garment.points
    if name == "length":
        starts, ends = spans(name, points)
        return float(max(points[p][1] for p in ends) - min(points[p][1] for p in starts))
    lengths = [float(np.linalg.norm(points[a] - points[b])) for a, b in pairs_of(name, points)]
    return float(np.mean(lengths)) if lengths else 0.0


def _person_pixels_per_cm(person: Person, height_cm: float) -> float:
    body = person.body
    ankles = person.pose.visibility[[Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]]
    rows = np.nonzero((person.alpha > 0.5).any(1))[0]
    tall = float(rows[-1] - rows[0])
    by_trunk = body.trunk / (_TRUNK * height_cm)
    if ankles.min() > 0.5 and rows[-1] < person.alpha.shape[0] - 4:
        by_height = tall / height_cm
        # hair and heels add to the outline, so the trunk has a say where they differ much
        return by_height if 0.8 < by_height / by_trunk < 1.25 else (by_height * by_trunk) ** 0.5
    return by_trunk
