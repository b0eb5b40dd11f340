"""How often somebody may ask for something that costs a machine much, counted in the database for all processes."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import timedelta

from django.db.models import F

from doublet.kernel import clock, keys
from doublet.kernel.models import Tally
from doublet.kernel.refusals import Refused

_NETWORK = 64  # one household has a whole IPv6 network, so its addresses count as one


class TooOften(Refused):
    """Asked too often in too short a time."""

    status = 429


def count(what: str, who: str, *, most: int, seconds: int) -> None:
    """Count one request of `who`, an id or an IP address; only a keyed hash of it is kept, and not for long.

    The count begins anew `seconds` after its first request. Within an action that is refused afterwards it is
    undone with everything else.

    Raises:
        TooOften: more than `most` in that time.
    """
    now, key = clock.now(), _key(what, who)
    mine = Tally.objects.filter(key=key)
    if mine.filter(ends_at__gt=now).update(counted=F("counted") + 1):
        if mine.filter(counted__gt=most).exists():
            raise TooOften(
                "too_often",
                f"This was asked too often: {_times(most)} within {_span(seconds)} is the most.",
                rule="HOUSE-LIMIT",
                hint="Wait a little, then ask again.",
            )
        return
    Tally.objects.filter(ends_at__lte=now).delete()
    first = Tally(key=key, counted=1, ends_at=now + timedelta(seconds=seconds))
    # Two that come first at the same moment count as one.
    Tally.objects.bulk_create([first], ignore_conflicts=True)


def _key(what: str, who: str) -> str:
    secret = keys.secret("limits-key")
    return hashlib.blake2b(f"{what}:{_household(who)}".encode(), key=secret, digest_size=16).hexdigest()


def _household(who: str) -> str:
    try:
        address = ipaddress.IPv6Address(who)
    except ValueError:
        return who
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address), _NETWORK), strict=False))


def _span(seconds: int) -> str:
    return "a minute" if seconds == 60 else f"{seconds // 60} minutes"


def _times(most: int) -> str:
    return "once" if most == 1 else f"{most} times"
