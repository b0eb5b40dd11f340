"""Reports by anybody, and what an operator decides."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id, Listed, Paging, Words, part
from doublet.consents.languages import CODES
from doublet.kernel import limits
from doublet.kernel.refusals import NotThere
from doublet.people.access import require_role
from doublet.watch.cases import decide_case
from doublet.watch.models import Case, Report
from doublet.watch.reporting import actions
from doublet.watch.views.report import MOST, SECONDS

router = Router(tags=["cases"])

Language = Annotated[str, Field(max_length=2, json_schema_extra={"enum": list(CODES)})]
Kind = Annotated[str, Field(max_length=20, json_schema_extra={"enum": list(Report.Kind.values)})]


class ReportIn(Schema):
    """A picture of a person who did not allow it. A picture itself is handed in on the page ``/report``."""

    kind: Kind
    places: str = Field(max_length=4000)
    contact: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    good_faith: bool
    signature: str = Field(max_length=160)
    words: str = Field("", max_length=4000)
    for_somebody: bool = False
    language: Language = "en"


class ReportedOut(Schema):
    """That we have it. The answer never says whether the picture is known here."""

    report: str
    due_at: datetime


class CaseOut(Schema):
    """Something that a person has to decide."""

    id: str
    kind: str
    subject: str
    words: str
    due_at: datetime
    decided_at: datetime | None
    decision: str


class CasesOut(Listed):
    """A part of a list of cases."""

    items: list[CaseOut]


class CaseDecisionIn(Schema):
    """What was decided. `upheld` counts for reports only."""

    words: Words
    upheld: bool = False


@router.post("/reports", response={201: ReportedOut, **PROBLEMS}, auth=None)
def report(request: HttpRequest, payload: ReportIn) -> Status[dict[str, Any]]:
    """Report a picture, without an account. What matches here is held at once; decided within 48 hours."""
    limits.count("report", request.META.get("REMOTE_ADDR", ""), most=MOST, seconds=SECONDS)
    made = actions.report(told=actions.Told(**payload.dict()))
    return Status(201, {"report": made.pk, "due_at": made.due_at})


@router.get("/cases", response={200: CasesOut, **PROBLEMS}, **needs("read"))
def cases(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """Every case, open ones first, the most urgent on top. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    return part(Case.objects.order_by("decided_at", "due_at"), paging)


@router.post("/cases/{case}/decision", response={200: CaseOut, **PROBLEMS}, **needs("operate"))
def decide(request: ByToken, case: Path[Id], payload: CaseDecisionIn) -> Case:
    """An operator decides."""
    user = require_role(asker(request), "operator")
    found = Case.objects.filter(pk=case).first()
    if found is None:
        raise NotThere("no_such_case", "There is no such case.")
    named = Report.objects.filter(pk=found.subject).first()
    if named is None:
        return decide_case(by=user, case=found, decision=payload.words)
    actions.decide(by=user, report=named, upheld=payload.upheld, words=payload.words)
    found.refresh_from_db()
    return found
