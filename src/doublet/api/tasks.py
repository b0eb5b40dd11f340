"""What a brand must do after a permission was withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Path, Query, Router, Schema

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id, Listed, Paging, Words, part
from doublet.watch import actions, queries
from doublet.watch.models import Task

router = Router(tags=["tasks"])


class TaskOut(Schema):
    """One dated duty."""

    id: str
    licence: str
    what: str
    rule: str
    due_at: datetime
    done_at: datetime | None
    proof: str

    @staticmethod
    def resolve_licence(task: Task) -> str:
        return task.licence_id


class ReopeningIn(Schema):
    """Where it still stands."""

    why: Words


class TasksOut(Listed):
    """A part of a list of tasks."""

    items: list[TaskOut]


class ProofIn(Schema):
    """What was done, in words or with a link."""

    proof: Words


@router.get("/tasks", response={200: TasksOut, **PROBLEMS}, **needs("read"))
def tasks(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """Tasks under this account's licences; open ones first, the most urgent on top."""
    return part(queries.visible_tasks(asker(request)), paging)


@router.post("/tasks/{task}/completion", response={200: TaskOut, **PROBLEMS}, **needs("studio"))
def finish_task(request: ByToken, task: Path[Id], payload: ProofIn) -> Task:
    """Say what was done; the model can read it."""
    user = asker(request)
    return actions.finish_task(by=user, task=queries.task_for(user, task), proof=payload.proof)


@router.post("/tasks/{task}/reopening", response={200: TaskOut, **PROBLEMS}, **needs("review"))
def reopen_task(request: ByToken, task: Path[Id], payload: ReopeningIn) -> Task:
    """The model found that it still stands: it is open again, due a day from now."""
    user = asker(request)
    return actions.reopen_task(by=user, task=queries.task_for(user, task), why=payload.why)
