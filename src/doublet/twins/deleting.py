"""What this part deletes when a twin is erased: photos, selfie verdicts, half-done uploads, measures.

Called last, since later parts of the house hang on the photos.
"""

from __future__ import annotations

from doublet.twins import comparing
from doublet.twins.keeping import Clearing
from doublet.twins.models import CapturePhoto, CaptureSet, Upload


def delete_photos(*, clearing: Clearing) -> None:
    """Every photo with its thumbnail and what was measured on it; face templates in memory too."""
    for photo in CapturePhoto.objects.filter(capture_set__twin=clearing.twin):
        clearing.delete("capture photo", photo.pk, photo.blob, photo.sha256)
        clearing.delete("thumbnail", photo.pk, photo.thumbnail)
        comparing.drop(photo.pk)
    for upload in Upload.objects.filter(capture_set__twin=clearing.twin):
        for piece in upload.pieces:
            clearing.delete("half-done upload", upload.pk, piece)
    CaptureSet.objects.filter(twin=clearing.twin).delete()
    model = clearing.twin.model
    clearing.delete("roster picture", model.pk, model.portrait)
    model.portrait = ""
    model.save(update_fields=["portrait"])
