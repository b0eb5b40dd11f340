"""Reading tasks."""

from __future__ import annotations

from django.db.models import QuerySet

from doublet.kernel.refusals import NotThere
from doublet.licences.queries import visible_licences
from doublet.people.models import User
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
