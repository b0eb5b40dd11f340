"""Stay-down: a picture that was reported is not taken in again, and no new file that looks like it leaves the house."""

from __future__ import annotations

import numpy as np
from django.db.models import QuerySet

from doublet.engines import fingerprint
from doublet.engines.image import decode
from doublet.kernel.events import subscribe
from doublet.kernel.refusals import NotAllowed
from doublet.watch.models import Report


@subscribe("picture.arrived")
def refuse_reported(*, pixels: np.ndarray) -> None:
    """Somebody uploads a picture of a person.

    Raises:
        NotAllowed: it looks like one that was reported and not cleared.
    """
    if (found := staying_down()).exists():
        _refuse(pixels, found)


@subscribe("file.marked")
def hold_reported(*, file: bytes) -> None:
    """A picture was made here; refused as above, so that it is held back before anybody sees it."""
    if (found := staying_down()).exists():
        _refuse(decode(file).pixels, found)


def staying_down() -> QuerySet[Report]:
    """Reports with a picture that are open or were upheld."""
    return Report.objects.exclude(status=Report.Outcome.DISMISSED).exclude(pdq=b"")


def _refuse(pixels: np.ndarray, reports: QuerySet[Report]) -> None:
    asked = fingerprint.queries(pixels)
    for report in reports.iterator():
        known = fingerprint.Fingerprint(pdq=bytes(report.pdq), features=bytes(report.features))
        if any(fingerprint.compare(query, known).same for query in asked):
            raise NotAllowed(
                "stays_down",
                "This picture was reported, so it cannot be used here.",
                rule="US-TID",
                hint="If that is wrong, write to the operator of this house.",
            )
