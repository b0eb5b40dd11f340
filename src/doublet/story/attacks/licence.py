"""Going beyond a licence: in time, in what is worn, where, by whom, how often."""

from __future__ import annotations

from doublet.consents.actions import withdraw_consent
from doublet.kernel import clock
from doublet.licences.actions import pause_licence, withdraw_licence
from doublet.licences.rules import Ask
from doublet.people.models import Brand
from doublet.publishing.actions import deliver
from doublet.publishing.models import Review
from doublet.story.attacks import means
from doublet.story.target import Target
from doublet.studio.models import Shot
from doublet.twins.models import Twin
from doublet.wardrobe.models import Garment


def expired(target: Target) -> None:
    """Asking for a picture after the licence ended."""
    with means.clock_off(days=300):
        means.ask(target)


def not_begun(target: Target) -> None:
    """Asking for a picture before its first day, with the clock set a week back."""
    with means.clock_off(days=-7):
        means.ask(target)


def withdrawn_in_queue(target: Target) -> None:
    """Making a waiting shot after she withdrew, with its row put back by hand."""
    withdraw_consent(by=target.people.model.user, consent=target.use)
    Shot.objects.filter(pk=target.shot.pk).update(status="queued", ended_at=None)
    means.work(target)


def withdrawn_while_rendering(target: Target) -> None:
    """Keeping a picture whose permission went while the engine worked."""
    shot = means.claim(target)
    withdraw_consent(by=target.people.model.user, consent=target.use)
    if means.finish(target, shot) is None:
        means.raise_as_recorded(target)


def withdrawn_before_the_engine(target: Target) -> None:
    """Spending a grant whose licence she took back a moment ago."""
    grant = means.token(target)
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    means.submit(target, grant)


def paused(target: Target) -> None:
    """Asking for a picture while she has paused the licence."""
    pause_licence(by=target.people.model.user, licence=target.licence)
    means.ask(target)


def erased_twin(target: Target) -> None:
    """Asking for a picture of a twin that was erased."""
    Twin.objects.filter(pk=target.licence.twin_version.twin_id).update(erased_at=clock.now())
    means.ask(target)


def wrong_brand(target: Target) -> None:
    """Another brand using the licence."""
    means.ask(target, by=target.people.other)


def brand_of_the_same_name(target: Target) -> None:
    """Another brand that took the licensed brand's name."""
    other = target.people.other.brand
    assert other is not None
    Brand.objects.filter(pk=other.pk).update(name=target.licence.brand.name)
    target.people.other.refresh_from_db()
    means.ask(target, by=target.people.other)


def wrong_garment(target: Target) -> None:
    """A garment that the licence does not name."""
    means.ask(target, garment=target.unlicensed)


def swapped_garment_photo(target: Target) -> None:
    """The licensed garment with another photo put under its name."""
    Garment.objects.filter(pk=target.garment.pk).update(sha256="1" * 64)
    means.ask(target, garment=Garment.objects.get(pk=target.garment.pk))


def wrong_scene(target: Target) -> None:
    """A background that the licence does not name."""
    means.ask(target, background="teal_gradient")


def over_quota(target: Target) -> None:
    """One picture more than the licence counts."""
    means.ask(target)
    means.ask(target)


def unreviewed(target: Target) -> None:
    """Taking delivery of a picture that she has not approved."""
    deliver(by=target.people.brand, frame=means.frame(target), profile="eu-web")


def no_profile(target: Target) -> None:
    """Taking delivery without saying for what place, so without a label."""
    deliver(by=target.people.brand, frame=means.frame(target), profile="none")


def wrong_place(target: Target) -> None:
    """A delivery to a channel and a country that the licence leaves out."""
    frame = means.frame(target)
    Review.objects.create(frame=frame, decision=Review.Decision.APPROVED, by=target.people.model.user)
    deliver(by=target.people.brand, frame=frame, profile="us-ny-ad")


def unnamed_receiver(target: Target) -> None:
    """An engine that sends her photo to a company that her consent does not name."""
    ask = Ask(
        "enqueue",
        target.people.brand.brand_id,
        garment_id=target.garment.pk,
        garment_sha256=target.garment.sha256,
        background="studio_white",
        processor="Somebody Else Ltd",
    )
    means.demand(by=target.people.brand, licence=target.licence, asked=ask)


ATTACKS = (
    expired,
    not_begun,
    withdrawn_in_queue,
    withdrawn_while_rendering,
    withdrawn_before_the_engine,
    paused,
    erased_twin,
    wrong_brand,
    brand_of_the_same_name,
    wrong_garment,
    swapped_garment_photo,
    wrong_scene,
    over_quota,
    unreviewed,
    no_profile,
    wrong_place,
    unnamed_receiver,
)
