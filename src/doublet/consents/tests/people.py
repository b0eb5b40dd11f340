"""People for the tests of this part."""

from __future__ import annotations

from datetime import date

from doublet.kernel import clock
from doublet.people.models import ModelProfile
from doublet.story.cast import model


def adult(email: str, *, language: str = "en", confirmed: bool = True) -> ModelProfile:
    """A fictional model of age whose document the operator has seen, unless told otherwise."""
    profile = model(
        email,
        public_name="Mei",
        legal_name="Mei Fiktiv",
        birth_date=date(1996, 2, 2),
        residence="FR",
        height_cm=176,
        popularity=20,
    )
    profile.language = language
    profile.age_checked_at = clock.now() if confirmed else None
    profile.save()
    return profile
