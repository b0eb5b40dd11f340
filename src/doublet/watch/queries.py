"""Reading tasks, and where pictures stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from doublet.kernel import blobs
from doublet.kernel.refusals import NotThere
from doublet.licences.models import Licence
from doublet.licences.queries import visible_licences
from doublet.people.models import User
from doublet.publishing.models import Placement
from doublet.watch.models import Task


def visible_tasks(user: User) -> QuerySet[Task]:
    """Tasks under licences that this person may see; open ones first, the most urgent on top."""
    tasks = Task.objects.filter(licence__in=visible_licences(user))
    return tasks.select_related("licence__brand", "licence__model").order_by("done_at", "due_at")


def task_for(user: User, pk: str) -> Task:
    """One task, if this person may see it."""
    task = visible_tasks(user).filter(pk=pk).first()
    if task is None:
        raise NotThere("no_such_task", "There is no such task, or it is not yours.")
    return task


def screenshot(task: Task) -> bytes:
    """What the brand showed as proof, a JPEG."""
    if not task.screenshot:
        raise NotThere("no_screenshot", "There is no screenshot of this.")
    brand = task.licence.brand
    return blobs.get(bytes(brand.wrapped_key), brand.pk, task.screenshot)


@dataclass(frozen=True)
class Standing:
    """One place where a picture of hers stands. `state`: permitted, open (to be cleared), overdue, done."""

    placement: Placement
    licence: Licence
    state: str
    task: Task | None


def places_of(user: User) -> list[Standing]:
    """Every place that brands noted for this model's pictures, the newest first."""
    noted = Placement.objects.filter(delivery__frame__licence__model__user=user).select_related(
        "delivery__frame__licence__brand", "delivery__frame__shot__garment"
    )
    newest = {
        task.subject: task for task in Task.objects.filter(licence__model__user=user).order_by("opened_at")
    }
    found = []
    for placement in noted.order_by("-since", "pk"):
        licence, task = placement.delivery.frame.licence, newest.get(placement.pk)
        found.append(Standing(placement, licence, _state(task), task))
    return found


def _state(task: Task | None) -> str:
    if task is None:
        return "permitted"
    if task.done_at:
        return "done"
    return "overdue" if task.escalated_at else "open"
