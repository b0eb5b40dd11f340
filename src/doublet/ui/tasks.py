"""What waits for a person: cards on the page after signing in. Later parts of the house add theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from doublet.people.models import User


@dataclass(frozen=True)
class Task:
    """One thing to do: `due` sorts first, `kicker` says where it comes from."""

    title: str
    words: str
    href: str
    action: str
    kicker: str = ""
    due: datetime | None = None


_sources: list[Callable[[User], list[Task]]] = []


def source(find: Callable[[User], list[Task]]) -> Callable[[User], list[Task]]:
    """Register a function that knows of one kind of task (import it in an AppConfig's ready())."""
    if find not in _sources:
        _sources.append(find)
    return find


def tasks_for(user: User) -> list[Task]:
    """Everything that waits: what has a date first, the earliest on top."""
    found = [task for find in _sources for task in find(user)]
    return sorted(found, key=lambda task: (task.due is None, task.due.timestamp() if task.due else 0))
