"""What the house holds of a twin, for the file that its model downloads (GDPR 15 and 20)."""

from __future__ import annotations

from typing import Any

from doublet.people.models import User
from doublet.people.queries import part_of_my_data, plain_row
from doublet.twins.models import CapturePhoto, CaptureSet, Challenge, Twin, TwinVersion, Upload


@part_of_my_data("twin")
def twin_of(user: User) -> dict[str, Any] | None:
    """Her twin with its sets, photos, selfie challenges, half-done uploads and versions.

    Pictures are named by their hash; the pictures themselves are on the capture page.
    """
    twin = Twin.objects.filter(model__user=user).first()
    if twin is None:
        return None
    return {
        **plain_row(twin, "id", "pseudonym", "made_at", "erased_at"),
        "capture_sets": [_set(capture) for capture in twin.capture_sets.order_by("opened_at")],
        "versions": [_version(version) for version in twin.versions.order_by("number")],
    }


def _set(capture: CaptureSet) -> dict[str, Any]:
    told = plain_row(
        capture, "id", "opened_at", "may_compare_faces", "attested_adult_photos", "readiness", "report"
    )
    told["photos"] = [_photo(photo) for photo in capture.photos.all()]
    told["selfie_challenges"] = [_challenge(asked) for asked in capture.challenges.order_by("asked_at")]
    told["uploads"] = [_upload(upload) for upload in capture.uploads.all()]
    return told


def _photo(photo: CapturePhoto) -> dict[str, Any]:
    return plain_row(
        photo,
        "id",
        "name",
        "sha256",
        "width",
        "height",
        "taken_on",
        "dropped",
        "measures",
        "wearable",
        "wearable_findings",
        "state",
        "reasons",
        "added_at",
    )


def _challenge(asked: Challenge) -> dict[str, Any]:
    return plain_row(
        asked, "id", "status", "steps", "done", "tries", "compared", "asked_at", "decided_at", "reason"
    )


def _upload(upload: Upload) -> dict[str, Any]:
    return plain_row(
        upload, "id", "name", "wanted", "length", "received", "begun_at", "finished_at", "refusal"
    )


def _version(version: TwinVersion) -> dict[str, Any]:
    photos = sorted(version.photos.values_list("pk", flat=True))
    return plain_row(version, "id", "number", "sha256", "wearable", "made_at") | {"photos": photos}
