"""How often somebody may ask for something that costs a machine much, counted in Django's cache."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from doublet.kernel.refusals import Refused


class TooOften(Refused):
    """Asked too often in too short a time."""

    status = 429


def count(what: str, who: str, *, most: int, seconds: int) -> None:
    """Count one request of `who`.

    The count begins anew `seconds` after its first request. It lives in the cache of this process,
    or in the one that all processes share where the operator sets one.

    Raises:
        TooOften: more than `most` in that time.
    """
    key = f"limit:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    if cache.add(key, 1, seconds):
        return
    try:
        counted = cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, seconds)
        return
    if counted > most:
        raise TooOften(
            "too_often",
            f"This was asked too often: {_times(most)} within {_span(seconds)} is the most.",
            rule="HOUSE-LIMIT",
            hint="Wait a little, then ask again.",
        )


def _span(seconds: int) -> str:
    return "a minute" if seconds == 60 else f"{seconds // 60} minutes"


def _times(most: int) -> str:
    return "once" if most == 1 else f"{most} times"
