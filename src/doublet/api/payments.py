"""A brand's money: payments received, refunds, payments that a bank took back, and the bank's statements."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import File, Form, Path, Router, Schema, Status, UploadedFile
from pydantic import Field

from doublet.api.auth import ByToken, asker, needs
from doublet.api.keys import IdempotencyKey
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Currency, Id, Line, Minor
from doublet.engines.bank import MOST_BYTES, Columns
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, NotThere
from doublet.ledger import brand_money
from doublet.ledger.bank import assigning, reading
from doublet.ledger.models import BankLine, BankStatement, Posting
from doublet.licences.models import Licence
from doublet.people import rights
from doublet.people.access import require_role
from doublet.people.models import Brand, User

router = Router(tags=["money"])
Reference = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]


class PaymentIn(Schema):
    """Money that stands at the bank. With a licence, it was paid beforehand for that licence."""

    brand: Id
    amount_minor: Minor
    currency: Currency
    reference: Reference
    licence: Id | None = None
    fee_minor: int = Field(0, ge=0, le=10**9, description="what a payment service kept of it")


class RefundIn(Schema):
    """Paying a brand back what nothing is owed for."""

    brand: Id
    amount_minor: Minor
    currency: Currency
    reference: Reference
    reason: Line


class ChargebackIn(Schema):
    """A brand's bank took a payment back, or a part of it."""

    amount_minor: Minor
    reference: Reference


class PostedOut(Schema):
    """What was posted."""

    id: str
    kind: str
    subject: str
    words: str
    posted_at: datetime


class BankLineOut(Schema):
    """One movement on the bank account, and what became of it. Money that came in is positive."""

    id: str
    booked_on: date
    amount_minor: int
    currency: str
    counterparty: str
    text: str
    reference: str
    end_to_end: str
    status: str
    brand: str | None = Field(None, alias="brand_id")
    licence: str = Field("", alias="licence_id")
    posting: str = Field("", alias="posting_id")
    why: str


class BankStatementOut(Schema):
    """A statement. `difference_minor` is what the bank has more than the books; null where it names no balance."""

    id: str
    form: str
    number: str
    currency: str
    closing_minor: int | None
    difference_minor: int | None
    known_lines: int
    lines: list[BankLineOut]


class BankStatementsOut(Schema):
    """The statements in one file."""

    items: list[BankStatementOut]


class DecisionIn(Schema):
    """What a person says a line is. `brand` and `licence` go with ``assign``, `why` with ``set_aside``."""

    what: Literal["confirm", "assign", "fee", "paid_after_all", "set_aside", "reopen"]
    brand: Id | None = None
    licence: Id | None = None
    why: Line = ""


class ColumnsIn(Schema):
    """Which column of a CSV is what, by its heading; empty where the bank has none. Not looked at for camt.053."""

    day: Line = "date"
    amount: Line = "amount"
    credit: Line = ""
    debit: Line = ""
    currency: Line = "currency"
    counterparty: Line = "name"
    text: Line = "text"
    reference: Line = "reference"
    end_to_end: Line = "end_to_end"
    dates: Literal["iso", "dmy", "dmy_slash", "mdy_slash"] = "iso"
    one_currency: Currency = "EUR"


@router.post("/payments", response={201: PostedOut, **PROBLEMS}, **needs("money"))
def note_payment(
    request: ByToken,
    payload: PaymentIn,
    idempotency_key: IdempotencyKey = "",
) -> Status[Posting]:
    """Note that a brand's payment stands at the bank; it pays what is due at once."""
    user = _operator(request)
    done = brand_money.receive_payment(
        by=user,
        brand=_brand(payload.brand),
        amount=Money(payload.amount_minor, payload.currency),
        reference=payload.reference,
        licence=_licence(payload.licence),
        fee=Money(payload.fee_minor, payload.currency) if payload.fee_minor else None,
        key=idempotency_key,
    )
    return Status(201, done)


@router.post("/refunds", response={201: PostedOut, **PROBLEMS}, **needs("money"))
def refund(
    request: ByToken,
    payload: RefundIn,
    idempotency_key: IdempotencyKey = "",
) -> Status[Posting]:
    """Pay a brand back what is its own. Never more than its credit."""
    user = _operator(request)
    done = brand_money.refund(
        by=user,
        brand=_brand(payload.brand),
        amount=Money(payload.amount_minor, payload.currency),
        reference=payload.reference,
        reason=payload.reason,
        key=idempotency_key,
    )
    return Status(201, done)


@router.post("/payments/{payment}/chargeback", response={201: PostedOut, **PROBLEMS}, **needs("money"))
def chargeback(
    request: ByToken,
    payment: Path[Id],
    payload: ChargebackIn,
    idempotency_key: IdempotencyKey = "",
) -> Status[Posting]:
    """A brand's bank took a payment back. Nobody who was paid gives anything back."""
    user = _operator(request)
    posting = get_object_or_404(Posting, pk=payment, kind=Posting.Kind.PAYMENT_RECEIVED)
    amount = Money(payload.amount_minor, brand_money.left_of(posting)[1].currency)
    done = brand_money.take_back(
        by=user, payment=posting, amount=amount, reference=payload.reference, key=idempotency_key
    )
    return Status(201, done)


@router.post("/bank-statements", response={201: BankStatementsOut, **PROBLEMS}, **needs("money"))
def reconcile(
    request: ByToken,
    file: File[UploadedFile],
    columns: Form[ColumnsIn],
    idempotency_key: IdempotencyKey = "",
) -> Status[dict[str, Any]]:
    """Read a statement (camt.053 or CSV) and settle what is clear. The same file again changes nothing."""
    user = _operator(request)
    if (file.size or 0) > MOST_BYTES:
        raise BadInput("statement_too_large", "A statement has at most 10 MB.")
    told = reading.reconcile(
        by=user, data=file.read(), columns=Columns(**columns.dict()), key=idempotency_key
    )
    return Status(201, {"items": [_told(one) for one in told]})


@router.get("/bank-statements/{statement}", response={200: BankStatementOut, **PROBLEMS}, **needs("read"))
def statement(request: ByToken, statement: Path[Id]) -> dict[str, Any]:
    """One statement, with what became of each line. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    return _told(get_object_or_404(BankStatement, pk=statement))


@router.post("/bank-lines/{line}/decision", response={200: BankLineOut, **PROBLEMS}, **needs("money"))
def decide(
    request: ByToken,
    line: Path[Id],
    payload: DecisionIn,
    idempotency_key: IdempotencyKey = "",
) -> BankLine:
    """Say what a line is that was not clear, or confirm what is proposed."""
    user = _operator(request)
    row, key = get_object_or_404(BankLine, pk=line), idempotency_key
    if payload.what == "assign":
        licence = _licence(payload.licence)
        brand = licence.brand if licence else _brand(payload.brand or "")
        return assigning.assign(by=user, line=row, brand=brand, licence=licence, key=key)
    if payload.what == "set_aside":
        return assigning.set_aside(by=user, line=row, why=payload.why, key=key)
    plain = {
        "confirm": assigning.confirm,
        "fee": assigning.note_fee,
        "paid_after_all": assigning.paid_after_all,
        "reopen": assigning.reopen,
    }
    return plain[payload.what](by=user, line=row, key=key)


def _operator(request: ByToken) -> User:
    user = asker(request)
    rights.must_be_operator(user)
    return user


def _brand(pk: str) -> Brand:
    found = Brand.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere("no_such_brand", "There is no such brand.")
    return found


def _licence(pk: str | None) -> Licence | None:
    if not pk:
        return None
    found = Licence.objects.filter(pk=pk).select_related("brand").first()
    if found is None:
        raise NotThere("no_such_licence", "There is no such licence.")
    return found


def _told(row: BankStatement) -> dict[str, Any]:
    stand = reading.standing(row)
    told = {
        name: getattr(row, name)
        for name in ("id", "form", "number", "currency", "closing_minor", "known_lines")
    }
    return {
        **told,
        "difference_minor": stand.difference.amount if stand else None,
        "lines": list(row.lines.all()),
    }
