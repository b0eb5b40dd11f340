"""Companies that check who somebody is. The house learns yes or no, why not, and a birth date to compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from doublet.kernel.refusals import NotThere, Unavailable


@dataclass(frozen=True)
class Begun:
    """A check that has begun: the vendor's name for it, and the page on which she goes on."""

    session: str
    url: str


@dataclass(frozen=True)
class Message:
    """A signed message: its own id, so that a replay is known, and the check that it is about."""

    event: str
    session: str


@dataclass(frozen=True)
class Verdict:
    """The end of a check. `reason` is the vendor's short code for no."""

    verified: bool
    reason: str = ""
    birth_date: date | None = None


class IdentityVendor(Protocol):
    """An identity check. Named by its dotted path in ``DOUBLET_IDENTITY_CHECKER``; called without arguments.

    This is about documents; whether a living person holds the camera is for `doublet.twins.vendors`.
    """

    name: str

    def begin(self, *, reference: str, return_url: str) -> Begun:
        """Start a check. `reference` is our id of the model; no name or address is sent.

        Raises:
            Unavailable: the vendor cannot be reached.
        """
        ...

    def open_message(self, headers: dict[str, str], body: bytes, *, at: datetime) -> Message | None:
        """Read a message that came to ``/identity/message``; None where it is about something else.

        Raises:
            NotAllowed: not signed by the vendor, or older than a few minutes.
        """
        ...

    def verdict(self, session: str) -> Verdict | None:
        """Ask the vendor itself how a check ended, instead of trusting a message; None while it goes on."""
        ...

    def forget(self, session: str) -> None:
        """Ask the vendor to delete what it collected."""
        ...


class NoVendor:
    """The stand-in where no vendor is set up. It checks nothing, and says so."""

    name = "none"

    def begin(self, *, reference: str, return_url: str) -> Begun:
        """Refuses."""
        raise Unavailable(
            "no_identity_vendor",
            "No identity vendor is set up here; nothing is checked by a machine.",
            rule="MIN-01",
            hint="The operator looks at your document instead.",
        )

    def open_message(self, headers: dict[str, str], body: bytes, *, at: datetime) -> Message | None:
        """Refuses: nobody may decide anything here."""
        raise NotThere("no_identity_vendor", "No identity vendor is set up here.", rule="MIN-01")

    def verdict(self, session: str) -> Verdict | None:
        """No opinion."""
        return None

    def forget(self, session: str) -> None:
        """Nothing was collected."""


def checker() -> IdentityVendor:
    """The one that the operator chose."""
    chosen: IdentityVendor = import_string(settings.IDENTITY_CHECKER)()
    return chosen
