"""When permission is withdrawn, what waits is cancelled in the same step."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from doublet.kernel import audit, blobs
from doublet.kernel.events import subscribe
from doublet.licences.models import Licence
from doublet.people.models import User
from doublet.studio.actions import end
from doublet.studio.models import Frame, Prepared, Retouch, Shot
from doublet.twins.keeping import Clearing


@subscribe("licence.withdrawn")
def cancel_waiting(*, licence: Licence, by: User) -> None:
    """Queued shots die, those that a worker is rendering at this moment included: it cannot finish them."""
    for shot in Shot.objects.select_for_update().filter(licence=licence, status=Shot.Status.QUEUED):
        end(shot, Shot.Status.CANCELLED, code="withdrawn", reason="The model withdrew her permission.")
        audit.record("shot.cancelled", actor=by, subject=shot, because=licence.pk, code="withdrawn")


@subscribe("twin.erasing")
def delete_frames(*, clearing: Clearing) -> None:
    """Every picture as an engine made it, every retouch of one, and what engines found in her photos."""
    for frame in Frame.objects.filter(licence__twin_version__twin=clearing.twin):
        clearing.delete("picture as made", frame.pk, frame.raw)
    for version in Retouch.objects.filter(frame__licence__twin_version__twin=clearing.twin):
        clearing.delete("retouched picture", version.pk, version.raw)
    prepared = Prepared.objects.filter(photo__capture_set__twin=clearing.twin)
    for row in prepared:
        clearing.delete("prepared photo", f"{row.photo_id}-{row.engine}", row.blob)
    prepared.delete()


@receiver(post_delete, sender=Prepared)
def forget_prepared(*, instance: Prepared, **_: Any) -> None:
    """What was found in a photo goes with the photo, file and all."""
    blobs.remove_on_commit(instance.blob)
