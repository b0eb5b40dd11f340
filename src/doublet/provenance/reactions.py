"""A frame that was made or changed must be marked before anybody sees it."""

from __future__ import annotations

from doublet.kernel.events import subscribe
from doublet.provenance.models import Credential
from doublet.studio.models import Frame


@subscribe("frame.made")
def await_marking(*, frame: Frame) -> None:
    """Put the frame in the line of files to be marked."""
    Credential.objects.create(kind=Credential.Kind.MASTER, frame=frame, licence=frame.licence)


@subscribe("frame.changed")
def mark_again(*, frame: Frame) -> None:
    """A retouched frame needs a file of its own; the one before stays in the register, and nobody gets it.

    A worker that marks the old picture at this moment loses its row, and so cannot finish.
    """
    masters = Credential.objects.select_for_update().filter(frame=frame, kind=Credential.Kind.MASTER)
    for master in masters:
        if master.status == Credential.Status.READY:
            master.kind = Credential.Kind.SUPERSEDED
            master.save()
        else:
            master.delete()
    await_marking(frame=frame)
