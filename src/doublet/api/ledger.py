"""Money: a model's statement, and the proof that the books hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Query, Router, Schema

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Currency
from doublet.kernel.money import Money
from doublet.ledger import queries
from doublet.people.access import require_role
from doublet.people.queries import profile_of

router = Router(tags=["ledger"])


class ShareOut(Schema):
    """What one party takes."""

    party: str
    amount_minor: int


class EarningOut(Schema):
    """One approved picture, and what was taken from it."""

    day: date
    reference: str
    what: str
    gross_minor: int
    net_minor: int
    commissions: list[ShareOut]


class StatementOut(Schema):
    """Earnings in one currency, in minor units: net is gross less commissions, to the cent."""

    currency: str
    gross_minor: int
    net_minor: int
    paid_out_minor: int
    commissions: list[ShareOut]
    lines: list[EarningOut]


class StatementsOut(Schema):
    """One statement for each currency in which she ever earned."""

    items: list[StatementOut]


class WhichCurrency(Schema):
    """Only this currency, where it is given."""

    currency: Currency | None = None


class BooksOut(Schema):
    """The proof of the books: the trial balance is zero in every currency."""

    postings: int
    balanced: bool
    trial_balance: dict[str, int]
    problems: list[str]


@router.get("/statements", response={200: StatementsOut, **PROBLEMS}, **needs("read"))
def statements(request: ByToken, which: Query[WhichCurrency]) -> dict[str, Any]:
    """A model's own statements."""
    model = profile_of(asker(request))
    wanted = [code for code in queries.currencies(model) if which.currency in (None, code)]
    return {"items": [_statement(model, code) for code in wanted]}


@router.get("/ledger/check", response={200: BooksOut, **PROBLEMS}, **needs("read"))
def check(request: ByToken) -> dict[str, Any]:
    """Prove every posting and the trial balance. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    count, problems = queries.check()
    sums = queries.trial_balance()
    return {
        "postings": count,
        "balanced": not problems and not any(sums.values()),
        "trial_balance": sums,
        "problems": [problem.words for problem in problems],
    }


def _statement(model: Any, currency: str) -> dict[str, Any]:
    told = queries.statement(model, currency)
    return {
        "currency": currency,
        "gross_minor": told.gross.amount,
        "net_minor": told.net.amount,
        "paid_out_minor": queries.paid_out(model, currency).amount,
        "commissions": [_share(share.party, share.amount) for share in told.commissions],
        "lines": [
            {
                "day": line.day,
                "reference": line.reference,
                "what": line.what,
                "gross_minor": line.split.gross.amount,
                "net_minor": line.split.model.amount,
                "commissions": [_share(share.party, share.amount) for share in line.split.shares],
            }
            for line in told.lines
        ],
    }


def _share(party: str, amount: Money) -> dict[str, Any]:
    return {"party": party, "amount_minor": amount.amount}
