"""The rulebook, what an operator lays over it, and the gate's decisions about a licence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Path, Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Day, Id, Line, Listed, Paging, part
from doublet.kernel.refusals import NotThere
from doublet.licences.queries import licence_for
from doublet.people.access import require_role
from doublet.rulebook import actions, overlay, queries
from doublet.rulebook.models import DecisionRecord, OperatorAnswer
from doublet.rulebook.pack import PLACES
from doublet.rulebook.pages import NO_ADVICE
from doublet.rulebook.rules import holds_in
from doublet.rulebook.touching import touched_by
from doublet.rulebook.wording import COUNTED, LIMITS, OPERATOR_KINDS

router = Router(tags=["rulebook"])

RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]{1,40}$")]
OwnId = Annotated[str, StringConstraints(pattern=r"^OWN-[A-Z0-9][A-Z0-9-]{0,30}$")]
Why = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Place = Annotated[str, Field(max_length=6, json_schema_extra={"enum": ["", *PLACES]})]
What = Annotated[str, Field(max_length=20, json_schema_extra={"enum": list(LIMITS)})]


class LimitOut(Schema):
    """What an operator's own rule bounds."""

    what: str
    most: int | None
    never: str


class RuleOut(Schema):
    """One rule. `checks`: the gate's findings that it speaks to; `kept_by`: where else it is kept, or not yet."""

    id: str
    title: str
    places: list[str]
    binds: list[str]
    when: str
    must: str
    level: str
    moments: list[str]
    checks: list[str]
    kept_by: list[str]
    source: str
    status: str
    kind: str
    in_force: date | None
    note: str
    floor: bool
    limit: LimitOut | None


class RulebookOut(Schema):
    """The rules of one version. `sha256` is over all of them in canonical JSON; decisions name it."""

    version: str
    sha256: str
    note: str
    rules: list[RuleOut]


class Where(Schema):
    """Which rules; what is left out asks for all."""

    place: Place = ""


class RaiseIn(Schema):
    """Make a rule stricter. It cannot be undone."""

    rule: RuleId
    level: Literal["record", "warn", "block"]
    why: Why


class OwnIn(Schema):
    """A rule of the operator's own: `most` for pictures and days, `never` for the others."""

    rule: OwnId
    title: Line
    what: What
    most: Annotated[int, Field(ge=1, le=10_000)] | None = None
    never: Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    level: Literal["warn", "block"]
    why: Why

    def body(self) -> dict[str, Any]:
        """The limit as data."""
        value = {"most": self.most} if self.what in COUNTED else {"never": self.never}
        return {"title": self.title, "what": self.what, **value}


class ChangeOut(Schema):
    """One change of the operator's."""

    number: int
    kind: str
    rule: str
    level: str
    why: str
    at: datetime


class ChangesOut(Listed):
    """A part of the operator's changes."""

    items: list[ChangeOut]


class OperatorIn(Schema):
    """What the operator is, and where it sits."""

    kind: Annotated[str, Field(max_length=12, json_schema_extra={"enum": list(OPERATOR_KINDS)})]
    seat: Annotated[str, StringConstraints(max_length=6)]
    takes_fee: bool = False
    registration: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")] = ""
    registration_ends: Day | None = None


class OperatorOut(Schema):
    """What the operator says it is; `duties`: ids of the rules that bind it where it sits."""

    kind: str
    seat: str
    takes_fee: bool
    registration: str
    registration_ends: date | None
    at: datetime
    duties: list[str]

    @staticmethod
    def resolve_duties(answer: OperatorAnswer) -> list[str]:
        return [duty.rule.id for duty in queries.duties(answer.kind, answer.seat) if duty.here]


class SweptOut(Schema):
    """The licences in force that a rule would touch."""

    rule: str
    licences: list[str]
    looked_at: int


class DecisionOut(Schema):
    """One answer of the gate. `grounds`: what was found, how strictly it counts, by which rules."""

    id: str
    about: str
    moment: str
    allowed: bool
    pack: str
    pack_sha256: str
    grounds: list[tuple[str, str, list[str]]]
    counted: list[str]
    inputs_sha256: str
    at: datetime


class DecisionsOut(Listed):
    """A part of the gate's decisions."""

    items: list[DecisionOut]


@router.get("/rules", response={200: RulebookOut, **PROBLEMS}, auth=None)
def rules(request: Any, where: Query[Where]) -> dict[str, Any]:
    """Every rule with source, date and status. Helps you record and check; not legal advice."""
    book = queries.book()
    places = frozenset({where.place if where.place in PLACES else "WORLD"})
    found = [rule.as_dict() for rule in book.rules if holds_in(rule.places, places)]
    return {"version": book.version, "sha256": book.sha256, "note": NO_ADVICE, "rules": found}


@router.get("/rules/changes", response={200: ChangesOut, **PROBLEMS}, **needs("read"))
def changes(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """What the operator laid over the pack, the newest first."""
    require_role(asker(request), "operator", "auditor")
    return part(queries.history(), paging)


@router.post("/rules/changes/raise", response={201: ChangeOut, **PROBLEMS}, **needs("operate"))
def raise_rule(request: ByToken, given: RaiseIn) -> Any:
    """Make a rule stricter from now on."""
    return Status(201, actions.raise_rule(by=asker(request), **given.dict()))


@router.post("/rules/changes/add", response={201: ChangeOut, **PROBLEMS}, **needs("operate"))
def add_rule(request: ByToken, given: OwnIn) -> Any:
    """Add a rule of the operator's own."""
    row = actions.add_rule(
        by=asker(request), rule=given.rule, level=given.level, body=given.body(), why=given.why
    )
    return Status(201, row)


@router.post("/rules/changes/touch", response={200: SweptOut, **PROBLEMS}, **needs("read"))
def touch(request: ByToken, given: OwnIn) -> dict[str, Any]:
    """Which licences in force such a rule would touch; nothing is changed."""
    require_role(asker(request), "operator", "auditor")
    rule = overlay.check_own(given.rule, given.level, given.body(), queries.book())
    touched = touched_by(rule)
    return {"rule": rule.must, "licences": list(touched.licences), "looked_at": touched.looked_at}


@router.get("/operator", response={200: OperatorOut, **PROBLEMS}, **needs("read"))
def operator(request: ByToken) -> OperatorAnswer:
    """What the operator says it is, and which duties that brings."""
    require_role(asker(request), "operator", "auditor")
    if (answer := queries.setup()) is None:
        raise NotThere("not_answered", "The operator has not said yet what it is.")
    return answer


@router.post("/operator", response={201: OperatorOut, **PROBLEMS}, **needs("operate"))
def answer(request: ByToken, given: OperatorIn) -> Any:
    """Say what the operator is. The newest answer counts."""
    return Status(201, actions.answer_setup(by=asker(request), **given.dict()))


@router.get("/rules/{rule}", response={200: RuleOut, **PROBLEMS}, auth=None)
def rule(request: Any, rule: Path[RuleId]) -> dict[str, Any]:
    """One rule."""
    return queries.book().rule(rule).as_dict()


@router.get("/licences/{licence}/decisions", response={200: DecisionsOut, **PROBLEMS}, **needs("read"))
def decisions(request: ByToken, licence: Path[Id], paging: Query[Paging]) -> dict[str, Any]:
    """What the gate decided under a licence and the offer before it, with pack and rule ids."""
    found = licence_for(asker(request), licence)
    rows: Any = DecisionRecord.objects.filter(about__in=[found.pk, found.version.offer_id])
    return part(rows, paging)
