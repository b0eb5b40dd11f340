"""Stay-down: a picture that was reported is not taken in again, and no new file that looks like it leaves the house."""

from __future__ import annotations

import numpy as np

from doublet.engines.image import decode
from doublet.kernel.events import subscribe
from doublet.kernel.refusals import NotAllowed
from doublet.watch.reporting.staying import staying_down, was_reported


@subscribe("picture.arrived")
def refuse_reported(*, pixels: np.ndarray) -> None:
    """Somebody uploads a picture: of a person, of a garment, or of a background.

    Raises:
        NotAllowed: it looks like one that was reported and not cleared.
    """
    if was_reported(pixels):
        raise NotAllowed(
            "stays_down",
            "This picture was reported, so it cannot be used here.",
            rule="US-TID",
            hint="If that is wrong, write to the operator of this house.",
        )


@subscribe("file.marked")
def hold_reported(*, file: bytes) -> None:
    """A picture was made here; refused as above, so that it is held back before anybody sees it."""
    if staying_down().exists():
        refuse_reported(pixels=decode(file).pixels)
