"""A frame that was made must be marked before anybody sees it."""

from __future__ import annotations

from doublet.kernel.events import subscribe
from doublet.provenance.models import Credential
from doublet.studio.models import Frame


@subscribe("frame.made")
def await_marking(*, frame: Frame) -> None:
    """Put the frame in the line of files to be marked."""
    Credential.objects.create(kind=Credential.Kind.MASTER, frame=frame, licence=frame.licence)
