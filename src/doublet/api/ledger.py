"""Money: statements of those who are paid, what a brand owes, the books, and the jackpot meter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router

from doublet.api.auth import ByToken, asker, needs
from doublet.api.money_shapes import (
    AgeingOut,
    AsWhom,
    BooksOut,
    JackpotOut,
    OwingsOut,
    StatementsOut,
    TrialOut,
    WhichExport,
    WhichStatement,
)
from doublet.api.problems import PROBLEMS
from doublet.kernel import clock
from doublet.kernel.refusals import NotThere
from doublet.ledger import ageing, checking, owing, periods, queries, sheets, telling, trial
from doublet.ledger.export import FORMATS, write
from doublet.ledger.jackpot import FEWEST, Spread
from doublet.ledger.meter import meter
from doublet.ledger.views.statements import payee_of
from doublet.people.access import require_role

router = Router(tags=["ledger"])


@router.get("/statements", response={200: StatementsOut, **PROBLEMS}, **needs("read"))
def statements(request: ByToken, which: Query[AsWhom]) -> dict[str, Any]:
    """A model's own statements, or those of an agent's agency."""
    user = asker(request)
    if user.role not in ("model", "agent"):
        raise NotThere(
            "no_such_statement", "Statements are for those who are paid here: models and agencies."
        )
    payee, holder = payee_of(user, which.side)
    wanted = [code for code in telling.currencies_of(payee, holder) if which.currency in (None, code)]
    period = periods.read(which.period)
    told = [telling.statement_of(payee, holder, code, period) for code in wanted]
    return {"items": [sheets.statement_data(each) for each in told]}


@router.get("/owing", response={200: OwingsOut, **PROBLEMS}, **needs("read"))
def owed(request: ByToken, which: Query[WhichStatement]) -> dict[str, Any]:
    """What the asker's brand owes, by when, and what stands here of its own money."""
    user = require_role(asker(request), "brand")
    assert user.brand is not None
    wanted = [code for code in owing.currencies_of(user.brand) if which.currency in (None, code)]
    period = periods.read(which.period)
    return {"items": [sheets.owing_data(owing.owing_of(user.brand, code, period)) for code in wanted]}


@router.get("/ledger/check", response={200: BooksOut, **PROBLEMS}, **needs("read"))
def check(request: ByToken) -> dict[str, Any]:
    """Prove every posting and the trial balance. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    count, problems = checking.check()
    sums = queries.trial_balance()
    return {
        "postings": count,
        "balanced": not problems and not any(sums.values()),
        "trial_balance": sums,
        "problems": [problem.words for problem in problems],
    }


@router.get("/ledger/trial", response={200: TrialOut, **PROBLEMS}, **needs("read"))
def trial_balance(request: ByToken) -> dict[str, Any]:
    """What stands on every kind of account. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    return {
        "items": [
            {
                "currency": sheet.currency,
                "debits_minor": sheet.debits.amount,
                "credits_minor": sheet.credits.amount,
                "rows": [
                    {
                        "kind": row.code,
                        "meaning": row.meaning,
                        "accounts": row.accounts,
                        "amount_minor": row.amount.amount,
                    }
                    for row in sheet.rows
                ],
            }
            for sheet in trial.trial()
        ]
    }


@router.get("/ledger/ageing", response={200: AgeingOut, **PROBLEMS}, **needs("read"))
def ageing_of_brands(request: ByToken) -> dict[str, Any]:
    """What brands owe, by how late it is. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    rows = ageing.ageing(clock.now().date())
    names = [f"{code}_minor" for code, _ in ageing.BUCKETS]
    return {
        "items": [
            {
                "brand": row.brand,
                "currency": row.currency,
                "pictures": row.pictures,
                "oldest_due": row.oldest_due,
                **{name: amount.amount for name, amount in zip(names, row.amounts, strict=True)},
            }
            for row in rows
        ]
    }


_TEXT = {"schema": {"type": "string"}}
_FILE = {
    "responses": {
        200: {
            "description": "The ledger in one file, from which every balance can be rebuilt",
            "content": {
                "text/plain": _TEXT,
                "text/csv": _TEXT,
                "application/json": {"schema": {"type": "object"}},
            },
        }
    }
}


@router.get("/ledger/export", response=PROBLEMS, **needs("read", **_FILE))
def export(request: ByToken, which: Query[WhichExport]) -> StreamingHttpResponse:
    """Every posting in one file, for an accountant. For operators and auditors."""
    require_role(asker(request), "operator", "auditor")
    pieces = write(which.format, period=periods.read(which.period), named=which.names)
    return StreamingHttpResponse(pieces, content_type=FORMATS[which.format].kind)


@router.get("/jackpot", response={200: JackpotOut, **PROBLEMS})
def jackpot(request: HttpRequest) -> dict[str, Any]:
    """How unevenly income is spread over the models here, without a name. Nothing of fewer than ten people."""
    told = meter()
    return {
        "currency": told.currency,
        "first": told.first,
        "last": told.last,
        "fewest": FEWEST,
        "whole": _spread(told.whole),
        "gini_low": told.whole.gini_low if told.whole else None,
        "gini_high": told.whole.gini_high if told.whole else None,
        "median_month_minor": told.median_month.amount if told.median_month else None,
        "months": [{"month": each.period.code, "spread": _spread(each.spread)} for each in told.months],
    }


def _spread(told: Spread | None) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "people": told.people,
        "without": told.without,
        "gini": told.gini,
        "top_tenth_share": told.top_share,
        "median_minor": told.median,
    }
