"""What a withdrawal does to pictures."""

from __future__ import annotations

from doublet.licences.effects import effect
from doublet.licences.models import Licence
from doublet.studio.models import Shot


@effect
def of_pictures(licence: Licence) -> list[str]:
    """Waiting pictures die; made ones stay on the books."""
    waiting = licence.shots.filter(status=Shot.Status.QUEUED).count()
    made = licence.frames.count()
    found = []
    if waiting:
        found.append(
            "1 waiting picture is cancelled."
            if waiting == 1
            else f"{waiting} waiting pictures are cancelled."
        )
    if made:
        found.append("What you earned for pictures that you approved stays yours.")
    return found
