"""The worker's part about tasks: reminders before they are due, and a person's eye when they are late."""

from __future__ import annotations

from django.conf import settings

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.notices import tell
from doublet.watch.cases import open_case
from doublet.watch.models import Case, Task
from doublet.watch.rules import CASE, remind_at


def chase_tasks() -> None:
    """Remind once before a task is due, and once when it is late; then the operator has a case."""
    now = clock.now()
    open_ones = Task.objects.filter(done_at=None).select_related("licence__brand", "licence__model")
    for task in open_ones.filter(reminded_at=None, due_at__gt=now):
        if remind_at(task.opened_at, task.due_at) <= now:
            _remind(task=task)
    for task in open_ones.filter(escalated_at=None, due_at__lte=now):
        _escalate(task=task)


@action
def _remind(*, task: Task) -> None:
    if Task.objects.filter(pk=task.pk, reminded_at=None, done_at=None).update(reminded_at=clock.now()):
        _tell(task, "A task is due soon", f"Due on {task.due_at:%d %B %Y, %H:%M} UTC")
        audit.record("task.reminded", actor="worker", subject=task)


@action
def _escalate(*, task: Task) -> None:
    now = clock.now()
    if not Task.objects.filter(pk=task.pk, escalated_at=None, done_at=None).update(escalated_at=now):
        return
    _tell(task, "A task is overdue", "Until it is done your brand sends no offers. Overdue")
    licence = task.licence
    tell(
        licence.model.user.email,
        "Something is late",
        f"{licence.brand} has not said yet that this is done: {task.what}. The operator of this house was told.",
    )
    words = f"{licence.brand} is late with: {task.what} (due {task.due_at:%d %B %Y, %H:%M} UTC)"
    open_case(Case.Kind.OVERDUE, task.pk, words, due_at=now + CASE)
    audit.record("task.overdue", actor="worker", subject=task)


def _tell(task: Task, subject: str, words: str) -> None:
    for member in task.licence.brand.members.filter(is_active=True):
        tell(member.email, subject, f"{words}: {task.what}\n\n{settings.SITE_URL}/tasks/#{task.pk}")
