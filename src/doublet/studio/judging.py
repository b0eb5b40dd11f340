"""The gates on a finished frame, before anybody sees it: what fails is refused, what passes keeps its numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from doublet.consents.queries import in_force
from doublet.consents.terms import UseTerms
from doublet.engines.image import decode
from doublet.engines.tryon.contract import Result
from doublet.engines.tryon.gates import Evidence, judge
from doublet.kernel import blobs, clock
from doublet.studio.holding import held
from doublet.studio.models import Shot


def judged(shot: Shot, person: np.ndarray, result: Result, *, redrawn: bool) -> Result:
    """The result with every gate's number in its report.

    Args:
        person: HxWx3 uint8, the capture photo that the engine was given.
        redrawn: whether the engine may draw the face anew. Only then, and only under her biometric consent,
            are two face templates compared, in memory; otherwise the face's pixels are.

    Raises:
        Refused: a gate does not let the frame pass, with its number and limit.
        Unavailable: a model file is missing, so nothing may pass.
    """
    picture, worn = result.pictures[0], shot.garment
    fitting = all(mask.shape == picture.shape[:2] for mask in result.masks.values())
    verdict = judge(
        Evidence(
            picture=picture,
            person=person,
            garment=decode(blobs.get(bytes(worn.brand.wrapped_key), worn.brand_id, worn.blob)).pixels,
            category=worn.category,  # type: ignore[arg-type]
            masks=result.masks if fitting else {},
            measures=result.report.get("measures", {}),  # type: ignore[arg-type]
            compare_faces=redrawn and _may_compare(shot),
        )
    )
    verdict.demand()
    gates = [mark.as_dict() for mark in verdict]
    seen = held(picture, UseTerms.from_dict(shot.licence.terms))
    return replace(result, report=dict(result.report) | {"gates": gates, "held": seen})


def _may_compare(shot: Shot) -> bool:
    return in_force(shot.licence.model, "biometric_matching", clock.now().date()) is not None
