"""Judging a capture set anew after each change, and writing the verdicts down."""

from __future__ import annotations

from doublet.kernel.acting import action
from doublet.twins.comparing import copies, similarities
from doublet.twins.models import CapturePhoto, CaptureSet
from doublet.twins.rules import FaceThresholds, PhotoFacts, SetReport, judge
from doublet.twins.thresholds import current


def look_again(capture: CaptureSet) -> None:
    """Judge all photos of a set together: one photo more can change what is said of the others."""
    capture = CaptureSet.objects.select_related("twin__model").get(pk=capture.pk)
    photos = list(capture.photos.all())
    alike = similarities(capture.twin, photos) if capture.may_compare_faces else None
    thresholds = current()
    report = judge(
        [
            PhotoFacts.read(photo.measures, taken_on=photo.taken_on, wearable=photo.wearable)
            for photo in photos
        ],
        similarities=alike,
        copies=copies(capture.twin, photos, alike) if alike else None,
        birth_date=capture.twin.model.birth_date,
        thresholds=thresholds,
    )
    _write_down(capture=capture, photos=photos, report=report, thresholds=thresholds)


@action
def _write_down(
    *, capture: CaptureSet, photos: list[CapturePhoto], report: SetReport, thresholds: FaceThresholds
) -> None:
    for photo, verdict in zip(photos, report.verdicts, strict=True):
        reasons = [reason.as_dict() for reason in verdict.reasons]
        measures = photo.measures
        if verdict.likeness is not None:
            measures = {
                **measures,
                "likeness": round(verdict.likeness, 3),
                "thresholds": thresholds.as_dict(),
            }
        if (photo.state, photo.reasons, photo.measures) != (verdict.state, reasons, measures):
            CapturePhoto.objects.filter(pk=photo.pk).update(
                state=verdict.state, reasons=reasons, measures=measures
            )
    compared = report.compared or capture.confirmed_same_person_by_id is not None
    CaptureSet.objects.filter(pk=capture.pk).update(
        report=report.as_dict(), readiness=report.readiness if compared else CaptureSet.Readiness.NOT_YET
    )
