"""Where an identity vendor plugs in: a second opinion on a challenge selfie, by somebody certified for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Opinion:
    """What a vendor says of one selfie: was a living person before the camera?"""

    state: Literal["live", "attack", "not_checked"]
    words: str


class IdentityVendor(Protocol):
    """A liveness check. Named by its dotted path in ``DOUBLET_IDENTITY_VENDOR``; called without arguments.

    Attributes:
        name: how pages and records call it.
        sends_away: the selfie leaves this machine, so that she is asked for it, vendor by name.
    """

    name: str
    sends_away: bool

    def look(self, selfie: bytes, *, subject: str) -> Opinion:
        """Judge one selfie (the file as it came). `subject` is the twin's pseudonym.

        Raises:
            Unavailable: the vendor cannot be asked now; the selfie then counts as not taken.
        """
        ...


class Manual:
    """The stand-in where no vendor is set up. It looks at nothing, and says so."""

    name = "none"
    sends_away = False

    def look(self, selfie: bytes, *, subject: str) -> Opinion:
        """No opinion."""
        return Opinion("not_checked", "No liveness vendor is set up: a printed photo or a screen can pass.")


def vendor() -> IdentityVendor:
    """The one that the operator chose."""
    chosen: IdentityVendor = import_string(settings.IDENTITY_VENDOR)()
    return chosen
