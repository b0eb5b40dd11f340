"""From an engine's picture to a file that may leave the house: watermark, label, metadata, credential, fingerprint.

The order matters: a later step would break an earlier one, and nothing rewrites the file after the signature.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

import numpy as np
from django.conf import settings

from doublet.engines import fingerprint, label, metadata, signer, watermark
from doublet.engines.image import decode, encode_jpeg
from doublet.kernel import blobs, clock
from doublet.kernel.ids import NewId
from doublet.kernel.refusals import Conflict
from doublet.provenance.identity import identity
from doublet.provenance.models import Credential
from doublet.studio.models import Frame
from doublet.studio.queries import raw

QUALITY = 94


@dataclass(frozen=True)
class Marked:
    """A finished file and what the register keeps of it."""

    credential_id: str
    mark: int
    jpeg: bytes
    sha256: str
    pdq: bytes
    features: bytes
    width: int
    height: int


def status_url(credential_id: str) -> str:
    """Where anybody sees whether the permission for a file still stands."""
    return f"{settings.SITE_URL}/c/{credential_id}"


def mark_master(credential: Credential) -> Marked:
    """The file of a frame, unlabelled: for the model's review, and the parent of every delivery."""
    pixels = decode(raw(credential.frame)).pixels
    random = secrets.SystemRandom()
    mark = watermark.new_payload(random, suited_to=pixels)
    while Credential.objects.filter(mark=mark).exists():
        mark = watermark.new_payload(random, suited_to=pixels)
    return _mark(credential.frame, credential.pk, pixels, mark)


def mark_delivery(frame: Frame, *, label: str) -> Marked:
    """The file of a frame for one place: the same watermark, the place's visible label, its master as parent."""
    master = Credential.objects.filter(frame=frame, kind=Credential.Kind.MASTER).first()
    if master is None or master.status != Credential.Status.READY or master.mark is None:
        raise Conflict("not_marked_yet", "This picture is still being marked.", hint="Wait a few seconds.")
    pixels = decode(raw(frame)).pixels
    return _mark(frame, NewId("crd")(), pixels, master.mark, text=label, parent=stored(master))


def stored(credential: Credential) -> bytes:
    """The registered file as it is kept."""
    twin = credential.licence.twin_version.twin
    return blobs.get(bytes(twin.wrapped_key), twin.pk, credential.blob)


def _mark(
    frame: Frame,
    credential_id: str,
    pixels: np.ndarray,
    mark: int,
    *,
    text: str = "",
    parent: bytes | None = None,
) -> Marked:
    pixels = watermark.embed(pixels, mark)
    if text:
        pixels = label.draw(pixels, text)
    jpeg = metadata.write(encode_jpeg(pixels, quality=QUALITY), _fields(frame, credential_id))
    jpeg = signer.sign(
        jpeg,
        _claims(frame, credential_id, labelled=bool(text)),
        identity(),
        parent=parent,
        ingredients=() if parent else (signer.Ingredient(signer.Role.GARMENT, frame.shot.garment.sha256),),
    )
    seen = fingerprint.make(pixels)
    return Marked(
        credential_id=credential_id,
        mark=mark,
        jpeg=jpeg,
        sha256=hashlib.sha256(jpeg).hexdigest(),
        pdq=seen.pdq,
        features=seen.features,
        width=pixels.shape[1],
        height=pixels.shape[0],
    )


def _fields(frame: Frame, credential_id: str) -> metadata.Fields:
    return metadata.Fields(
        source_type=signer.SourceType.COMPOSITE_SYNTHETIC,
        ai_system=f"Doublet {frame.engine}",
        ai_system_version=frame.engine_version,
        asset_id=credential_id,
        licence_id=frame.licence_id,
        status_url=status_url(credential_id),
        description="Composite: a garment put on a capture photo of a model's digital twin, in a made-up scene",
        credit=settings.PLATFORM_NAME,
        usage_terms="Use only within the licence named; its status can be checked at the address given.",
        created=clock.now(),
    )


def _claims(frame: Frame, credential_id: str, *, labelled: bool) -> signer.CredentialClaims:
    licence = frame.licence
    edits = (signer.Edit.WATERMARKED, signer.Edit.LABELLED) if labelled else (signer.Edit.WATERMARKED,)
    return signer.CredentialClaims(
        asset_id=credential_id,
        licence_id=licence.pk,
        consent_sha256=licence.consent_sha256,
        twin=licence.twin_version.twin.pseudonym,
        status_url=status_url(credential_id),
        provider=settings.PLATFORM_NAME,
        engine=frame.engine,
        engine_version=frame.engine_version,
        made_at=clock.now(),
        edits=edits,
    )
