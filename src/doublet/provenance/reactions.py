"""A frame that was made or changed must be marked before anybody sees it."""

from __future__ import annotations

from typing import Any

from doublet.kernel import clock
from doublet.kernel.events import subscribe
from doublet.provenance.models import Credential
from doublet.provenance.patience import waiting_for_the_signer
from doublet.studio.models import Frame
from doublet.twins.keeping import Clearing


@subscribe("frame.made")
def await_marking(*, frame: Frame) -> None:
    """Put the frame in the line of files to be marked. A line that waits for the signer waits as a whole."""
    _in_line(frame, _waits())


@subscribe("frame.changed")
def mark_again(*, frame: Frame) -> None:
    """A retouched frame needs a file of its own; the one before stays in the register, and nobody gets it.

    A worker that marks the old picture at this moment loses its row, and so cannot finish.
    """
    waits = _waits()  # before the row that it may be read from is gone
    masters = Credential.objects.select_for_update().filter(frame=frame, kind=Credential.Kind.MASTER)
    for master in masters:
        if master.status == Credential.Status.READY:
            master.kind = Credential.Kind.SUPERSEDED
            master.save()
        else:
            master.delete()
    _in_line(frame, waits)


@subscribe("twin.erasing")
def delete_files(*, clearing: Clearing) -> None:
    """Masters and deliveries go; their rows stay, with fingerprint and watermark number, to find copies by."""
    for credential in Credential.objects.filter(frame__licence__twin_version__twin=clearing.twin).exclude(
        blob=""
    ):
        clearing.delete(f"{credential.kind} file", credential.pk, credential.blob, credential.sha256)


def _waits() -> dict[str, Any]:
    line = waiting_for_the_signer().order_by("next_at").first()
    return {"waits_for": line.waits_for, "waits_since": clock.now(), "next_at": line.next_at} if line else {}


def _in_line(frame: Frame, waits: dict[str, Any]) -> None:
    Credential.objects.create(kind=Credential.Kind.MASTER, frame=frame, licence=frame.licence, **waits)
