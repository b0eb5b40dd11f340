"""Uploads that go on after a lost connection: begun, received piece by piece, finished, given up, swept."""

from __future__ import annotations

from datetime import timedelta

from doublet.engines.image import Limits
from doublet.kernel import audit, blobs, clock
from doublet.kernel.acting import action
from doublet.kernel.limits import TooOften
from doublet.kernel.refusals import BadInput, Conflict, NotThere, Refused
from doublet.people import rights
from doublet.people.models import User
from doublet.twins.actions import add_photo
from doublet.twins.models import CaptureSet, Upload

LASTS = timedelta(hours=24)
MOST_BYTES = Limits().max_bytes
MOST_OPEN = 20
MOST_OPEN_BYTES = 400_000_000
PIECE = 1 << 20
RULE = "HOUSE-UPLOAD"


class TooLarge(BadInput):
    """More bytes than are taken."""

    status = 413


class Gone(NotThere):
    """It was there, and its time is over."""

    status = 410


@action
def begin_upload(*, by: User, capture: CaptureSet, name: str, length: int, wanted: str = "") -> Upload:
    """Announce a photo. What she began earlier and never ended makes room when its time is over.

    Raises:
        TooLarge: one photo is larger than any photo may be.
        TooOften: too many or too large uploads wait for their end.
    """
    rights.must_be_model(by, capture.twin.model)
    if length > MOST_BYTES:
        raise TooLarge(
            "file_too_big",
            f"The file has {length / 1e6:.0f} MB; {MOST_BYTES / 1e6:.0f} MB is the most.",
            hint="Export the photo as JPEG at quality 90.",
        )
    if length <= 0:
        raise BadInput("empty_file", "The file is empty.", hint="Choose the photo again.")
    sweep_uploads()
    waiting = Upload.objects.filter(capture_set__twin__model__user=by, finished_at=None)
    lengths = list(waiting.values_list("length", flat=True))
    if len(lengths) >= MOST_OPEN or sum(lengths) + length > MOST_OPEN_BYTES:
        raise TooOften(
            "too_many_uploads",
            f"{len(lengths)} of your photos are on their way already.",
            rule=RULE,
            hint="Let them end first.",
        )
    return Upload.objects.create(
        capture_set=capture,
        name=" ".join(name.split())[:120] or "photo",
        wanted=wanted[:40],
        length=length,
        ends_at=clock.now() + LASTS,
    )


@action
def receive_piece(*, by: User, upload: Upload, offset: int, data: bytes) -> Upload:
    """Seal the next bytes.

    Raises:
        Conflict: the bytes do not begin where the last ones ended.
        TooLarge: there are more than were announced.
        Gone: its time is over.
    """
    upload = (
        Upload.objects.select_for_update(of=("self",))
        .select_related("capture_set__twin__model")
        .get(pk=upload.pk)
    )
    twin = upload.capture_set.twin
    rights.must_be_model(by, twin.model)
    must_last(upload)
    if offset != upload.received or upload.finished_at:
        raise Conflict(
            "wrong_offset",
            f"{upload.received} bytes are here; these begin at {offset}.",
            rule=RULE,
            hint="Ask with HEAD where to go on.",
        )
    if offset + len(data) > upload.length:
        raise TooLarge("more_than_announced", "The file is longer than was announced.", rule=RULE)
    if data:
        upload.pieces = [*upload.pieces, blobs.put(bytes(twin.wrapped_key), twin.pk, data)]
        upload.received += len(data)
        upload.save(update_fields=["pieces", "received"])
    return upload


def finish_upload(*, by: User, upload: Upload) -> Upload:
    """All bytes are here: hand them to the same action as the plain form, and remember what became of them."""
    twin = upload.capture_set.twin
    data = b"".join(blobs.get(bytes(twin.wrapped_key), twin.pk, piece) for piece in upload.pieces)
    photo, refusal = None, {}
    try:
        photo = add_photo(by=by, capture=upload.capture_set, data=data, name=upload.name)
    except Refused as refused:
        refusal = {**refused.as_dict(), "status": refused.status}
    return _end(upload=upload, photo=photo, refusal=refusal)


@action
def _end(*, upload: Upload, photo: object, refusal: dict[str, object]) -> Upload:
    blobs.remove_on_commit(*upload.pieces)
    upload.photo, upload.refusal, upload.pieces = photo, refusal, []  # type: ignore[assignment]
    upload.finished_at = clock.now()
    upload.save()
    return upload


@action
def give_up_upload(*, by: User, upload: Upload) -> None:
    """Throw away what has arrived."""
    rights.must_be_model(by, upload.capture_set.twin.model)
    blobs.remove_on_commit(*upload.pieces)
    upload.delete()


@action
def sweep_uploads() -> int:
    """Remove every upload whose time is over, bytes and all. Answers how many."""
    over = list(Upload.objects.filter(ends_at__lte=clock.now())[:200])
    for upload in over:
        blobs.remove_on_commit(*upload.pieces)
        upload.delete()
    if over:
        audit.record("uploads.swept", actor="sweeper", subject="twins.uploads", count=len(over))
    return len(over)


def must_last(upload: Upload) -> None:
    """Raises Gone when its time is over."""
    if upload.ends_at <= clock.now():
        raise Gone("upload_expired", "This upload was begun more than a day ago and is gone.", rule=RULE)
