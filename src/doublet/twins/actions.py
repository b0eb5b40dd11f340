"""What a model does with her photos: open a set, add, remove, and make a version of her twin of them."""

from __future__ import annotations

from doublet.engines.image import encode_jpeg, shrink
from doublet.kernel import audit, blobs, clock, events
from doublet.kernel.acting import action
from doublet.kernel.canonical import digest
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.people import rights
from doublet.people.models import ModelProfile, User
from doublet.twins import comparing, crew, identity, rules
from doublet.twins.checking import look_again
from doublet.twins.looking import Looked, look
from doublet.twins.models import CapturePhoto, CaptureSet, Twin, TwinVersion
from doublet.twins.names import new_pseudonym

MAX_PHOTOS = 80
KEPT_SIDE = 2400
THUMBNAIL = 420


@action
def open_capture(
    *, by: User, model: ModelProfile, attests_adult: bool, may_compare_faces: bool
) -> CaptureSet:
    """Begin a set of photos. She says herself that every photo shows her as an adult.

    `may_compare_faces` is her own tick: the photos are compared with each other in memory, and nothing
    of it is kept. Without it the operator must look at the set before a twin can be made.
    """
    rights.must_be_model(by, model)
    rules.age_rule(model.birth_date, clock.now().date())
    if not attests_adult:
        raise Refused(
            "adult_not_attested",
            "Please confirm that you were 18 or older on every photo.",
            rule="MIN-01",
            hint="Leave out photos from before your 18th birthday.",
        )
    twin, _ = Twin.objects.get_or_create(model=model, defaults={"pseudonym": new_pseudonym()})
    capture = CaptureSet.objects.create(
        twin=twin, may_compare_faces=may_compare_faces, attested_adult_photos=True
    )
    audit.record("capture.opened", actor=by, subject=capture, may_compare_faces=may_compare_faces)
    return capture


def add_photo(*, by: User, capture: CaptureSet, data: bytes, name: str) -> CapturePhoto:
    """Look at one photo, keep it sealed, and judge the whole set anew.

    Looking takes a second or two, so it happens before the transaction.

    Raises:
        BadInput: the file is no photo that can be used at all; nothing of it is kept.
    """
    rights.must_be_model(by, capture.twin.model)
    looked = look(data, compare_faces=capture.may_compare_faces)
    events.emit("picture.arrived", pixels=looked.photo.pixels)
    kept = _keep_photo(by=by, capture=capture, looked=looked, name=name)
    comparing.remember(kept.pk, looked.measures.embedding, looked.measures.plate)
    look_again(capture)
    kept.refresh_from_db()
    return kept


@action
def _keep_photo(*, by: User, capture: CaptureSet, looked: Looked, name: str) -> CapturePhoto:
    capture = CaptureSet.objects.select_for_update().select_related("twin__model").get(pk=capture.pk)
    twin = capture.twin
    if capture.photos.count() >= MAX_PHOTOS:
        raise BadInput(
            "too_many_photos", f"A set holds at most {MAX_PHOTOS} photos.", hint="Delete some first."
        )
    if capture.photos.filter(sha256=looked.photo.sha256).exists():
        raise Conflict("duplicate", "This very photo is already in the set.")
    key = bytes(twin.wrapped_key)
    pixels = shrink(looked.photo.pixels, KEPT_SIDE)
    row = CapturePhoto.objects.create(
        capture_set=capture,
        name=" ".join(name.split())[:120] or "photo",
        sha256=looked.photo.sha256,
        blob=blobs.put(key, twin.pk, encode_jpeg(pixels, quality=95)),
        thumbnail=blobs.put(key, twin.pk, encode_jpeg(shrink(pixels, THUMBNAIL), quality=85)),
        width=looked.photo.width,
        height=looked.photo.height,
        taken_on=looked.photo.taken_at.date() if looked.photo.taken_at else None,
        dropped=list(looked.photo.dropped),
        measures={**looked.measures.as_dict(), "body_framing": looked.body.framing if looked.body else ""},
        wearable=list(looked.wearable),
        wearable_findings=[finding.as_dict() for finding in looked.body.findings] if looked.body else [],
        state=CapturePhoto.State.WARNING,
    )
    if capture.confirmed_same_person_by_id is not None:  # the operator has not seen this photo
        capture.confirmed_same_person_by = None
        capture.save(update_fields=["confirmed_same_person_by"])
    audit.record("photo.added", actor=by, subject=row, capture=capture.pk)
    return row


def remove_photo(*, by: User, photo: CapturePhoto) -> None:
    """Delete one photo for good, file and all, and judge the set anew."""
    capture = photo.capture_set
    _delete_photo(by=by, photo=photo)
    look_again(capture)


@action
def _delete_photo(*, by: User, photo: CapturePhoto) -> None:
    rights.must_be_model(by, photo.capture_set.twin.model)
    if photo.versions.filter(licences__status__in=("active", "paused")).exists():
        raise Conflict(
            "photo_in_use",
            "A licence in force rests on this photo.",
            hint="Withdraw the licence first; then the photo can go.",
        )
    for version in photo.versions.all():
        version.photos.remove(photo)
    audit.record("photo.deleted", actor=by, subject=photo, capture=photo.capture_set_id)
    blobs.remove_on_commit(photo.blob, photo.thumbnail)
    photo.delete()


@action
def confirm_same_person(*, by: User, capture: CaptureSet) -> CaptureSet:
    """The operator looked at a set whose model did not allow comparing: every photo shows her."""
    rights.must_be_operator(by)
    capture = CaptureSet.objects.select_for_update().get(pk=capture.pk)
    capture.confirmed_same_person_by = by
    capture.save()
    audit.record("capture.confirmed", actor=by, subject=capture)
    look_again(capture)
    return capture


@action
def make_version(*, by: User, capture: CaptureSet) -> TwinVersion:
    """Fix the accepted photos of a set as the next version of her twin. Needs her signed consent to make it.

    The part that keeps consents refuses here when there is none (event ``twin.making``).
    """
    capture = CaptureSet.objects.select_for_update().select_related("twin__model").get(pk=capture.pk)
    rights.must_be_model(by, capture.twin.model)
    events.emit("twin.making", model=capture.twin.model)
    if capture.readiness == CaptureSet.Readiness.NOT_YET:
        missing = "; ".join(capture.report.get("missing", [])) or "nobody has compared its photos yet"
        raise Refused(
            "set_not_ready",
            f"This set cannot make a twin yet: {missing}.",
            rule="HOUSE-CAPTURE",
            hint="Add the missing photos; the capture page shows how.",
        )
    identity.must_stand(capture)
    crew.must_permit(capture)
    photos = list(capture.photos.exclude(state=CapturePhoto.State.REFUSED))
    version = TwinVersion.objects.create(
        twin=capture.twin,
        number=capture.twin.versions.count() + 1,
        sha256=digest(sorted(photo.sha256 for photo in photos)),
        wearable=sorted({kind for photo in photos for kind in photo.wearable}),
    )
    version.photos.set(photos)
    audit.record("twin.version", actor=by, subject=version, sha256=version.sha256, photos=len(photos))
    return version
