"""The verdict on a capture set: each photo, the set as a whole, and what is still missing.

Pure: facts in, reasons out. The thresholds were set on small sets of photos of real adults and of
rendered ones; they are starting points, and every one of them has a name here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from doublet.twins.rules.age import age_on_photo, age_rule
from doublet.twins.rules.coverage import (
    ANGLES,
    LIGHTS,
    MORE_ANGLES,
    MORE_LIGHTS,
    TURNED_DEGREES,
    angles,
    coverage,
    lights,
    missing,
)
from doublet.twins.rules.facts import PhotoFacts, Reason, SetReport, State, Verdict
from doublet.twins.rules.photo import seen_alone
from doublet.twins.rules.thresholds import BUILT_IN, FaceThresholds
from doublet.twins.rules.together import duplicates, persons

__all__ = ["BUILT_IN", "FaceThresholds", "PhotoFacts", "Reason", "SetReport", "Verdict", "age_rule", "judge"]


def judge(
    photos: Sequence[PhotoFacts],
    *,
    similarities: Sequence[Sequence[float | None]] | None = None,
    copies: Mapping[tuple[int, int], float] | None = None,
    birth_date: date | None = None,
    thresholds: FaceThresholds = BUILT_IN,
) -> SetReport:
    """The verdict on every photo of a set and on the set.

    Args:
        similarities: face similarity of each photo with each other, -1..1, None without a face; None
            where she did not allow comparing, and then nobody is found to be somebody else.
        copies: likeness of the pixels of two faces, 0..1, by the places of the earlier and the later photo.
        birth_date: photos dated before her 18th birthday are refused.
        thresholds: from which similarity on two faces count as one person's.
    """
    reasons = [[*seen_alone(photo), *age_on_photo(photo, birth_date)] for photo in photos]
    for found, more in zip(reasons, duplicates(photos, copies or {}), strict=True):
        found += more
    likeness: list[float | None] = [None] * len(photos)
    if similarities is not None:
        others, likeness = persons(photos, similarities, reasons, thresholds)
        for found, more in zip(reasons, others, strict=True):
            found += more
    verdicts = tuple(
        _verdict(photo, tuple(found), value)
        for photo, found, value in zip(photos, reasons, likeness, strict=True)
    )
    used = [(p, v) for p, v in zip(photos, verdicts, strict=True) if v.state != "refused"]
    table = coverage([verdict for _, verdict in used])
    wearable = tuple(sorted({kind for photo, _ in used for kind in photo.wearable}))
    lacking = missing(table, ANGLES, LIGHTS)
    faced = any(photo.faces == 1 and abs(photo.yaw or 0.0) <= TURNED_DEGREES for photo, _ in used)
    return SetReport(
        verdicts=verdicts,
        coverage=table,
        missing=lacking,
        would_help=missing(table, MORE_ANGLES, MORE_LIGHTS),
        readiness="not yet" if not (faced and wearable) else "usable" if lacking else "ready",
        wearable=wearable,
        compared=similarities is not None,
        undated=sum(photo.taken_on is None for photo, _ in used),
    )


def _verdict(photo: PhotoFacts, reasons: tuple[Reason, ...], likeness: float | None) -> Verdict:
    refused = any(reason.refuses for reason in reasons)
    state: State = "refused" if refused else "warning" if reasons else "accepted"
    return Verdict(state, reasons, angles(photo), lights(photo), likeness)
