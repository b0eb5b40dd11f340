"""What a withdrawal asks of the brand."""

from __future__ import annotations

from doublet.licences.effects import effect
from doublet.licences.models import Licence
from doublet.publishing.models import Delivery, Placement


@effect
def of_tasks(licence: Licence) -> list[str]:
    """Every place and every file becomes a task with a date."""
    places = Placement.objects.filter(delivery__frame__licence=licence).count()
    files = Delivery.objects.filter(frame__licence=licence).count()
    found = []
    if places:
        found.append(
            f"{places} {'place' if places == 1 else 'places'} where pictures stand must be cleared, each by its date."
        )
    if files:
        found.append(
            f"{files} delivered {'file' if files == 1 else 'files'} must be deleted within seven days."
        )
    return found
