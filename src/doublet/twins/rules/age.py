"""Adults only, on the day and on every photo."""

from __future__ import annotations

from datetime import date

from doublet.kernel.refusals import Refused
from doublet.twins.rules.facts import PhotoFacts, Reason

ADULT_AGE, OLDEST_AGE = 18, 120


def age_rule(birth_date: date, today: date) -> None:
    """Only adults have a twin here, and nobody can overrule that.

    Raises:
        Refused: ``under_age`` or ``implausible_birth_date``, rule MIN-01.
    """
    if birth_date > today or today.year - birth_date.year > OLDEST_AGE:
        raise Refused(
            "implausible_birth_date",
            "This birth date cannot be right.",
            rule="MIN-01",
            hint="Enter the date as it stands in your identity document.",
        )
    if not _adult(birth_date, today):
        raise Refused(
            "under_age",
            "Twins are for people of 18 or older; no parent or agency can overrule this.",
            rule="MIN-01",
            hint="Come back after your 18th birthday.",
        )


def age_on_photo(photo: PhotoFacts, birth_date: date | None) -> list[Reason]:
    """A photo that its own file dates before her 18th birthday. A file without a date says nothing."""
    if birth_date is None or photo.taken_on is None or _adult(birth_date, photo.taken_on):
        return []
    words = f"The file says that the photo was taken on {photo.taken_on}, before your 18th birthday."
    return [Reason("taken_before_18", words, "Use a photo from after your 18th birthday.", refuses=True)]


def _adult(birth_date: date, on: date) -> bool:
    """Born on 29 February, one comes of age on 1 March."""
    return (on.year - birth_date.year, on.month, on.day) >= (ADULT_AGE, birth_date.month, birth_date.day)
