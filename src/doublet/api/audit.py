"""The audit log, for operators and auditors."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Query, Router, Schema
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Listed, Paging, part
from doublet.kernel import audit
from doublet.kernel.models import AuditEvent
from doublet.people.access import require_role

router = Router(tags=["audit"])


class EventOut(Schema):
    """One event; `digest` is the hash over all its other fields, `previous` that of the event before."""

    seq: int
    at: datetime
    kind: str
    actor: str
    subject: str
    data: dict[str, Any]
    previous: str
    digest: str


class EventsOut(Listed):
    """A part of the log."""

    items: list[EventOut]


class Filter(Schema):
    """Which events; what is left out asks for all."""

    kind: Annotated[str, Field(max_length=60, pattern=r"^[a-z._]*$")] = ""
    subject: Annotated[str, Field(max_length=120, pattern=r"^[A-Za-z0-9._:-]*$")] = ""


class ChainOut(Schema):
    """The proof of the hash chain."""

    events: int
    whole: bool
    problems: list[str]


@router.get("/audit/events", response={200: EventsOut, **PROBLEMS}, **needs("read"))
def events(request: ByToken, which: Query[Filter], paging: Query[Paging]) -> dict[str, Any]:
    """The log in its order."""
    require_role(asker(request), "operator", "auditor")
    asked = {name: value for name, value in which.dict().items() if value}
    return part(AuditEvent.objects.filter(**asked).order_by("seq"), paging)


@router.get("/audit/check", response={200: ChainOut, **PROBLEMS}, **needs("read"))
def check(request: ByToken) -> dict[str, Any]:
    """Walk the whole chain."""
    require_role(asker(request), "operator", "auditor")
    count, problems = audit.check()
    words = [f"event {problem.seq}: {problem.words}" for problem in problems]
    return {"events": count, "whole": not problems, "problems": words}
