"""What a brand does about its tasks, and what a model says when something still stands."""

from __future__ import annotations

import hashlib

from django.conf import settings

from doublet.engines.image import Limits, decode, encode_jpeg, shrink
from doublet.kernel import audit, blobs, clock
from doublet.kernel.acting import action
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict
from doublet.people import rights
from doublet.people.models import User
from doublet.watch.cases import close_for
from doublet.watch.models import Case, Task
from doublet.watch.rules import AGAIN

SCREENSHOT_SIDE = 2000
SCREENSHOT = Limits(max_bytes=10 * 2**20)


@action
def finish_task(*, by: User, task: Task, proof: str, screenshot: bytes = b"") -> Task:
    """The brand says what it did, in words or with a link, and may show it; the model can read and see it.

    Args:
        screenshot: a picture of any usual kind. It is decoded, made anew without luggage, and sealed.
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("licence__brand").get(pk=task.pk)
    brand = task.licence.brand
    rights.must_be_brand(by, brand)
    if task.done_at:
        raise Conflict("already_done", "This task is already done.")
    if len(proof.split()) < 2:
        raise BadInput("no_proof", "Say what you did, in a sentence or with a link.")
    if screenshot:
        shown = encode_jpeg(shrink(decode(screenshot, SCREENSHOT).pixels, SCREENSHOT_SIDE), quality=85)
        task.screenshot = blobs.put(bytes(brand.wrapped_key), brand.pk, shown)
        task.screenshot_sha256 = hashlib.sha256(shown).hexdigest()
    task.done_at, task.done_by, task.proof = clock.now(), by, proof.strip()[:2000]
    task.save()
    audit.record("task.done", actor=by, subject=task, screenshot_sha256=task.screenshot_sha256)
    close_for(Case.Kind.OVERDUE, task.pk, "The brand did it.", by=by)
    return task


@action
def reopen_task(*, by: User, task: Task, why: str) -> Task:
    """The model found that it still stands: the task is open again, due a day from now."""
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("licence__model", "licence__brand")
        .get(pk=task.pk)
    )
    rights.must_be_model(by, task.licence.model)
    if not task.done_at:
        raise Conflict("still_open", "This task is open already.")
    if len(why.split()) < 2:
        raise BadInput("no_proof", "Say where you saw it, in a sentence or with a link.")
    now = clock.now()
    task.done_at, task.done_by = None, None
    task.reopened_at, task.reopened_why = now, why.strip()[:300]
    task.opened_at, task.due_at = now, now + AGAIN
    task.reminded_at = task.escalated_at = None
    task.save()
    audit.record("task.reopened", actor=by, subject=task)
    for member in task.licence.brand.members.filter(is_active=True):
        tell(
            member.email,
            "A task is open again",
            f"{task.licence.model} says that this is not done: {task.what}\n“{task.reopened_why}”\n\n"
            f"{settings.SITE_URL}/tasks/#{task.pk}",
        )
    return task
