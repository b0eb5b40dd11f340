"""Reading the register."""

from __future__ import annotations

from doublet.engines import label
from doublet.engines.image import decode, encode_jpeg
from doublet.kernel.refusals import NotThere
from doublet.provenance.marking import stored
from doublet.provenance.models import Credential
from doublet.studio.models import Frame


def master(frame: Frame) -> Credential:
    """The marked file of a frame, once it is ready."""
    found = Credential.objects.filter(
        frame=frame, kind=Credential.Kind.MASTER, status=Credential.Status.READY
    ).first()
    if found is None:
        raise NotThere("not_marked_yet", "This picture is still being marked.")
    return found


def file_of(credential: Credential) -> bytes:
    """A registered file, byte for byte."""
    return stored(credential)


def review_copy(frame: Frame) -> bytes:
    """What the model looks at to decide: the marked picture."""
    return file_of(master(frame))


def preview_copy(frame: Frame) -> bytes:
    """What the brand sees before she has approved: small, and marked across as a preview."""
    pixels = decode(file_of(master(frame))).pixels
    return encode_jpeg(label.preview(pixels), quality=80)


def public_record(pk: str) -> Credential:
    """A registered file by its id, for the public status page."""
    found = (
        Credential.objects.filter(pk=pk, status=Credential.Status.READY)
        .select_related("frame__shot", "licence__model", "licence__brand", "licence__twin_version__twin")
        .first()
    )
    if found is None:
        raise NotThere("no_such_record", "There is no such record in this register.")
    return found
