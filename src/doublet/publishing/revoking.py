"""Taking back one picture, or one use, while the rest of the licence stands."""

from __future__ import annotations

from doublet.consents.terms import CHANNELS, UseTerms
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, Conflict
from doublet.licences.models import Licence
from doublet.licences.narrowing import narrow
from doublet.people.models import User
from doublet.publishing.models import Delivery, Placement, Review
from doublet.studio.models import Frame


@action
def revoke_asset(*, by: User, frame: Frame) -> Licence:
    """The model takes one approved picture back. No reason is asked; what she earned with it stays hers.

    Raises:
        Conflict: she never said yes to it, or took it back before.
    """
    review = Review.objects.filter(frame=frame).first()
    if review is None or review.decision != Review.Decision.APPROVED:
        raise Conflict(
            "not_approved",
            "You have not said yes to this picture, so there is nothing to take back.",
            hint="A picture that waits for you is rejected on the review page.",
        )
    return narrow(frame.licence, frame.pk, by=by)


@action
def revoke_use(*, by: User, licence: Licence, channel: str) -> Licence:
    """The model takes one channel of a licence back, for example paid advertisements. No reason is asked.

    Raises:
        BadInput: the licence does not cover this channel.
    """
    if channel not in UseTerms.from_dict(licence.terms).channels:
        raise BadInput("not_in_licence", "This licence does not cover that use, so it cannot be taken back.")
    return narrow(licence, channel, by=by)


def effects_of_asset(frame: Frame) -> list[str]:
    """What taking this picture back will do, said beforehand."""
    places = Placement.objects.filter(delivery__frame=frame).count()
    files = Delivery.objects.filter(frame=frame).count()
    return [
        "It is no longer delivered or downloaded, from the moment you confirm.",
        "Its public page says within a minute that this picture was taken back, and never why.",
        f"{frame.licence.brand} is told at once. {_tasks(places, files)}",
        "What you earned with it stays yours. The other pictures of this licence stay as they are.",
    ]


def effects_of_use(licence: Licence, channel: str) -> list[str]:
    """What taking this use back will do, said beforehand."""
    places = Placement.objects.filter(delivery__frame__licence=licence, channel=channel).count()
    return [
        f"Nothing is delivered or downloaded for {CHANNELS[channel]} any more, from the moment you confirm.",
        "The public page of every picture says within a minute that this use was taken back, and never why.",
        f"{licence.brand} is told at once. {_tasks(places, 0)}",
        "What you earned stays yours. The other uses of this licence stay as they are.",
    ]


def _tasks(places: int, files: int) -> str:
    if not places + files:
        return "Nobody noted a place where it stands, so there is nothing to take down."
    told = []
    if places:
        told.append(f"{places} {'place' if places == 1 else 'places'} to clear")
    if files:
        told.append(f"{files} {'file' if files == 1 else 'files'} to delete")
    return f"They get {' and '.join(told)}, each with a date."
