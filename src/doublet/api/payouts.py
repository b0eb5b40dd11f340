"""Payout runs: looked at, planned, sent and settled. A run is approved by a person on the site, never by a token."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from doublet.api.auth import ByToken, asker, needs, needs_any_token
from doublet.api.keys import IdempotencyKey
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Currency, Day, Id, Line, Listed, Minor, Paging, part
from doublet.kernel import clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money
from doublet.ledger.models import Payout, PayoutItem, Posting, WithholdingRule
from doublet.ledger.payouts import approving, planning, sending, settling, withholding
from doublet.people import rights
from doublet.people.access import must_have_signed_in_just_now, require_role
from doublet.people.models import User

router = Router(tags=["money"])
Way = Literal["file", "stripe", "manual"]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=200, pattern=r"^[^\x00]*$")]


class RunIn(Schema):
    """Which money, and by which way."""

    currency: Currency
    way: Way = "file"


class PreviewIn(Schema):
    """Which money, and by which way."""

    currency: Currency = "EUR"
    way: Way = "file"


class PartOut(Schema):
    """What one payee would get."""

    account: str
    name: str
    gross_minor: int
    tax_minor: int
    net_minor: int


class LeftOutOut(Schema):
    """Somebody to whom money is owed and who would not be paid, and why."""

    account: str
    name: str
    owed_minor: int
    code: str
    why: str


class PreviewOut(Schema):
    """What a run would do now."""

    currency: str
    way: str
    net_minor: int
    tax_minor: int
    parts: list[PartOut]
    left_out: list[LeftOutOut]


class ItemOut(Schema):
    """One payment of a run."""

    id: str
    account: str
    name: str
    reference: str
    gross_minor: int
    tax_minor: int
    net_minor: int
    status: str
    outside: str
    problem: str


class RunOut(Schema):
    """A run and its payments."""

    id: str
    currency: str
    way: str
    status: str
    total_minor: int
    made_by: str = Field(alias="made_by_id")
    made_at: datetime
    approved_by: str | None = Field(None, alias="approved_by_id")
    approved_at: datetime | None
    sent_at: datetime | None
    items: list[ItemOut]

    @staticmethod
    def resolve_items(run: Payout) -> QuerySet[PayoutItem]:
        return run.items.all()


class RunsOut(Listed):
    """Runs, the newest first."""

    items: list[RunOut]


class ReasonIn(Schema):
    """Why."""

    reason: Reason


class ReturnIn(ReasonIn):
    """Why a payment did not arrive; `bounced` where the account does not take it."""

    bounced: bool = False


class PaymentProofIn(Schema):
    """What proves a payment that was made by hand."""

    reference: Annotated[str, Field(min_length=3, max_length=60, pattern=r"^[^\x00]*$")]
    evidence: Annotated[str, Field(min_length=10, max_length=300, pattern=r"^[^\x00]*$")]


class WithholdingRuleIn(Schema):
    """So much of what is paid out to payees of one country is withheld as tax, from a day on."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
    party: Literal["model", "agent", "mother_agent", "crew"]
    basis_points: int = Field(ge=0, le=5000)
    authority: Annotated[str, Field(min_length=3, max_length=60)]
    words: Line
    starts: Day


class WithholdingRuleOut(Schema):
    """A rule that withholds tax."""

    id: str
    country: str
    party: str
    basis_points: int
    authority: str
    words: str
    starts: date


class WithholdingRulesOut(Schema):
    """The rules in force today."""

    items: list[WithholdingRuleOut]


class PassedOnIn(Schema):
    """Tax that went to its authority."""

    authority: Annotated[str, Field(min_length=3, max_length=60)]
    amount_minor: Minor
    currency: Currency
    reference: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]


class PassedOnOut(Schema):
    """The posting."""

    id: str
    subject: str
    posted_at: datetime


@router.get("/payouts/preview", response={200: PreviewOut, **PROBLEMS}, **needs("read"))
def preview(request: ByToken, asked: Query[PreviewIn]) -> dict[str, Any]:
    """Who would get how much now, and who nothing, and why. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    told = planning.preview(asked.currency, asked.way)
    return {
        "currency": told.currency,
        "way": told.way,
        "net_minor": told.net.amount,
        "tax_minor": told.tax.amount,
        "parts": [
            {
                "account": one.payee.account,
                "name": one.payee.name,
                "gross_minor": one.payee.owed.amount,
                "tax_minor": one.tax.amount,
                "net_minor": one.net.amount,
            }
            for one in told.parts
        ],
        "left_out": [
            {
                "account": one.payee.account,
                "name": one.payee.name,
                "owed_minor": one.payee.owed.amount,
                "code": one.code,
                "why": one.why,
            }
            for one in told.left_out
        ],
    }


@router.get("/payouts", response={200: RunsOut, **PROBLEMS}, **needs("read"))
def runs(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """Every run. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    return part(Payout.objects.prefetch_related("items"), paging)


@router.get("/payouts/{payout}", response={200: RunOut, **PROBLEMS}, **needs("read"))
def run(request: ByToken, payout: Path[Id]) -> Payout:
    """One run. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    return get_object_or_404(Payout, pk=payout)


@router.post("/payouts", response={201: RunOut, **PROBLEMS}, **needs("money"))
def plan(
    request: ByToken,
    payload: RunIn,
    idempotency_key: IdempotencyKey = "",
) -> Status[Payout]:
    """Plan a run. Nothing is paid before another operator approves it on the site."""
    done = planning.plan(by=asker(request), currency=payload.currency, way=payload.way, key=idempotency_key)
    return Status(201, done)


@router.post("/payouts/{payout}/approval", response={200: RunOut, **PROBLEMS}, **needs_any_token())
def approve(request: ByToken, payout: Path[Id]) -> Payout:
    """Always refused: the second pair of eyes is a person's. The attempt stands in the audit log."""
    user = _operator(request)
    return _no_token_approves(by=user, payout=get_object_or_404(Payout, pk=payout))


@router.post("/payouts/{payout}/sending", response={200: RunOut, **PROBLEMS}, **needs("money"))
def send(request: ByToken, payout: Path[Id]) -> Payout:
    """Carry on where sending stopped. Nothing is sent twice."""
    _operator(request)
    return sending.send(payout=get_object_or_404(Payout, pk=payout))


@router.post("/payouts/{payout}/cancellation", response={200: RunOut, **PROBLEMS}, **needs("money"))
def cancel(
    request: ByToken,
    payout: Path[Id],
    payload: ReasonIn,
    idempotency_key: IdempotencyKey = "",
) -> Payout:
    """Stop a run of which nothing was paid; what was posted is given back."""
    user = _operator(request)
    row = get_object_or_404(Payout, pk=payout)
    return approving.cancel(by=user, payout=row, reason=payload.reason, key=idempotency_key)


@router.post("/payout-items/{item}/return", response={200: ItemOut, **PROBLEMS}, **needs("money"))
def note_return(
    request: ByToken,
    item: Path[Id],
    payload: ReturnIn,
    idempotency_key: IdempotencyKey = "",
) -> PayoutItem:
    """A payment did not arrive: all of it is owed again, tax too."""
    user = _operator(request)
    row = get_object_or_404(PayoutItem, pk=item)
    return settling.return_item(
        by=user, item=row, reason=payload.reason, bounced=payload.bounced, key=idempotency_key
    )


@router.post("/payout-items/{item}/proof", response={200: ItemOut, **PROBLEMS}, **needs("money"))
def prove(
    request: ByToken,
    item: Path[Id],
    payload: PaymentProofIn,
    idempotency_key: IdempotencyKey = "",
) -> PayoutItem:
    """A payment was made by hand, with its proof."""
    user = _operator(request)
    row = get_object_or_404(PayoutItem.objects.select_related("payout"), pk=item)
    return sending.prove(
        by=user, item=row, reference=payload.reference, evidence=payload.evidence, key=idempotency_key
    )


@router.get("/withholding-rules", response={200: WithholdingRulesOut, **PROBLEMS}, **needs("read"))
def withholding_rules(request: ByToken) -> dict[str, Any]:
    """The rules in force today. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    return {"items": withholding.in_force(clock.now().date())}


@router.post("/withholding-rules", response={201: WithholdingRuleOut, **PROBLEMS}, **needs("money"))
def set_rule(
    request: ByToken,
    payload: WithholdingRuleIn,
    idempotency_key: IdempotencyKey = "",
) -> Status[WithholdingRule]:
    """A new rule; it replaces the one before for this country and party, from its day on."""
    done = withholding.set_rule(by=asker(request), key=idempotency_key, **payload.dict())
    return Status(201, done)


@router.post("/tax-payments", response={201: PassedOnOut, **PROBLEMS}, **needs("money"))
def pass_on(
    request: ByToken,
    payload: PassedOnIn,
    idempotency_key: IdempotencyKey = "",
) -> Status[Posting]:
    """Tax that was withheld went to its authority."""
    done = withholding.pass_on(
        by=asker(request),
        authority=payload.authority,
        amount=Money(payload.amount_minor, payload.currency),
        reference=payload.reference,
        key=idempotency_key,
    )
    return Status(201, done)


@action
def _no_token_approves(*, by: User, payout: Payout) -> Payout:
    must_have_signed_in_just_now(None, by_token=True)
    return payout


def _operator(request: ByToken) -> User:
    user = asker(request)
    rights.must_be_operator(user)
    return user
