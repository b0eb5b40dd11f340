"""The last day on which a licence can stand: its own, or that of a consent under it, whichever comes first."""

from __future__ import annotations

from datetime import date

from doublet.licences.models import Licence


def last_day(licence: Licence) -> date:
    """As the gate counts it."""
    own = date.fromisoformat(licence.terms["ends"])
    return min(own, licence.consent.ends, licence.creation_consent.ends)
