"""Pictures that cannot be marked for now: they wait and are tried again, they are not held back.

The signer is one for all pictures. While it does not answer, the whole line waits, and one picture at a time
asks for it; so a key service that hangs costs the worker one patience a round, and not one for each picture.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from doublet.kernel import audit, clock, events, leases
from doublet.kernel.acting import action
from doublet.kernel.refusals import Refused, Unavailable
from doublet.provenance.models import Credential

SOONEST, LATEST = timedelta(seconds=15), timedelta(minutes=10)
_SIGNER = "signing_"
_FOR_GOOD = {"key_destroyed"}  # her twin was erased: nothing is ever made of it


def passes(refused: Refused) -> bool:
    """Is this a trouble of the machine that may pass, not a fault of the picture?"""
    return isinstance(refused, Unavailable) and refused.code not in _FOR_GOOD


def waiting_for_the_signer() -> QuerySet[Credential]:
    """The line while nobody signs."""
    pending = Credential.objects.filter(status=Credential.Status.PENDING)
    return pending.filter(waits_for__startswith=_SIGNER, waits_since__isnull=False)


@action
def postpone(*, credential: Credential, refused: Refused) -> None:
    """Try a picture again later, the longer the trouble lasts; where the signer is away, the whole line.

    The attempts count interruptions alone: they begin anew, so that waiting never uses them up.
    """
    held = leases.still_held(credential)
    if held is None or held.status != Credential.Status.PENDING:
        return
    now = clock.now()
    first = held.waits_since is None
    since = held.waits_since or now
    later = next_try(since, now)
    held.waits_for, held.waits_since, held.next_at = refused.code[:60], since, later
    held.attempts = 0
    leases.release(held)
    held.save()
    if refused.code.startswith(_SIGNER):
        _line(held, later)
    if first:
        audit.record("credential.waits", actor="worker", subject=held, code=refused.code)
        events.emit("marking.waits", code=refused.code, reason=refused.reason, hint=refused.hint)


@action
def resume() -> None:
    """What was missing is there again: whatever waits is tried at once."""
    waiting = Credential.objects.filter(status=Credential.Status.PENDING, waits_since__isnull=False)
    waiting.update(next_at=None)


def marked_again() -> None:
    """A picture that waited was marked; part of the action that keeps it."""
    waiting_for_the_signer().update(waits_for="", waits_since=None, next_at=None)
    pending = Credential.objects.filter(status=Credential.Status.PENDING, waits_since__isnull=False)
    if not pending.exists():
        events.emit("marking.resumed")


def next_try(since: datetime, now: datetime) -> datetime:
    """Each wait as long as all before together, from a quarter of a minute up to ten minutes."""
    return now + min(LATEST, max(SOONEST, now - since))


def _line(held: Credential, later: datetime) -> None:
    others = Credential.objects.filter(status=Credential.Status.PENDING).exclude(pk=held.pk)
    others.filter(waits_since=None).update(waits_since=clock.now())
    others.update(waits_for=held.waits_for, next_at=later)
