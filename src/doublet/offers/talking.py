"""What keeps a thread going beside its terms: messages, more time, reminders, and its end by itself."""

from __future__ import annotations

import re
from datetime import timedelta

from doublet.consents.queries import bounds_of
from doublet.kernel import audit, clock, limits
from doublet.kernel.acting import action
from doublet.kernel.moves import move
from doublet.kernel.refusals import BadInput, Conflict
from doublet.offers import letters
from doublet.offers.actions import must_live, speaker_in
from doublet.offers.models import Message, Offer, Party, Reading
from doublet.offers.screening import Touch, touched_in_talk
from doublet.offers.timing import REMIND
from doublet.people import rights
from doublet.people.models import ModelProfile, User

LONGEST_MESSAGE = 2000
LONGEST_OPEN = timedelta(days=90)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def say(*, by: User, offer: Offer, words: str) -> Message:
    """A party writes into the thread. Words are shown as they were typed; they change no term.

    What others than the model write is read against her boundaries as they stand: talk is not refused, but both
    sides are told what it touches. Reading takes a moment, so it happens before the transaction.
    """
    text = _UNPRINTABLE.sub("", words).strip()
    hers = rights.is_model(by, offer.model)
    reads = 0 < len(text) <= LONGEST_MESSAGE and not hers
    found = touched_in_talk(bounds_of(offer.model), text) if reads else ()
    return _say(by=by, offer=offer, text=text, touches=found)


@action
def _say(*, by: User, offer: Offer, text: str, touches: tuple[Touch, ...]) -> Message:
    speaker = speaker_in(by, offer)
    if not text:
        raise BadInput("nothing_said", "The message is empty.", hint="Write something first.")
    if len(text) > LONGEST_MESSAGE:
        raise BadInput(
            "message_too_long",
            f"The message has {len(text):,} characters; {LONGEST_MESSAGE:,} is the most.",
            hint="Shorten it, or send it in two.",
        )
    limits.count("message", by.pk, most=60, seconds=3600)
    message = Message.objects.create(
        offer=offer,
        party=speaker.party,
        by=by,
        mandate=speaker.mandate,
        words=text,
        touches=[[each.subject, each.words] for each in touches],
    )
    subjects = sorted({each.subject for each in touches})
    audit.record("offer.said", actor=by, subject=offer, message=message.pk, touches=subjects)
    letters.said(offer, by, speaker.party, text)
    return message


@action
def extend(*, by: User, offer: Offer, days: int) -> Offer:
    """Whoever proposed the version on the table leaves it there longer. Nobody can cut an offer short so."""
    offer = Offer.objects.select_for_update().select_related("model__user", "brand", "brief").get(pk=offer.pk)
    speaker = speaker_in(by, offer)
    must_live(offer)
    last = offer.versions.order_by("-number")[0]
    if (last.party == Party.BRAND) != (speaker.party == Party.BRAND):
        raise Conflict(
            "not_your_proposal",
            "Only the side that proposed these terms can leave them on the table longer.",
            hint="Propose other terms, or ask for more time in a message.",
        )
    wanted = offer.expires_at + timedelta(days=days)
    if not 1 <= days <= 30 or wanted > clock.now() + LONGEST_OPEN:
        raise BadInput(
            "extension_out_of_range",
            f"An offer can be left open by 1 to 30 days more, and {LONGEST_OPEN.days} days from today at the most.",
        )
    offer.expires_at, offer.reminded_at = wanted, None
    offer.save()
    audit.record("offer.extended", actor=by, subject=offer, days=days)
    letters.extended(offer, by)
    return offer


def mark_read(*, by: User, offer: Offer) -> None:
    """Note how far this person has read."""
    Reading.objects.update_or_create(offer=offer, user=by, defaults={"at": clock.now()})


@action
def expire_old() -> int:
    """Close offers whose time has run out; the worker calls this. How many were closed."""
    old = list(
        Offer.objects.select_for_update(of=("self",))
        .filter(status__in=Offer.LIVING, expires_at__lt=clock.now())
        .select_related("model__user", "brand", "brief")
    )
    for offer in old:
        move(offer, Offer.Status.EXPIRED, "The offer cannot expire")
        offer.save()
        audit.record("offer.expired", actor="worker", subject=offer)
        letters.ran_out(offer)
    return len(old)


@action
def remind_soon() -> int:
    """Remind those whose turn it is two days before an offer runs out, once. How many offers."""
    now = clock.now()
    soon = list(
        Offer.objects.select_for_update(of=("self",))
        .filter(status__in=Offer.LIVING, reminded_at=None, expires_at__gt=now, expires_at__lt=now + REMIND)
        .select_related("model__user", "brand", "brief")
    )
    for offer in soon:
        last = offer.versions.order_by("-number")[0]
        if offer.status == Offer.Status.AGREED:
            turn = [offer.model.user]
        elif last.yes_of_model_side is None:
            turn = letters.her_side(offer)
        else:
            turn = list(offer.brand.members.filter(is_active=True))
        letters.soon_over(offer, turn)
        offer.reminded_at = now
        offer.save()
    return len(soon)


@action
def reopen_lapsed(*, model: ModelProfile | None = None) -> int:
    """Open agreed offers again whose yes of her side no longer counts: the agent's mandate is over.

    Args:
        model: only hers; the worker asks for everybody's, since a mandate may run out by itself.
    """
    agreed = Offer.objects.select_for_update(of=("self",)).filter(status=Offer.Status.AGREED)
    agreed = agreed.filter(model=model) if model else agreed
    agreed = agreed.select_related("model__user", "brand", "brief")
    lapsed = [offer for offer in agreed if offer.versions.order_by("-number")[0].yes_of_model_side is None]
    for offer in lapsed:
        move(offer, Offer.Status.OPEN, "The offer cannot be opened again")
        offer.save()
        audit.record("offer.lapsed", actor="mandate", subject=offer)
        letters.lapsed(offer)
    return len(lapsed)
