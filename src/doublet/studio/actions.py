"""Asking for pictures, and making them: enqueue, claim, permit, grant, engine, keep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from doublet.engines.image import encode_png
from doublet.engines.tryon.contract import Result
from doublet.engines.tryon.scenes import BACKGROUNDS, CROPS, LIGHTS, PLATE
from doublet.kernel import audit, blobs, clock, events, leases
from doublet.kernel.acting import action
from doublet.kernel.moves import move
from doublet.kernel.refusals import BadInput, Conflict, NotThere, Refused
from doublet.licences import gate
from doublet.licences.models import Licence
from doublet.licences.rules import Ask, Moment
from doublet.offers.scenes import is_plate
from doublet.people import rights
from doublet.people.models import User
from doublet.studio import engines
from doublet.studio.engines import engine
from doublet.studio.models import Frame, Shot
from doublet.wardrobe.models import Garment, Plate
from doublet.wardrobe.queries import plates_named


@dataclass(frozen=True)
class Wish:
    """One picture that a brand asks for; without an engine, by the instance's first."""

    garment: Garment
    background: str
    light: str = "soft"
    crop: str = "three_quarter"
    seed: int = 1
    engine: str = ""


@action
def request_shots(*, by: User, licence: Licence, wishes: list[Wish]) -> list[Shot]:
    """Queue pictures under a licence. Each is permitted by itself; if one is refused, none is queued."""
    licence = Licence.objects.select_for_update().get(pk=licence.pk)
    rights.must_be_brand(by, licence.brand)
    if not wishes:
        raise BadInput("no_shots", "Nothing was asked for.", hint="Choose at least one picture.")
    shots = []
    for wish in wishes:
        _known(wish)
        maker = engines.chosen(wish.engine)
        engines.must_make(maker, wish.garment.category)
        gate.demand(licence, _ask("enqueue", by, wish, maker.can.processor), pictures_taken=taken(licence))
        shots.append(
            Shot.objects.create(
                licence=licence,
                garment=wish.garment,
                background=wish.background,
                light=wish.light,
                crop=wish.crop,
                seed=wish.seed,
                engine=maker.id,
                requested_by=by,
            )
        )
        audit.record("shot.queued", actor=by, subject=shots[-1], licence=licence.pk)
    return shots


@action
def cancel_shot(*, by: User, shot: Shot) -> Shot:
    """The brand takes back a picture that is still waiting."""
    shot = Shot.objects.select_for_update().get(pk=shot.pk)
    rights.must_be_brand(by, shot.licence.brand)
    end(shot, Shot.Status.CANCELLED, code="cancelled", reason="The brand cancelled it.")
    audit.record("shot.cancelled", actor=by, subject=shot)
    return shot


def taken(licence: Licence, *, but: Shot | None = None) -> int:
    """Pictures made or in work under a licence; refused and cancelled ones do not count."""
    shots = Shot.objects.filter(licence=licence, status__in=[Shot.Status.QUEUED, Shot.Status.DONE])
    return shots.exclude(pk=but.pk if but else None).count()


@action
def start(*, shot: Shot, person_sha256: str) -> str:
    """The second moment of the gate: the licence is asked again, and a grant for this try is issued."""
    plate = plate_of(shot)
    return gate.issue_grant(
        licence=shot.licence,
        shot=shot.pk,
        ask=_ask("start", shot.requested_by, wish_of(shot), engine(shot.engine).capabilities().processor),
        binding=gate.binding(
            person_sha256=person_sha256,
            twin=shot.licence.twin_version.twin.pseudonym,
            garment_sha256=shot.garment.sha256,
            background=PLATE if plate else shot.background,
            light=shot.light,
            crop=shot.crop,
            engine=shot.engine,
            plate_sha256=plate.sha256 if plate else "",
        ),
        pictures_taken=taken(shot.licence, but=shot),
    )


@action
def sent(*, shot: Shot, ref: str) -> bool:
    """Note what the engine calls the order. False when the shot was taken away meanwhile."""
    held = leases.still_held(shot)
    if held is None or held.status != Shot.Status.QUEUED:
        return False
    held.engine_ref, held.engine_open = ref, True
    held.begun_at = held.begun_at or clock.now()
    held.save()
    audit.record("shot.sent", actor="worker", subject=held, engine=held.engine, order=ref)
    return True


@action
def wait(*, shot: Shot, progress: float, seconds: float) -> None:
    """The engine is not done: give the shot back and look again later. Waiting is no failed try."""
    held = leases.still_held(shot)
    if held is None or held.status != Shot.Status.QUEUED:
        return
    held.progress = max(held.progress, round(100 * progress))
    held.begun_at = held.begun_at or clock.now()
    held.ask_after = clock.now() + timedelta(seconds=seconds)
    held.attempts = 0
    leases.release(held)
    held.save()


@action
def hold(*, shot: Shot) -> None:
    """The licence was paused meanwhile: the shot goes back to the queue as it was, and no try is counted."""
    held = leases.still_held(shot)
    if held is None or held.status != Shot.Status.QUEUED:
        return
    _back(held)


@action
def forgotten(*, shot: Shot) -> None:
    """The engine lost the order with its memory: the shot waits to be ordered anew."""
    held = leases.still_held(shot)
    if held is None or held.status != Shot.Status.QUEUED:
        return
    held.engine_ref, held.engine_open = "", False
    leases.release(held)
    held.save()


@action
def stopped(*, shot: Shot) -> None:
    """The engine was told that nobody waits for this order any more."""
    held = leases.still_held(shot)
    if held is None:
        return
    held.engine_open = False
    leases.release(held)
    held.save()
    audit.record("shot.stopped", actor="worker", subject=held, engine=held.engine, order=held.engine_ref)


@action
def try_another(*, by: User, shot: Shot, engine: str) -> Shot:
    """The brand asks another engine for a picture that one engine refused: a new shot, permitted anew."""
    rights.must_be_brand(by, shot.licence.brand)
    if shot.status != Shot.Status.REFUSED:
        raise Conflict("not_refused", "Only a refused picture can be tried with another engine.")
    wish = replace(wish_of(shot), engine=engine)
    return request_shots(by=by, licence=shot.licence, wishes=[wish])[0]


@action
def finish(*, shot: Shot, result: Result) -> Frame | None:
    """Keep what the engine made. None when another worker holds the shot by now, or it was cancelled."""
    held = leases.still_held(shot)
    if held is None or held.status != Shot.Status.QUEUED:
        return None
    if held.licence.status == Licence.Status.PAUSED:
        _back(held)
        return None
    twin = held.licence.twin_version.twin
    pixels = result.pictures[0]
    frame = Frame.objects.create(
        shot=held,
        licence=held.licence,
        raw=blobs.put(bytes(twin.wrapped_key), twin.pk, encode_png(pixels)),
        width=pixels.shape[1],
        height=pixels.shape[0],
        engine=result.engine,
        engine_version=result.engine_version,
        report=dict(result.report),
        seconds_ms=round(1000 * sum(result.timings_s.values())),
    )
    held.engine_open = False
    end(held, Shot.Status.DONE)
    audit.record("frame.made", actor="worker", subject=frame, shot=held.pk, engine=frame.engine)
    events.emit("frame.made", frame=frame)
    return frame


@action
def refuse(*, shot: Shot, refused: Refused, engine_ended: bool = False) -> None:
    """The shot cannot be made: say why, free its place in the quota.

    Args:
        engine_ended: the engine itself said so; else an order that it holds is taken back later.
    """
    held = leases.still_held(shot)
    if held is None or held.status != Shot.Status.QUEUED:
        return
    gate.void_grant(shot=held.pk)
    held.reason_rule = refused.rule
    held.engine_open = bool(held.engine_ref) and not engine_ended
    end(held, Shot.Status.REFUSED, code=refused.code, reason=refused.reason, hint=refused.hint)
    audit.record(
        "shot.refused",
        actor="worker",
        subject=held,
        code=refused.code,
        rule=refused.rule,
        reason=refused.reason,
    )


def end(shot: Shot, status: str, *, code: str = "", reason: str = "", hint: str = "") -> None:
    """Close a shot, whoever asked for it; part of the caller's action."""
    move(shot, status, "This picture cannot be changed any more")
    shot.ended_at = clock.now()
    shot.reason_code, shot.reason, shot.hint = code, reason, hint
    leases.release(shot)
    shot.save()


def _back(shot: Shot) -> None:
    """Give a shot back to the queue; what the engine calls its order is kept, so nothing is ordered twice."""
    shot.attempts = 0
    leases.release(shot)
    shot.save()


def wish_of(shot: Shot) -> Wish:
    """What a queued shot asks for."""
    return Wish(shot.garment, shot.background, shot.light, shot.crop, shot.seed, shot.engine)


def plate_of(shot: Shot) -> Plate | None:
    """The brand's own background of a shot, where it has one."""
    if not is_plate(shot.background):
        return None
    plate = plates_named([shot.background], shot.licence.brand_id).get(shot.background)
    if plate is None:
        raise NotThere("no_such_plate", "The background of this picture is not in the brand's wardrobe.")
    return plate


def _ask(moment: Moment, who: User, wish: Wish, processor: str) -> Ask:
    return Ask(
        moment=moment,
        brand_id=who.brand_id,
        garment_id=wish.garment.pk,
        garment_sha256=wish.garment.sha256,
        background=wish.background,
        processor=processor,
    )


def _known(wish: Wish) -> None:
    # which plates a licence names is the gate's to say
    backgrounds = [wish.background] if is_plate(wish.background) else list(BACKGROUNDS)
    for what, value, known in (
        ("background", wish.background, backgrounds),
        ("light", wish.light, LIGHTS),
        ("crop", wish.crop, CROPS),
    ):
        if value not in known:
            raise BadInput(
                f"unknown_{what}",
                f"There is no {what} “{value[:40]}”.",
                hint=f"Choose from: {', '.join(known)}.",
            )
