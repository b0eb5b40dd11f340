"""What the house holds of a twin, for the file that its model downloads (GDPR 15 and 20)."""

from __future__ import annotations

from typing import Any

from doublet.people.held import FILE, LOCKED, Held, part_of_my_data
from doublet.people.models import User
from doublet.twins.models import CapturePhoto, CaptureSet, Challenge, Erasure, Twin, TwinVersion, Upload

TWIN = Held(Twin, ("model__user",), "id model_id pseudonym made_at erased_at", keeps={"wrapped_key": LOCKED})
SETS = Held(
    CaptureSet,
    ("twin__model__user",),
    "id twin_id opened_at may_compare_faces attested_adult_photos confirmed_same_person_by_id readiness report",
)
PHOTOS = Held(
    CapturePhoto,
    ("capture_set__twin__model__user",),
    "id capture_set_id name sha256 width height taken_on dropped measures wearable wearable_findings state"
    " reasons added_at",
    keeps={"blob": FILE, "thumbnail": FILE},
)
CHALLENGES = Held(
    Challenge,
    ("capture_set__twin__model__user",),
    "id capture_set_id status steps done tries compared asked_at ends_at decided_at decided_by_id reason",
)
UPLOADS = Held(
    Upload,
    ("capture_set__twin__model__user",),
    "id capture_set_id name wanted length received begun_at ends_at finished_at photo_id refusal",
    keeps={"pieces": FILE},
)
VERSIONS = Held(
    TwinVersion, ("twin__model__user",), "id twin_id number sha256 wearable made_at", many="photos"
)
ERASURE = Held(
    Erasure,
    ("twin__model__user",),
    "id twin_id asked_by_id at claims signature",
    keeps={"wrapped_key": LOCKED, "pdf": FILE},
)


@part_of_my_data("twin", TWIN, SETS, PHOTOS, CHALLENGES, UPLOADS, VERSIONS, ERASURE)
def twin_of(user: User) -> dict[str, Any] | None:
    """Her twin with its sets, photos, selfie challenges, half-done uploads, versions, and its deletion.

    Pictures are named by their hash; the pictures themselves are on the capture page.
    """
    twin = TWIN.of(user).first()
    if twin is None:
        return None
    return TWIN.row(twin) | {
        "capture_sets": [_set(capture) for capture in twin.capture_sets.order_by("opened_at")],
        "versions": [VERSIONS.row(version) for version in twin.versions.order_by("number")],
        "erasure": ERASURE.rows(user),
    }


def _set(capture: CaptureSet) -> dict[str, Any]:
    return SETS.row(capture) | {
        "photos": [PHOTOS.row(photo) for photo in capture.photos.all()],
        "selfie_challenges": [CHALLENGES.row(asked) for asked in capture.challenges.order_by("asked_at")],
        "uploads": [UPLOADS.row(upload) for upload in capture.uploads.all()],
    }
