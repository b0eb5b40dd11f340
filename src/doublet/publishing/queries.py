"""Reading what waits for review, deliveries, and what can be delivered where."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from doublet.engines import label
from doublet.engines.image import decode, encode_jpeg
from doublet.kernel.refusals import NotAllowed, NotThere
from doublet.licences import gate
from doublet.licences.models import Licence
from doublet.licences.queries import visible_licences
from doublet.licences.rules import Reason
from doublet.people import rights
from doublet.people.models import User
from doublet.provenance.models import Credential
from doublet.provenance.queries import file_of, master, preview_copy, review_copy
from doublet.publishing.making import altered, sample, small
from doublet.publishing.models import Delivery, Placement, Review
from doublet.publishing.profiles import PROFILES, Profile
from doublet.studio.models import Frame
from doublet.studio.queries import frame_for, retouch_of, unretouched, visible_frames


def picture_for(user: User, frame: Frame) -> bytes:
    """A picture to look at: whole for the model herself; for others, once she said yes, small and marked.

    Raises:
        NotAllowed: she has not said yes to it, and nobody sees it before her.
    """
    if rights.is_model(user, frame.licence.model):
        return review_copy(frame)
    _must_be_approved(frame)
    return preview_copy(frame)


def _must_be_approved(frame: Frame) -> None:
    if not Review.objects.filter(frame=frame, decision=Review.Decision.APPROVED).exists():
        raise NotAllowed(
            "not_approved",
            "Nobody sees this picture before the model has said yes to it.",
            rule="HOUSE-REVIEW",
        )


def sample_for(user: User, frame: Frame, profile: str) -> bytes:
    """What a place would make of a picture, for whoever may look at the picture: small and marked for everybody.

    Raises:
        NotThere: there is no such place.
        NotAllowed: she has not said yes to it.
    """
    if profile not in PROFILES:
        raise NotThere("no_profile", "There is no such place.")
    if not rights.is_model(user, frame.licence.model):
        _must_be_approved(frame)
    return sample(frame, PROFILES[profile])


def delivered_for(delivery: Delivery) -> bytes:
    """The file of a delivery to look at: as it was cut and labelled, small, and marked across as a preview.

    Raises:
        NotAllowed: she has not said yes to it.
    """
    _must_be_approved(delivery.frame)
    return small(decode(file_of(delivery.credential)).pixels)


def before_retouch(frame: Frame) -> bytes:
    """The engine's own picture beside a retouched one: small, and marked across as a preview."""
    if retouch_of(frame) is None:
        raise NotThere("no_retouch", "This picture is as the engine made it.")
    return encode_jpeg(label.preview(decode(unretouched(frame)).pixels), quality=80)


def waiting(user: User) -> QuerySet[Frame]:
    """The pictures that wait for this model's yes or no, the oldest first."""
    return visible_frames(user).filter(
        licence__model__user=user,
        licence__status=Licence.Status.ACTIVE,
        review=None,
        credentials__kind=Credential.Kind.MASTER,
        credentials__status=Credential.Status.READY,
    )


def unsigned(user: User) -> list[str]:
    """Why pictures of this model cannot be shown to her yet: one sentence for each picture that waits."""
    waits = Credential.objects.filter(
        frame__licence__model__user=user, status=Credential.Status.PENDING, waits_since__isnull=False
    )
    return [credential.waiting_words for credential in waits]


def decided(user: User) -> QuerySet[Review]:
    """What she decided, the newest first."""
    return (
        Review.objects.filter(frame__licence__model__user=user)
        .select_related("frame__shot__garment", "frame__licence__brand", "frame__licence__model")
        .order_by("-at")
    )


def hers(user: User, pk: str) -> Frame:
    """One picture of this model that is marked and can be looked at."""
    frame = frame_for(user, pk)
    if not rights.is_model(user, frame.licence.model):
        raise NotThere("no_such_frame", "There is no such picture, or it is not yours.")
    master(frame)
    return frame


def visible_deliveries(user: User) -> QuerySet[Delivery]:
    """Deliveries under licences that this person may see, the newest first."""
    return Delivery.objects.filter(frame__licence__in=visible_licences(user)).select_related(
        "frame__shot__garment", "frame__licence__model", "frame__licence__brand", "credential"
    )


def delivery_for(user: User, pk: str) -> Delivery:
    """One delivery, if this person may see it."""
    delivery = visible_deliveries(user).filter(pk=pk).first()
    if delivery is None:
        raise NotThere("no_such_delivery", "There is no such delivery, or it is not yours.")
    return delivery


def approved_frames(licence: Licence) -> QuerySet[Frame]:
    """What she said yes to under a licence, with what was delivered of it."""
    return (
        licence.frames.filter(review__decision=Review.Decision.APPROVED)
        .select_related("shot__garment")
        .prefetch_related("deliveries")
    )


def placements_of(delivery: Delivery) -> QuerySet[Placement]:
    """Where it was published."""
    return delivery.placements.order_by("since", "pk")


@dataclass(frozen=True)
class Place:
    """One delivery profile as it stands for one frame."""

    profile: Profile
    reasons: tuple[Reason, ...]
    delivery: Delivery | None

    @property
    def open(self) -> bool:
        """Does the licence cover it today?"""
        return not self.reasons


def places_for(frame: Frame, brand_id: str | None) -> list[Place]:
    """Every profile, with what the gate says about it and the file that was already made."""
    made = {delivery.profile: delivery for delivery in frame.deliveries.all()}
    found, changed = [], altered(frame)
    for profile in PROFILES.values():
        ask = profile.ask("delivery", brand_id, frame.pk, altered=changed)
        found.append(Place(profile, gate.permit(frame.licence, ask).reasons, made.get(profile.id)))
    return found
