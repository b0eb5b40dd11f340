"""Judging a capture set anew after each change, and writing the verdicts down."""

from __future__ import annotations

from doublet.kernel.acting import action
from doublet.twins.comparing import similarities
from doublet.twins.models import CapturePhoto, CaptureSet
from doublet.twins.rules import PhotoFacts, SetReport, judge


def look_again(capture: CaptureSet) -> None:
    """Judge all photos of a set together: one photo more can change what is said of the others."""
    capture = CaptureSet.objects.select_related("twin__model").get(pk=capture.pk)
    photos = list(capture.photos.all())
    alike = similarities(capture.twin, photos) if capture.may_compare_faces else None
    report = judge(
        [
            PhotoFacts.read(photo.measures, taken_on=photo.taken_on, wearable=photo.wearable)
            for photo in photos
        ],
        similarities=alike,
        birth_date=capture.twin.model.birth_date,
    )
    _write_down(capture=capture, photos=photos, report=report)


@action
def _write_down(*, capture: CaptureSet, photos: list[CapturePhoto], report: SetReport) -> None:
    for photo, verdict in zip(photos, report.verdicts, strict=True):
        reasons = [reason.as_dict() for reason in verdict.reasons]
        if (photo.state, photo.reasons) != (verdict.state, reasons):
            CapturePhoto.objects.filter(pk=photo.pk).update(state=verdict.state, reasons=reasons)
    compared = report.compared or capture.confirmed_same_person_by_id is not None
    CaptureSet.objects.filter(pk=capture.pk).update(
        report=report.as_dict(), readiness=report.readiness if compared else CaptureSet.Readiness.NOT_YET
    )
