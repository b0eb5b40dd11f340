"""What waits for a brand after a withdrawal, for the page after signing in."""

from __future__ import annotations

from django.urls import reverse

from doublet.people.models import Role, User
from doublet.people.waiting import Task, source
from doublet.watch.queries import visible_tasks


@source
def dated_tasks(user: User) -> list[Task]:
    """Every task that is still open."""
    if user.role != Role.BRAND:
        return []
    return [
        Task(
            title=task.what,
            words=f"{task.licence.model} withdrew her permission.",
            href=f"{reverse('watch:tasks')}#{task.pk}",
            action="Do it",
            kicker="After a withdrawal",
            due=task.due_at,
        )
        for task in visible_tasks(user).filter(done_at=None)
    ]
