"""What waits for a model about pictures."""

from __future__ import annotations

from django.urls import reverse

from doublet.people.models import Role, User
from doublet.people.waiting import Task, source
from doublet.publishing import queries


@source
def look_at_pictures(user: User) -> list[Task]:
    """Pictures that wait for her yes or no."""
    count = queries.waiting(user).count() if user.role == Role.MODEL else 0
    if not count:
        return []
    words = "One picture waits" if count == 1 else f"{count} pictures wait"
    return [Task("Review", f"{words} for your yes or no.", reverse("publishing:review"), "Look", "Pictures")]
