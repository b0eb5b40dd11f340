"""The worker's part: take one waiting shot, ask the gate, hand the order to an engine, keep the result."""

from __future__ import annotations

from doublet.engines import nudity
from doublet.engines.image import decode
from doublet.engines.tryon.contract import (
    CaptureUnsuitable,
    GarmentAsset,
    Output,
    PersonAsset,
    Result,
    Scene,
    TryOnRequest,
)
from doublet.kernel import blobs, clock, leases
from doublet.kernel.refusals import Refused, Unavailable
from doublet.studio.actions import finish, refuse, start
from doublet.studio.engines import engine
from doublet.studio.models import Frame, Shot
from doublet.twins.models import CapturePhoto

MAX_ATTEMPTS = 3
CANVAS = Output(width=768, height=1024, count=1)


def work() -> bool:
    """Make one waiting picture. False when none waits."""
    shot = leases.claim(Shot.objects.filter(status=Shot.Status.QUEUED), at=clock.now())
    if shot is None:
        return False
    make(shot)
    return True


def make(shot: Shot) -> Frame | None:
    """One claimed shot, to its end: a frame, or a refusal with its reason."""
    if shot.attempts > MAX_ATTEMPTS:
        refuse(
            shot=shot,
            refused=Unavailable("gave_up", f"It was tried {MAX_ATTEMPTS} times and interrupted each time."),
        )
        return None
    try:
        photo = _photo(shot)
        token = start(shot=shot, person_sha256=photo.sha256)
        result = _render(shot, photo, token)
        nudity.check(result.pictures[0])
    except Refused as refused:
        refuse(shot=shot, refused=refused)
        return None
    return finish(shot=shot, result=result)


def _render(shot: Shot, photo: CapturePhoto, token: str) -> Result:
    twin = shot.licence.twin_version.twin
    worn = shot.garment
    maker = engine(shot.engine)
    reference = maker.submit(
        TryOnRequest(
            grant=token,
            person=PersonAsset(
                sha256=photo.sha256,
                pixels=decode(blobs.get(bytes(twin.wrapped_key), twin.pk, photo.blob)).pixels,
                twin_id=twin.pseudonym,
            ),
            garments=(
                GarmentAsset(
                    sha256=worn.sha256,
                    pixels=decode(blobs.get(bytes(worn.brand.wrapped_key), worn.brand_id, worn.blob)).pixels,
                    category=worn.category,  # type: ignore[arg-type]
                    size_cm=worn.size_cm or None,
                ),
            ),
            scene=Scene(shot.background, shot.light, shot.crop),  # type: ignore[arg-type]
            output=CANVAS,
            seed=shot.seed,
        ),
        idempotency_key=f"{shot.pk}:{shot.attempts}",
    )
    job = maker.poll(reference)
    if job.result is None:
        raise job.refusal or Unavailable("engine_failed", "The engine gave no picture and no reason.")
    return job.result


def _photo(shot: Shot) -> CapturePhoto:
    """The photo of the licensed twin version that can wear this garment, the best framed first."""
    photos = shot.licence.twin_version.photos.all()
    fitting = [photo for photo in photos if shot.garment.category in photo.wearable]
    if not fitting:
        kind = shot.garment.get_category_display().lower()
        raise CaptureUnsuitable(
            "no_suitable_photo",
            f"No photo of this twin can wear a {kind}.",
            hint="The model can add a base-layer photo; her capture page says which one is missing.",
        )
    wanted = "full" if shot.crop == "full" or shot.garment.category != "tops" else "three_quarter"
    return min(
        fitting, key=lambda photo: (photo.measures.get("body_framing") != wanted, photo.added_at, photo.pk)
    )
