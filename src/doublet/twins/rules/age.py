"""Adults only, on the day and on every photo."""

from __future__ import annotations

from datetime import date

from doublet.people.rules import ADULT, age_on, age_rule
from doublet.twins.rules.facts import PhotoFacts, Reason

__all__ = ["age_on_photo", "age_rule"]


def age_on_photo(photo: PhotoFacts, birth_date: date | None) -> list[Reason]:
    """A photo that its own file dates before her 18th birthday. A file without a date says nothing."""
    if birth_date is None or photo.taken_on is None or age_on(birth_date, photo.taken_on) >= ADULT:
        return []
    words = f"The file says that the photo was taken on {photo.taken_on}, before your 18th birthday."
    return [Reason("taken_before_18", words, "Use a photo from after your 18th birthday.", refuses=True)]
