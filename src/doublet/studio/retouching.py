"""Retouching a frame before the model has decided about it: retouch, undo."""

from __future__ import annotations

from doublet.consents.terms import UseTerms
from doublet.engines import nudity, retouch
from doublet.engines.image import decode, encode_png
from doublet.engines.retouch.steps import Background
from doublet.kernel import audit, blobs, clock, events
from doublet.kernel.acting import action
from doublet.kernel.refusals import Conflict, NotThere
from doublet.licences import gate
from doublet.licences.rules import Ask
from doublet.people import rights
from doublet.people.models import User
from doublet.studio.actions import taken
from doublet.studio.models import Frame, Retouch
from doublet.studio.queries import retouch_of, unretouched

MAX_VERSIONS = 20


def retouch_frame(*, by: User, frame: Frame, recipe: retouch.Recipe) -> Retouch:
    """A new version of a frame, made from the engine's own picture and guarded.

    Working on pixels takes seconds, so it happens between two short transactions; the second asks again.

    Raises:
        Conflict: the model has decided already.
        NotAllowed: the licence does not cover it, or a step changes what no consent opens.
        Refused: the guard measured a change of her beyond its limits.
    """
    frame = _may_retouch(by=by, frame=frame, recipe=recipe)
    context = retouch.Context(light=frame.shot.light, seed=frame.shot.seed)
    opened = UseTerms.from_dict(frame.licence.terms).alterations
    made = _guarded(by=by, frame=frame, recipe=recipe, context=context, opened=opened)
    return _keep(by=by, frame=frame, recipe=recipe, made=made)


@action
def undo_retouch(*, by: User, frame: Frame) -> Frame:
    """Back to the version before, in the end to the engine's own picture."""
    frame = _open(by, frame)
    last = retouch_of(frame)
    if last is None:
        raise NotThere("no_retouch", "This picture is as the engine made it.")
    last.undone_at = clock.now()
    last.save()
    before = retouch_of(frame)
    if before is None:
        own = decode(unretouched(frame))
        frame.width, frame.height = own.width, own.height
    else:
        frame.width, frame.height = before.width, before.height
    frame.save()
    audit.record("frame.retouch_undone", actor=by, subject=frame, version=last.number)
    events.emit("frame.changed", frame=frame)
    return frame


@action
def _may_retouch(*, by: User, frame: Frame, recipe: retouch.Recipe) -> Frame:
    frame = _open(by, frame)
    if frame.retouches.count() >= MAX_VERSIONS:
        raise Conflict("too_many_versions", f"A picture can be retouched {MAX_VERSIONS} times.")
    _permit(by, frame, recipe)
    return frame


@action
def _guarded(
    *,
    by: User,
    frame: Frame,
    recipe: retouch.Recipe,
    context: retouch.Context,
    opened: tuple[str, ...],
) -> retouch.Retouched:
    """An action, so that a retouch that the guard refuses is in the books with who asked for it."""
    made = retouch.guarded(recipe, decode(unretouched(frame)).pixels, context, opened=opened)
    nudity.check(made.picture)
    return made


@action
def _keep(*, by: User, frame: Frame, recipe: retouch.Recipe, made: retouch.Retouched) -> Retouch:
    frame = _open(by, frame)
    _permit(by, frame, recipe)
    twin = frame.licence.twin_version.twin
    height, width = made.picture.shape[:2]
    version = Retouch.objects.create(
        frame=frame,
        number=frame.retouches.count() + 1,
        recipe=recipe.as_dict(),
        recipe_sha256=recipe.sha256,
        kinds=list(recipe.kinds),
        measures=made.numbers,
        raw=blobs.put(bytes(twin.wrapped_key), twin.pk, encode_png(made.picture)),
        width=width,
        height=height,
        by=by,
    )
    frame.width, frame.height = width, height
    frame.save()
    audit.record(
        "frame.retouched",
        actor=by,
        subject=frame,
        version=version.number,
        recipe=version.recipe_sha256,
        kinds=version.kinds,
    )
    events.emit("frame.changed", frame=frame)
    return version


def _open(by: User, frame: Frame) -> Frame:
    frame = (
        Frame.objects.select_for_update(of=("self",))
        .select_related("licence__brand", "licence__twin_version__twin", "shot__garment")
        .get(pk=frame.pk)
    )
    rights.must_be_brand(by, frame.licence.brand)
    if getattr(frame, "review", None) is not None:
        raise Conflict(
            "already_reviewed",
            "The model has decided about this picture, so it stays as she saw it.",
            hint="Ask for another picture.",
        )
    return frame


def _permit(by: User, frame: Frame, recipe: retouch.Recipe) -> None:
    """The gate, as if the picture were asked for now, before each backdrop that the recipe puts in."""
    garment, backdrops = frame.shot.garment, [s.background for s in recipe.steps if isinstance(s, Background)]
    for background in backdrops or [frame.shot.background]:
        ask = Ask(
            "enqueue",
            brand_id=by.brand_id,
            garment_id=garment.pk,
            garment_sha256=garment.sha256,
            background=background,
        )
        gate.demand(frame.licence, ask, pictures_taken=taken(frame.licence, but=frame.shot))
