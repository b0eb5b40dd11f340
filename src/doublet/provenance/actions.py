"""Marking and registering: what turns a frame into a file that may leave the house."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q

from doublet.kernel import audit, blobs, clock, events, leases
from doublet.kernel.acting import action
from doublet.kernel.models import Notice
from doublet.kernel.moves import move
from doublet.kernel.notices import tell
from doublet.kernel.refusals import Refused
from doublet.provenance.identity import demand_signer
from doublet.provenance.marking import Marked, mark_master
from doublet.provenance.models import Credential
from doublet.provenance.patience import marked_again, passes, postpone
from doublet.studio.models import Frame

MAX_ATTEMPTS = 5


def work() -> bool:
    """The worker's part: mark one frame that waits for it. False when none is due.

    A trouble of the machine (nobody signs, a model file is missing) makes it wait; only a fault of the picture, or
    of what was done with it, holds it back.
    """
    at = clock.now()
    due = Credential.objects.filter(Q(next_at=None) | Q(next_at__lte=at), status=Credential.Status.PENDING)
    credential = leases.claim(due, at=at)
    if credential is None:
        return False
    try:
        demand_signer(answering=credential.waits_since is not None)
        if credential.attempts > MAX_ATTEMPTS:
            raise Refused("gave_up", f"Marking was tried {MAX_ATTEMPTS} times and interrupted each time.")
        made = mark_master(credential)
        events.emit("file.marked", file=made.file)
        register_master(credential=credential, made=made)
    except Refused as refused:
        if passes(refused):
            postpone(credential=credential, refused=refused)
        else:
            hold_back(credential=credential, refused=refused)
    return True


@action
def register_master(*, credential: Credential, made: Marked) -> Credential | None:
    """Keep the marked file of a frame. None when another worker holds the row by now."""
    held = leases.still_held(credential)
    if held is None or held.status != Credential.Status.PENDING:
        return None
    _fill(held, made)
    move(held, Credential.Status.READY, "This file cannot be registered")
    leases.release(held)
    waited = held.waits_since is not None
    held.waits_for, held.waits_since, held.next_at = "", None, None
    held.save()
    if waited:
        marked_again()
    audit.record(
        "credential.registered", actor="worker", subject=held, sha256=held.sha256, frame=held.frame_id
    )
    _tell_her(held)
    return held


@action
def hold_back(*, credential: Credential, refused: Refused) -> None:
    """The frame cannot be marked, so nobody gets to see it."""
    held = leases.still_held(credential)
    if held is None or held.status != Credential.Status.PENDING:
        return
    move(held, Credential.Status.FAILED, "This file cannot be held back")
    held.failure = refused.reason
    leases.release(held)
    held.save()
    audit.record("credential.failed", actor="worker", subject=held, code=refused.code, reason=refused.reason)


def register_delivery(*, frame: Frame, profile: str, label: str, made: Marked) -> Credential:
    """Keep a delivery's file, with its master as parent; part of the delivering action."""
    credential = Credential(
        id=made.credential_id,
        kind=Credential.Kind.DELIVERY,
        status=Credential.Status.READY,
        frame=frame,
        licence=frame.licence,
        parent=Credential.objects.get(frame=frame, kind=Credential.Kind.MASTER),
        profile=profile,
        label=label,
    )
    _fill(credential, made)
    credential.save(force_insert=True)
    audit.record(
        "credential.registered", actor="house", subject=credential, sha256=credential.sha256, frame=frame.pk
    )
    return credential


def _fill(credential: Credential, made: Marked) -> None:
    twin = credential.licence.twin_version.twin
    credential.blob = blobs.put(bytes(twin.wrapped_key), twin.pk, made.file)
    credential.sha256, credential.mark, credential.readings = made.sha256, made.mark, made.readings
    credential.pdq, credential.features = made.pdq, made.features
    credential.width, credential.height = made.width, made.height


def _tell_her(credential: Credential) -> None:
    """One message for all pictures that wait, not one for each."""
    model, subject = credential.licence.model, "Pictures wait for your yes or no"
    if not Notice.objects.filter(to=model.user.email, subject=subject, sent_at=None).exists():
        where = f"{settings.SITE_URL}/review/"
        tell(
            model.user.email, subject, f"{credential.licence.brand} cannot see them before you do.\n\n{where}"
        )
