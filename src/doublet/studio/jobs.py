"""The worker's part: take one waiting shot, ask the gate, hand the order to an engine, keep the result."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from doublet.engines import nudity
from doublet.engines.image import decode
from doublet.engines.tryon.contract import (
    CaptureUnsuitable,
    Engine,
    EngineTimeout,
    EngineUnavailable,
    GarmentAsset,
    Job,
    Output,
    PersonAsset,
    Plate,
    Scene,
    TryOnRequest,
)
from doublet.engines.tryon.scenes import PLATE
from doublet.engines.tryon.staging import placed
from doublet.kernel import blobs, clock, leases
from doublet.kernel.refusals import NotThere, Refused, Unavailable
from doublet.licences.models import Licence
from doublet.studio.actions import finish, forgotten, hold, plate_of, refuse, sent, start, stopped, wait
from doublet.studio.engines import engine
from doublet.studio.judging import judged
from doublet.studio.models import Frame, Shot
from doublet.studio.preparing import garment_preparation, keep_prepared, preparation_of
from doublet.twins.models import CapturePhoto
from doublet.wardrobe.queries import plate_picture

_NEEDS = {
    "tops": "a photo in a plain, fitted, sleeveless top, arms away from the body",
    "bottoms": "a full-length photo in plain leggings",
    "skirts": "a full-length photo with bare legs, in short shorts",
    "dresses": "a full-length photo with bare legs, in short shorts",
}
MAX_ATTEMPTS = 3
CANVAS = Output(width=768, height=1024, count=1)
SOONEST_S, LATEST_S = 1.0, 10.0


def work() -> bool:
    """Make one waiting picture, or look after one at an engine. False when there is nothing to do now."""
    at = clock.now()
    due = Q(ask_after=None) | Q(ask_after__lte=at)
    waiting = Shot.objects.filter(due, status=Shot.Status.QUEUED)
    shot = leases.claim(waiting.exclude(licence__status=Licence.Status.PAUSED), at=at)
    if shot is not None:
        make(shot)
        return True
    ended = leases.claim(Shot.objects.filter(engine_open=True).exclude(status=Shot.Status.QUEUED), at=at)
    if ended is not None:
        stop(ended)
        return True
    return False


def waiting() -> bool:
    """Is an engine at work on something that must be asked about later?"""
    ordered = Shot.objects.filter(status=Shot.Status.QUEUED, ask_after__isnull=False)
    return ordered.exclude(licence__status=Licence.Status.PAUSED).exists()


def make(shot: Shot) -> Frame | None:
    """One claimed shot, one step further: a frame, a refusal with its reason, or back in the queue.

    A shot is ordered once, whoever claims it: the key is the shot itself, and an engine answers the
    same key with the same order.
    """
    if shot.attempts > MAX_ATTEMPTS:
        refuse(
            shot=shot,
            refused=Unavailable("gave_up", f"It was tried {MAX_ATTEMPTS} times and interrupted each time."),
        )
        return None
    try:
        photo = _photo(shot)
        maker = engine(shot.engine)
        job = _job(shot, maker, photo)
        if job is None:
            return None
        if job.result is None:
            _unfinished(shot, job)
            return None
        result = job.result
        if not maker.capabilities().scene_control:
            result = placed(result, _person(shot, photo).pixels, _scene(shot), CANVAS)
        nudity.check(result.pictures[0])
        redrawn = maker.capabilities().face != "by construction"
        result = judged(shot, _person(shot, photo).pixels, result, redrawn=redrawn)
    except EngineUnavailable as busy:
        _later(shot, busy)
        return None
    except Refused as refused:
        if refused.code == "paused":
            hold(shot=shot)
        else:
            refuse(shot=shot, refused=refused, engine_ended=True)
        return None
    frame = finish(shot=shot, result=result)
    if frame is not None and result.prepared:
        keep_prepared(photo=photo, garment=shot.garment, maker=maker, result=result)
    return frame


def stop(shot: Shot) -> None:
    """Tell the engine of an ended shot that nobody waits for it any more."""
    try:
        engine(shot.engine).cancel(shot.engine_ref)
    except EngineUnavailable:
        if shot.attempts <= MAX_ATTEMPTS:
            return  # its lease runs out, then it is told again
    except Refused:
        pass  # the engine does not know it any more
    stopped(shot=shot)


def _job(shot: Shot, maker: Engine, photo: CapturePhoto) -> Job | None:
    """The order at the engine as it stands, sent now if it was not before. None when the shot is gone."""
    if not shot.engine_ref:
        request = _request(shot, photo, maker, start(shot=shot, person_sha256=photo.sha256))
        reference = maker.submit(request, idempotency_key=shot.pk)
        if not sent(shot=shot, ref=reference):
            with suppress(Refused):
                maker.cancel(reference)
            return None
        shot.engine_ref = reference
    try:
        return maker.poll(shot.engine_ref)
    except NotThere:
        # an engine that works in this process forgets with it; an order elsewhere may have been paid for
        if maker.capabilities().residency != "local":
            raise
        forgotten(shot=shot)
        return None


def _unfinished(shot: Shot, job: Job) -> None:
    """Come back later, or end with the engine's own reason."""
    if job.status in ("queued", "running"):
        _in_time(shot)
        elapsed = (clock.now() - shot.begun_at).total_seconds() if shot.begun_at else 0.0
        wait(shot=shot, progress=job.progress, seconds=min(LATEST_S, SOONEST_S + elapsed / 10))
        return
    nothing = Unavailable("engine_failed", "The engine gave no picture and no reason.", rule="ENGINE")
    refuse(shot=shot, refused=job.refusal or nothing, engine_ended=True)


def _later(shot: Shot, busy: EngineUnavailable) -> None:
    """An engine that cannot be asked now: again when it says, unless it takes too long altogether."""
    try:
        if busy.retry_after is None:
            raise busy
        _in_time(shot)
    except Refused as refused:
        refuse(shot=shot, refused=refused)
        return
    wait(shot=shot, progress=shot.progress / 100, seconds=busy.retry_after)


def _in_time(shot: Shot) -> None:
    limit = timedelta(seconds=settings.ENGINE_SECONDS)
    if shot.begun_at and clock.now() - shot.begun_at > limit:
        raise EngineTimeout(
            "engine_timeout",
            f"The engine was not done after {limit.total_seconds() / 60:.0f} minutes.",
            hint="Ask for the picture again, or try another engine.",
        )


def _request(shot: Shot, photo: CapturePhoto, maker: Engine, token: str) -> TryOnRequest:
    worn = shot.garment
    return TryOnRequest(
        grant=token,
        person=replace(_person(shot, photo), preparation=preparation_of(photo, maker)),
        garments=(
            GarmentAsset(
                sha256=worn.sha256,
                pixels=decode(blobs.get(bytes(worn.brand.wrapped_key), worn.brand_id, worn.blob)).pixels,
                category=worn.category,  # type: ignore[arg-type]
                landmarks=worn.landmarks or None,
                size_cm=worn.size_cm or None,
                preparation=garment_preparation(worn, maker),
            ),
        ),
        scene=_scene(shot),
        output=CANVAS,
        seed=shot.seed,
    )


def _person(shot: Shot, photo: CapturePhoto) -> PersonAsset:
    twin = shot.licence.twin_version.twin
    return PersonAsset(
        sha256=photo.sha256,
        pixels=decode(blobs.get(bytes(twin.wrapped_key), twin.pk, photo.blob)).pixels,
        twin_id=twin.pseudonym,
        height_cm=twin.model.height_cm,
    )


def _scene(shot: Shot) -> Scene:
    """Where the picture plays; the brand's own background comes along as pixels."""
    own = plate_of(shot)
    if own is None:
        return Scene(shot.background, shot.light, shot.crop)  # type: ignore[arg-type]
    plate = Plate(own.sha256, decode(plate_picture(own)).pixels)
    return Scene(PLATE, shot.light, shot.crop, plate)  # type: ignore[arg-type]


def _photo(shot: Shot) -> CapturePhoto:
    """The photo of the licensed twin version that can wear this garment, the best framed first."""
    photos = shot.licence.twin_version.photos.all()
    fitting = [photo for photo in photos if shot.garment.category in photo.wearable]
    if not fitting:
        kind = shot.garment.get_category_display().lower()
        raise CaptureUnsuitable(
            "no_suitable_photo",
            f"No photo of this twin can wear a {kind}.",
            hint=f"The model can add {_NEEDS[shot.garment.category]}; her capture page shows how.",
        )
    wanted = "full" if shot.crop == "full" or shot.garment.category != "tops" else "three_quarter"
    return min(
        fitting, key=lambda photo: (photo.measures.get("body_framing") != wanted, photo.added_at, photo.pk)
    )
