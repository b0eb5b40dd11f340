"""The crew's rights in a set of photos: whose no closes it, and who is named for the pictures made of it."""

from __future__ import annotations

from doublet.kernel.refusals import Refused
from doublet.people.crew import queries
from doublet.people.crew.models import CrewMember
from doublet.people.models import ModelProfile, User
from doublet.twins.models import CaptureSet, TwinVersion
from doublet.twins.queries import capture_for


def must_permit(capture: CaptureSet) -> None:
    """No new version of a twin is made of photos to which their photographer said no.

    Raises:
        Refused: she refused, or took her word back, and nobody has resolved it (rule HOUSE-CAPTURE).
    """
    no = queries.in_the_way(capture.twin.model, capture.pk)
    if no:
        raise Refused(
            "photographer_said_no",
            f"{no[0].name} took photos of this set and does not permit their use for a new twin.",
            rule="HOUSE-CAPTURE",
            hint="Speak with each other, or open a new set with other photos. The operator was told, too.",
        )


def captures_of(model: ModelProfile) -> list[tuple[str, str]]:
    """Her sets of photos, for a form: id and words."""
    found = CaptureSet.objects.filter(twin__model=model)
    return [
        (each.pk, f"The set of {each.opened_at:%d %B %Y}, {each.photos.count()} photos") for each in found
    ]


def own_capture(user: User, pk: str) -> str:
    """The id of a set of hers, or nothing for all of them.

    Raises:
        NotThere: no such set, or somebody else's.
    """
    return capture_for(user, pk).pk if pk else ""


def credited(version: TwinVersion) -> list[CrewMember]:
    """Who is named for pictures that are made with this version of a twin."""
    sets = version.photos.values_list("capture_set_id", flat=True)
    return queries.credits_for(version.twin.model, set(sets))
