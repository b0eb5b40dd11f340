"""What attackers have to hand: asking, claiming, submitting, signing, and turning the clock."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import numpy as np

from doublet.engines.tryon.contract import GarmentAsset, PersonAsset, Result, Scene, TryOnRequest
from doublet.kernel import clock, leases
from doublet.kernel.acting import action
from doublet.kernel.refusals import NotAllowed
from doublet.licences.actions import sign_licence
from doublet.licences.gate import permit
from doublet.licences.models import Licence
from doublet.licences.rules import Ask
from doublet.offers.actions import accept, send_offer, write_brief
from doublet.offers.models import Brief, Offer
from doublet.people.models import User
from doublet.story import scenery
from doublet.story.target import Target
from doublet.studio import actions, jobs
from doublet.studio.actions import Wish, request_shots
from doublet.studio.engines import engine
from doublet.studio.models import Frame, Shot

Attack = Callable[[Target], None]
NO_ROW: dict[Attack, str] = {}


def leaves_no_row(why: str) -> Callable[[Attack], Attack]:
    """Mark an attack that is refused where there is no audit log to write to, and say why that is so."""

    def mark(attack: Attack) -> Attack:
        NO_ROW[attack] = why
        return attack

    return mark


def ask(target: Target, *, by: Any = None, garment: Any = None, background: str = "studio_white") -> None:
    """Ask for one more picture."""
    wish = Wish(garment or target.garment, background)
    request_shots(by=by or target.people.brand, licence=target.licence, wishes=[wish])


@action
def demand(*, by: User, licence: Licence, asked: Ask) -> None:
    """Ask the gate itself, as every action does."""
    permit(licence, asked).demand()


def claim(target: Target) -> Shot:
    """Take the waiting shot, as a worker does."""
    shot = leases.claim(Shot.objects.filter(pk=target.shot.pk), at=clock.now())
    assert shot is not None
    return shot


def work(target: Target) -> None:
    """Make the waiting shot, and raise what the worker wrote onto it."""
    jobs.make(claim(target))
    raise_as_recorded(target)


def raise_as_recorded(target: Target) -> None:
    """Workers do not raise: they write the refusal onto the shot. Raise what stands there."""
    shot = Shot.objects.get(pk=target.shot.pk)
    if shot.status in (Shot.Status.REFUSED, Shot.Status.CANCELLED):
        raise NotAllowed(shot.reason_code, shot.reason, rule=shot.reason_rule or "GDPR-07")


def token(target: Target) -> str:
    """An honest grant for the waiting shot."""
    return actions.start(shot=claim(target), person_sha256=target.photo.sha256)


def order(target: Target, grant: str, **other: Any) -> TryOnRequest:
    """An order to an engine, as the grant is for; `other` replaces garment, person, twin or background."""
    pixels = np.full((128, 96, 3), 128, dtype=np.uint8)
    twin = other.get("twin", target.licence.twin_version.twin.pseudonym)
    return TryOnRequest(
        grant=grant,
        person=PersonAsset(other.get("person", target.photo.sha256), pixels, twin),
        garments=(GarmentAsset(other.get("garment", target.garment.sha256), pixels, "tops"),),
        scene=Scene(other.get("background", "studio_white"), "soft", "three_quarter"),
    )


def submit(target: Target, grant: str, **other: Any) -> None:
    """Hand an order to the embedded engine."""
    engine("drape").submit(order(target, grant, **other), idempotency_key=f"attack-{secrets.token_hex(8)}")


def finish(target: Target, shot: Shot) -> Frame | None:
    """What the engine gives back for a claimed shot."""
    picture = np.zeros((128, 96, 3), dtype=np.uint8)
    return actions.finish(shot=shot, result=Result((picture,), 1, "drape", "0", {}, {}, {}, {}))


def frame(target: Target) -> Frame:
    """A finished picture of the waiting shot."""
    made = finish(target, claim(target))
    assert made is not None
    return made


def brief(target: Target) -> Brief:
    """A second brief of the same brand, for one picture."""
    return write_brief(
        by=target.people.brand,
        model=target.people.model,
        title="A second brief",
        garments=[target.garment],
        terms=scenery.wish(pictures=1),
    )


def agreed(target: Target) -> Offer:
    """A second offer on which both sides agree, so that only a signature is missing."""
    offer = send_offer(by=target.people.brand, brief=brief(target))
    accept(by=target.people.agent, offer=offer, number=1)
    offer.refresh_from_db()
    return offer


def sign_again(target: Target, **who: Any) -> Licence:
    """Sign the licence's offer once more."""
    return sign_offer(target, Offer.objects.get(pk=target.licence.version.offer_id), **who)


def sign_offer(target: Target, offer: Offer, **how: Any) -> Licence:
    """Sign an offer with everything in order but what `how` says."""
    version = offer.versions.order_by("-number")[0]
    honest: dict[str, Any] = {
        "by": target.people.model.user,
        "shown_sha256": version.terms_sha256,
        "typed_name": target.people.model.legal_name,
        "memo_accepted": True,
        "reauthenticated_at": clock.now(),
    }
    return sign_licence(offer=offer, **honest | how)


@contextmanager
def clock_off(**off: float) -> Iterator[None]:
    """The machine's clock, wrong by so much."""
    real = clock.now
    clock.now = lambda: real() + timedelta(**off)
    try:
        yield
    finally:
        clock.now = real
