"""Asking for pictures, and making them: enqueue, claim, permit, grant, engine, keep."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.engines.image import encode_png
from doublet.engines.tryon.contract import Result
from doublet.engines.tryon.scenes import BACKGROUNDS, CROPS, LIGHTS
from doublet.kernel import audit, blobs, clock, events, leases
from doublet.kernel.acting import action
from doublet.kernel.moves import move
from doublet.kernel.refusals import BadInput, Refused
from doublet.licences import gate
from doublet.licences.models import Licence
from doublet.licences.rules import Ask, Moment
from doublet.people import rights
from doublet.people.models import User
from doublet.studio.models import Frame, Shot
from doublet.wardrobe.models import Garment


@dataclass(frozen=True)
class Wish:
    """One picture that a brand asks for."""

    garment: Garment
    background: str
    light: str = "soft"
    crop: str = "three_quarter"
    seed: int = 1


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
        gate.permit(licence, _ask("enqueue", by, wish), pictures_taken=taken(licence)).demand()
        shots.append(
            Shot.objects.create(
                licence=licence,
                garment=wish.garment,
                background=wish.background,
                light=wish.light,
                crop=wish.crop,
                seed=wish.seed,
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
    return gate.issue_grant(
        licence=shot.licence,
        shot=shot.pk,
        ask=_ask("start", shot.requested_by, wish_of(shot)),
        binding=gate.binding(
            person_sha256=person_sha256,
            twin=shot.licence.twin_version.twin.pseudonym,
            garment_sha256=shot.garment.sha256,
            background=shot.background,
            light=shot.light,
            crop=shot.crop,
            engine=shot.engine,
        ),
        pictures_taken=taken(shot.licence, but=shot),
    )


@action
def finish(*, shot: Shot, result: Result) -> Frame | None:
    """Keep what the engine made. None when another worker holds the shot by now, or it was cancelled."""
    held = leases.still_held(shot)
    if held is None or held.status != Shot.Status.QUEUED:
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
    end(held, Shot.Status.DONE)
    audit.record("frame.made", actor="worker", subject=frame, shot=held.pk, engine=frame.engine)
    events.emit("frame.made", frame=frame)
    return frame


@action
def refuse(*, shot: Shot, refused: Refused) -> None:
    """The shot cannot be made: say why, free its place in the quota."""
    held = leases.still_held(shot)
    if held is None or held.status != Shot.Status.QUEUED:
        return
    gate.void_grant(shot=held.pk)
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


def wish_of(shot: Shot) -> Wish:
    """What a queued shot asks for."""
    return Wish(shot.garment, shot.background, shot.light, shot.crop, shot.seed)


def _ask(moment: Moment, who: User, wish: Wish) -> Ask:
    return Ask(
        moment=moment,
        brand_id=who.brand_id,
        garment_id=wish.garment.pk,
        garment_sha256=wish.garment.sha256,
        background=wish.background,
    )


def _known(wish: Wish) -> None:
    for what, value, known in (
        ("background", wish.background, BACKGROUNDS),
        ("light", wish.light, LIGHTS),
        ("crop", wish.crop, CROPS),
    ):
        if value not in known:
            raise BadInput(
                f"unknown_{what}",
                f"There is no {what} “{value[:40]}”.",
                hint=f"Choose from: {', '.join(known)}.",
            )
