"""Ways round the gate, each as somebody would try it. All must be refused and leave an audit row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import numpy as np
from django.db import transaction

from doublet.consents.actions import open_consent, sign_consent, withdraw_consent
from doublet.consents.models import Consent
from doublet.engines.tryon.contract import GarmentAsset, PersonAsset, Result, Scene, TryOnRequest
from doublet.kernel import clock, leases
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.licences.actions import sign_licence
from doublet.licences.models import Licence
from doublet.offers.models import Offer
from doublet.story.target import Target
from doublet.studio import actions, jobs
from doublet.studio.actions import Wish, request_shots
from doublet.studio.engines import engine
from doublet.studio.models import Shot

Attack = Callable[[Target], None]


def attempt(attack: Attack, target: Target) -> dict[str, Any]:
    """Try one attack, look for the audit row, undo everything."""
    title = (attack.__doc__ or attack.__name__).strip().rstrip(".")
    with transaction.atomic():
        before = AuditEvent.objects.count()
        code = rule = ""
        try:
            attack(target)
        except Refused as refused:
            code, rule = refused.code, refused.rule
        rows = AuditEvent.objects.filter(
            seq__gt=before, kind__in=["refused", "shot.refused", "shot.cancelled"]
        )
        audited = bool(code) and rows.filter(data__code=code).exists()
        transaction.set_rollback(True)
    return {"attack": title, "refused": bool(code), "code": code, "rule": rule, "audited": audited}


def expired(target: Target) -> None:
    """Asking for a picture after the licence ended."""
    with _clock(days=300):
        _ask(target)


def withdrawn_in_queue(target: Target) -> None:
    """Making a waiting shot after she withdrew, with its row put back by hand."""
    withdraw_consent(by=target.people.model.user, consent=target.use)
    Shot.objects.filter(pk=target.shot.pk).update(status="queued", ended_at=None)
    _work(target)


def withdrawn_while_rendering(target: Target) -> None:
    """Keeping a picture whose permission went while the engine worked."""
    shot = _claim(target)
    withdraw_consent(by=target.people.model.user, consent=target.use)
    picture = np.zeros((128, 96, 3), dtype=np.uint8)
    kept = actions.finish(shot=shot, result=Result((picture,), 1, "drape", "0", {}, {}, {}, {}))
    if kept is None:
        _raise_as_recorded(target)


def wrong_brand(target: Target) -> None:
    """Another brand using the licence."""
    _ask(target, by=target.people.other)


def wrong_garment(target: Target) -> None:
    """A garment that the licence does not name."""
    _ask(target, garment=target.unlicensed)


def wrong_scene(target: Target) -> None:
    """A background that the licence does not name."""
    _ask(target, background="teal_gradient")


def over_quota(target: Target) -> None:
    """One picture more than the licence counts."""
    _ask(target)
    _ask(target)


def replayed_grant(target: Target) -> None:
    """Spending a grant a second time."""
    token = _token(target)
    try:
        _submit(target, token)
    except NotAllowed:
        raise
    except Refused:
        pass  # the first time the grant is good, and the engine refuses the tiny picture
    _submit(target, token)


def forged_grant(target: Target) -> None:
    """A grant signed with somebody else's key."""
    head, body, seal = _token(target).split(".")
    _submit(target, ".".join((head, body, seal[::-1])))


def wrong_kind_of_token(target: Target) -> None:
    """A licence's seal in the place of a grant."""
    _submit(target, target.licence.seal)


def swapped_grant(target: Target) -> None:
    """A grant for one garment used for another."""
    _submit(target, _token(target), garment=target.unlicensed.sha256)


def stale_grant(target: Target) -> None:
    """A grant used after its ten minutes."""
    token = _token(target)
    with _clock(minutes=11):
        _submit(target, token)


def clock_set_back(target: Target) -> None:
    """Setting the machine's clock back."""
    with _clock(days=-2):
        _ask(target)


def engine_without_grant(target: Target) -> None:
    """Calling the engine directly, without a grant."""
    _submit(target, "")


def unsigned_consent(target: Target) -> None:
    """A consent that was switched on in the database but never signed."""
    Consent.objects.filter(pk=target.use.pk).update(receipt=None)
    _ask(target)


def edited_consent(target: Target) -> None:
    """A consent whose text was edited after signing."""
    Consent.objects.filter(pk=target.use.pk).update(text=target.use.text + "\nAnd everything else.")
    _ask(target)


def edited_terms(target: Target) -> None:
    """Licence terms that were widened in the database."""
    wider = {**target.licence.terms, "pictures": 500}
    Licence.objects.filter(pk=target.licence.pk).update(terms=wider)
    _ask(target)


def agent_signs_consent(target: Target) -> None:
    """Her agent signing a consent for her."""
    model = target.people.model
    today = clock.now().date()
    consent = open_consent(
        by=model.user, model=model, kind="biometric_matching", starts=today, ends=today + timedelta(days=90)
    )
    sign_consent(
        by=target.people.agent,
        consent=consent,
        typed_name=model.legal_name,
        shown_sha256=consent.text_sha256,
        waive_waiting=True,
        reauthenticated_at=clock.now(),
    )


def operator_signs_licence(target: Target) -> None:
    """The operator signing a licence for her."""
    _sign_again(target, by=target.people.operator)


def token_signs_licence(target: Target) -> None:
    """An API key of hers signing a licence."""
    _sign_again(target, by=target.people.model.user, by_token=True)


ATTACKS: tuple[Attack, ...] = (
    expired,
    withdrawn_in_queue,
    withdrawn_while_rendering,
    wrong_brand,
    wrong_garment,
    wrong_scene,
    over_quota,
    replayed_grant,
    forged_grant,
    wrong_kind_of_token,
    swapped_grant,
    stale_grant,
    clock_set_back,
    engine_without_grant,
    unsigned_consent,
    edited_consent,
    edited_terms,
    agent_signs_consent,
    operator_signs_licence,
    token_signs_licence,
)


def _ask(target: Target, *, by: Any = None, garment: Any = None, background: str = "studio_white") -> None:
    wish = Wish(garment or target.garment, background)
    request_shots(by=by or target.people.brand, licence=target.licence, wishes=[wish])


def _claim(target: Target) -> Shot:
    shot = leases.claim(Shot.objects.filter(pk=target.shot.pk), at=clock.now())
    assert shot is not None
    return shot


def _work(target: Target) -> None:
    jobs.make(_claim(target))
    _raise_as_recorded(target)


def _raise_as_recorded(target: Target) -> None:
    """Workers do not raise: they write the refusal onto the shot. Raise what stands there."""
    shot = Shot.objects.get(pk=target.shot.pk)
    if shot.status in (Shot.Status.REFUSED, Shot.Status.CANCELLED):
        raise NotAllowed(shot.reason_code, shot.reason, rule="GDPR-07")


def _token(target: Target) -> str:
    return actions.start(shot=_claim(target), person_sha256=target.photo.sha256)


def _submit(target: Target, token: str, *, garment: str = "") -> None:
    pixels = np.full((128, 96, 3), 128, dtype=np.uint8)
    twin = target.licence.twin_version.twin.pseudonym
    order = TryOnRequest(
        grant=token,
        person=PersonAsset(target.photo.sha256, pixels, twin),
        garments=(GarmentAsset(garment or target.garment.sha256, pixels, "tops"),),
        scene=Scene("studio_white", "soft", "three_quarter"),
    )
    engine("drape").submit(order, idempotency_key=f"attack-{token[-12:]}-{clock.now().timestamp()}")


def _sign_again(target: Target, **who: Any) -> None:
    offer = Offer.objects.get(pk=target.licence.version.offer_id)
    sign_licence(
        offer=offer,
        shown_sha256=target.licence.terms_sha256,
        typed_name=target.people.model.legal_name,
        memo_accepted=True,
        reauthenticated_at=clock.now(),
        **who,
    )


@contextmanager
def _clock(**off: float) -> Iterator[None]:
    real = clock.now
    clock.now = lambda: real() + timedelta(**off)
    try:
        yield
    finally:
        clock.now = real
