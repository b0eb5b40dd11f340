"""What a brand does about its tasks."""

from __future__ import annotations

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, Conflict
from doublet.people import rights
from doublet.people.models import User
from doublet.watch.models import Task


@action
def finish_task(*, by: User, task: Task, proof: str) -> Task:
    """The brand says what it did, in words or with a link; it can be read by the model."""
    task = Task.objects.select_for_update().select_related("licence__brand").get(pk=task.pk)
    rights.must_be_brand(by, task.licence.brand)
    if task.done_at:
        raise Conflict("already_done", "This task is already done.")
    if len(proof.split()) < 2:
        raise BadInput("no_proof", "Say what you did, in a sentence or with a link.")
    task.done_at, task.done_by, task.proof = clock.now(), by, proof.strip()[:2000]
    task.save()
    audit.record("task.done", actor=by, subject=task)
    return task
