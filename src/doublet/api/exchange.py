"""Exchange rates, the currency a model is paid in, what is due, and what was paid beforehand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from ninja import File, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import StringConstraints

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Currency, Day, Id, Line, Listed, Paging, part
from doublet.kernel import clock
from doublet.ledger import beforehand, clocks, eurofxref, fixing, openings, rates
from doublet.ledger.entries import due_state
from doublet.ledger.models import ExchangeRate, PayeeChoice
from doublet.licences.queries import licence_for
from doublet.people.access import require_role
from doublet.people.queries import profile_of

router = Router(tags=["money"])


class ExchangeIn(Schema):
    """One unit of `base` was worth `rate` of `quote`."""

    base: Currency
    quote: Currency
    rate: Annotated[str, StringConstraints(max_length=20, pattern=r"^[0-9]+([.][0-9]+)?$")]
    on: Day
    source: Line


class ExchangeOut(Schema):
    """`rate_from` minor units of the base are `rate_to` minor units of the quote."""

    id: str
    base: str
    quote: str
    rate_from: int
    rate_to: int
    source: str
    on: date


class ExchangesOut(Listed):
    """A part of the rates, the newest first."""

    items: list[ExchangeOut]


class ImportedOut(Schema):
    """How many rates a file held, and how many of them were new."""

    read: int
    noted: int


class PaidInOut(Schema):
    """The currency that a model chose; empty is that of each licence."""

    currency: str


class PaidInChoice(Schema):
    """Another one, for licences that are signed from now on."""

    currency: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")]


class DueOut(Schema):
    """One approved picture that a brand has not paid."""

    picture: str
    licence: str
    brand: str
    owed_minor: int
    currency: str
    due: date
    state: str


class DuesOut(Schema):
    """Everything that is not paid, the earliest due first."""

    items: list[DueOut]


class PaidBeforehandOut(Schema):
    """What was paid beforehand for a licence, in minor units."""

    reference: str
    currency: str
    suggested_minor: int
    paid_minor: int
    used_minor: int
    returned_minor: int
    left_minor: int


@router.get("/exchange-rates", response={200: ExchangesOut, **PROBLEMS}, **needs("read"))
def list_rates(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """What was noted, for everybody with an account."""
    asker(request)
    return part(ExchangeRate.objects.all(), paging)


@router.post("/exchange-rates", response={201: ExchangeOut, **PROBLEMS}, **needs("operate"))
def note_rate(request: ByToken, told: ExchangeIn) -> Status[ExchangeRate]:
    """Note one rate. A correction is a further row."""
    return Status(201, rates.note_rate(by=require_role(asker(request), "operator"), **told.dict()))


@router.post("/exchange-rates/file", response={200: ImportedOut, **PROBLEMS}, **needs("operate"))
def import_rates(request: ByToken, file: File[UploadedFile]) -> dict[str, int]:
    """Note the rates of the European Central Bank's eurofxref CSV. The same file twice changes nothing."""
    user = require_role(asker(request), "operator")
    data = file.read(eurofxref.MOST_BYTES + 1)
    quoted = eurofxref.read(data, since=clock.now().date() - timedelta(days=60))
    fresh = rates.import_rates(by=user, quoted=quoted, source=eurofxref.SOURCE)
    return {"read": len(quoted), "noted": len(fresh)}


@router.get("/payout-currency", response={200: PaidInOut, **PROBLEMS}, **needs("read"))
def payout_currency(request: ByToken) -> dict[str, str]:
    """The currency that this model chose."""
    model = profile_of(asker(request))
    chosen = PayeeChoice.objects.filter(pk=model.pk).values_list("currency", flat=True).first()
    return {"currency": chosen or ""}


@router.put("/payout-currency", response={200: PaidInOut, **PROBLEMS}, **needs("offers"))
def choose_currency(request: ByToken, wanted: PaidInChoice) -> PayeeChoice:
    """Choose another one."""
    user = asker(request)
    return fixing.choose_currency(by=user, model=profile_of(user), currency=wanted.currency)


@router.get("/dues", response={200: DuesOut, **PROBLEMS}, **needs("read"))
def dues(request: ByToken) -> dict[str, Any]:
    """What a brand owes; for the operator and the auditor, what every brand owes."""
    user, today = require_role(asker(request), "brand", "operator", "auditor"), clock.now().date()
    found = [each for each in openings.everything() if user.brand_id in (None, clocks.brand_of(each))]
    return {
        "items": [
            {
                "picture": each.posting.subject,
                "licence": each.posting.licence_id,
                "brand": clocks.brand_of(each),
                "owed_minor": each.owed.amount,
                "currency": each.owed.currency,
                "due": each.due,
                "state": due_state(each.due, today=today),
            }
            for each in found
        ]
    }


@router.get("/licences/{licence}/beforehand", response={200: PaidBeforehandOut, **PROBLEMS}, **needs("read"))
def paid_beforehand(request: ByToken, licence: Path[Id]) -> dict[str, Any]:
    """What was paid beforehand for a licence, what is left, and the reference to pay more with."""
    told = beforehand.beforehand(licence_for(asker(request), licence))
    return {
        "reference": told.reference,
        "currency": told.price.currency,
        "suggested_minor": told.suggested.amount,
        "paid_minor": told.paid.amount,
        "used_minor": told.used.amount,
        "returned_minor": told.returned.amount,
        "left_minor": told.left.amount,
    }
