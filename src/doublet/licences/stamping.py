"""Time stamps on contracts: asked for by a worker after the signature, and again until the authority answers.

A signature waits for nobody. What is stamped is the contract's hash, so the file that was signed for stays as it is.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from doublet.engines import document
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.leases import claim, release, still_held
from doublet.kernel.refusals import Refused
from doublet.licences.models import ContractStamp, Licence

LADDER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440))


def ask(licence: Licence) -> bool:
    """Put a contract down for its stamp, in the transaction that signs it; False where no authority is named."""
    if settings.TIMESTAMP_URL:
        ContractStamp.objects.create(licence=licence)
    return bool(settings.TIMESTAMP_URL)


def stamp_next() -> bool:
    """Have one contract stamped that waits; the worker calls this. False when none waits."""
    if not settings.TIMESTAMP_URL:
        return False
    now = clock.now()
    row = claim(ContractStamp.objects.filter(stamped_at=None, due_at__lte=now), at=now)
    if row is None:
        return False
    try:
        hashed = bytes.fromhex(row.licence.contract_sha256)
        token = document.stamp(hashed, document.Authority(settings.TIMESTAMP_URL))
    except Refused as refused:
        _wait(row=row, trouble=refused.reason)
    else:
        _keep(row=row, token=token, stamp=document.read_stamp(token, hashed))
    return True


@action
def _wait(*, row: ContractStamp, trouble: str) -> None:
    """Try later: within a minute at first, once a day in the end. It is never given up."""
    if (held := still_held(row)) is None:
        return
    held.trouble = trouble[:300]
    held.due_at = clock.now() + LADDER[min(held.attempts, len(LADDER)) - 1]
    release(held)
    held.save()
    if held.attempts == 1:
        audit.record("licence.not_stamped_yet", actor="worker", subject=held.licence, because=trouble)


@action
def _keep(*, row: ContractStamp, token: bytes, stamp: document.Stamp) -> None:
    if (held := still_held(row)) is None:
        return
    held.token, held.stamped_at, held.stamped_by, held.trouble = token, stamp.at, stamp.by[:300], ""
    release(held)
    held.save()
    audit.record("licence.stamped", actor="worker", subject=held.licence, at=stamp.at.isoformat())
